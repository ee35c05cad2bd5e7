"""Task-wise cross-validation: whoever is scored on a task has learned, and set thresholds, on other tasks only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.statistics import Numbers
from evals.tiers.curve import Measured, Outcome, measured
from evals.tiers.fitting import Fit, fit, folds
from evals.tiers.material import STAGES, Material, Stage
from evals.tiers.pairs import Cases, Pair
from evals.tiers.policies import Asked, Ladder, always_large, chosen, curve_limits

LEARNED: Mapping[str, tuple[Stage, ...]] = {
    "learned_first": ("first",),
    "learned_session": ("first", "later"),
    "learned_after": ("after",),
    "learned_first_and_after": ("first", "after"),
}
"""The learned policies: at the first message; at it and each later one, as the product does; after the whole run."""
Told = Callable[[], None]


@dataclass(frozen=True)
class Split:
    """How tasks are divided: so many folds, so many times over, each time dealt anew."""

    folds: int = 5
    repeats: int = 2


@dataclass(frozen=True)
class Held:
    """One fold of one deal: what was held out, and what was learned without it."""

    away: NDArray[np.bool_]
    """By run of the domain."""
    fits: Mapping[Stage, Fit]
    seed: int


def learned(material: Material, split: Split, told: Told = lambda: None) -> list[list[Held]]:
    """Learn from every fold's other tasks; a list of folds for each deal."""
    found = []
    for repeat in range(split.repeats):
        groups = folds(material.clusters, split.folds, seed=repeat)
        deal = []
        for number in range(split.folds):
            away = groups == number
            seed = 1000 * (repeat + 1) + number
            deal.append(Held(away, {stage: fit(material, stage, away, seed) for stage in STAGES}, seed))
            told()
        found.append(deal)
    return found


def judged(pair: Pair, material: Material, deals: Sequence[Sequence[Held]], policy: str) -> Measured:
    """Measure a learned policy on a pair: each case by what was learned without its task, averaged over the deals."""
    count = len(pair.cases.runs)
    rewards, costs = np.zeros(count), np.zeros(count)
    curves: list[tuple[Numbers, Numbers]] = []
    for deal in deals:
        for held in deal:
            away = held.away[_places(pair, material)]
            if not away.any() or away.all():
                continue
            known = _asked(pair, material, held, (LEARNED[policy], ~away, True))
            unknown = _asked(pair, material, held, (LEARNED[policy], away, False))
            limits = chosen(known, held.seed)
            outcome = always_large(unknown.cases) if limits is None else unknown.outcome(limits)
            rewards[away] += outcome.reward / len(deals)
            costs[away] += outcome.cost / len(deals)
            for number, steps in enumerate(curve_limits(known)):
                if number == len(curves):
                    curves.append((np.zeros(count), np.zeros(count)))
                point = unknown.outcome(steps)
                curves[number][0][away] += point.reward / len(deals)
                curves[number][1][away] += point.cost / len(deals)
    return measured(pair.cases, Outcome(rewards, costs), [Outcome(*point) for point in curves])


def _places(pair: Pair, material: Material) -> NDArray[np.int64]:
    return np.array([material.position[run] for run in pair.cases.runs], dtype=np.int64)


def cases_of(pair: Pair, material: Material, fits: Sequence[tuple[Stage, Fit]]) -> Asked:
    """Put a pair's cases with their scores, each from a fit that had left its task out."""
    places, paid = _places(pair, material), pair.cases.small_cost
    return Asked(pair.cases, tuple(ladder(material, stage, known.inner, (places, paid)) for stage, known in fits))


def _asked(
    pair: Pair, material: Material, held: Held, what: tuple[tuple[Stage, ...], NDArray[np.bool_], bool]
) -> Asked:
    """Put some of a pair's cases with their scores; those that taught are scored by fits that had left them out."""
    stages, mask, inner = what
    places, paid = _places(pair, material)[mask], pair.cases.small_cost[mask]
    ladders = []
    for stage in stages:
        known = held.fits[stage]
        ladders.append(ladder(material, stage, known.inner if inner else known.scores, (places, paid)))
    return Asked(subset(pair.cases, mask), tuple(ladders))


def ladder(material: Material, stage: Stage, scores: Numbers, cases: tuple[NDArray[np.int64], Numbers]) -> Ladder:
    """Arrange the scores of a stage's rows by case and checkpoint."""
    places, paid = cases
    rows = material.rows(stage)
    starts = np.searchsorted(rows.owner, np.arange(len(material.runs) + 1))
    longest = max(1, int(np.diff(starts).max()))
    found, spent = np.full((len(places), longest), -np.inf), np.zeros((len(places), longest))
    for case, place in enumerate(places):
        mine = slice(starts[place], starts[place + 1])
        size = starts[place + 1] - starts[place]
        found[case, :size] = scores[mine]
        spent[case, :size] = rows.spent[mine] * paid[case]
    return Ladder(found, spent)


def subset(cases: Cases, mask: NDArray[np.bool_]) -> Cases:
    """Return some of the cases; tasks keep the same weight each."""
    weights = cases.weights[mask]
    return Cases(
        runs=tuple(run for run, kept in zip(cases.runs, mask, strict=True) if kept),
        tasks=tuple(task for task, kept in zip(cases.tasks, mask, strict=True) if kept),
        weights=weights / weights.sum(),
        **{
            name: getattr(cases, name)[mask]
            for name in ("small", "small_cost", "large", "large_cost", "best", "best_cost")
        },
    )
