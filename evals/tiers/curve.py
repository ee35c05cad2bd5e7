"""What a policy is worth: quality and cost, what it saves at the large model's quality, the area under its curve.

The area is RouterBench's AIQ (Q. J. Hu et al., arXiv 2403.12031, 2024): the mean quality over the costs from always
small to always large, with straight lines between the points of the curve, and without taking the hull of points after
the fact. Normalised, it is RouteLLM's APGR (I. Ong et al., arXiv 2406.18665, 2024): 0 is the small model's quality, 1
the large one's, and a random mix has 0.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.statistics import Numbers, draws
from evals.tiers.pairs import Cases
from evals.transcript import Recorded

POINT = 0.01
"""How much quality may be lost: one point."""
RESAMPLES = 1000
_STEPS = 101


@dataclass(frozen=True)
class Outcome:
    """What a policy got and paid in each case."""

    reward: Numbers
    cost: Numbers


class Figure(Recorded):
    """A number and its standard error, by drawing whole tasks."""

    value: float
    se: float


class Measured(Recorded):
    """One policy on one pair."""

    quality: float
    quality_se: float
    cost: float
    cost_se: float
    quality_change: float
    """Against always large."""
    quality_change_se: float
    saving: float
    """Of always large's cost, at this quality."""
    saving_se: float
    within_one_point: bool
    """Whether it lost at most one point of quality, as measured."""
    saving_at_large_quality: float
    """The saving once the policy is mixed with always large until at most one point is lost."""
    saving_at_large_quality_se: float
    area: float | None = None
    area_se: float | None = None
    normalised_area: float | None = None
    """None where the large model is hardly better: a small gap makes any share of it."""
    saving_in_hindsight: float | None = None
    """At the point of the curve that is best on the scored tasks themselves: for comparison, not to be had."""
    curve: tuple[tuple[float, float], ...] = ()
    """Cost and quality of each threshold, every one of them chosen on other tasks."""
    n: int
    """Tasks."""


def measured(cases: Cases, outcome: Outcome, curve: Sequence[Outcome] = ()) -> Measured:
    """Measure a policy."""
    large = Outcome(cases.large, cases.large_cost)
    small = Outcome(cases.small, cases.small_cost)
    weights = _resampled(cases)
    quality, cost, base, price = (weights @ part for part in (outcome.reward, outcome.cost, large.reward, large.cost))
    saving, change = 1 - cost / price, quality - base
    kept = at_large_quality(saving, change)
    found = {
        "quality": quality,
        "cost": cost,
        "quality_change": change,
        "saving": saving,
        "saving_at_large_quality": kept,
    }
    numbers = {name: float(values[0]) for name, values in found.items()}
    errors = {f"{name}_se": _spread(values) for name, values in found.items()}
    if curve:
        areas = _areas(weights, (small, large), curve)
        floor = float(weights[0] @ small.reward)
        gap = float(base[0]) - floor
        numbers |= {"area": float(areas[0]), "saving_in_hindsight": in_hindsight(cases, curve)}
        errors["area_se"] = _spread(areas)
        if gap > 2 * POINT:
            numbers["normalised_area"] = (float(areas[0]) - floor) / gap
    return Measured(
        **numbers,
        **errors,
        within_one_point=bool(change[0] >= -POINT - 1e-9),
        curve=tuple((float(cases.weights @ one.cost), float(cases.weights @ one.reward)) for one in curve),
        n=len(set(cases.tasks)),
    )


def at_large_quality(saving: Numbers, change: Numbers) -> Numbers:
    """Mix a policy with always large until at most one point of quality is lost, and return what is still saved."""
    share = np.where(change >= -POINT - 1e-9, 1.0, POINT / np.maximum(POINT, -change))
    return np.asarray(saving * share, dtype=np.float64)


def mixed(cases: Cases, share: float) -> Outcome:
    """Send a share of conversations to the large model, whichever they are."""
    return Outcome(
        (1 - share) * cases.small + share * cases.large, (1 - share) * cases.small_cost + share * cases.large_cost
    )


def _resampled(cases: Cases) -> Numbers:
    """Return the cases' own weights in the first row, and in each further one those of a draw of whole tasks."""
    clusters: NDArray[np.int64] = cases.clusters
    counts = draws(int(clusters.max()) + 1, RESAMPLES, seed=0)[:, clusters]
    weights = np.vstack([np.ones(len(clusters)), counts]) * cases.weights
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def _spread(values: Numbers) -> float:
    return float(values[1:].std(ddof=1))


def _areas(weights: Numbers, ends: tuple[Outcome, Outcome], curve: Sequence[Outcome]) -> Numbers:
    """Return the area under the curve for each row of weights."""
    small, large = ends
    costs = np.array([weights @ one.cost for one in (small, *curve)])
    rewards = np.array([weights @ one.reward for one in (small, *curve)])
    low, high = weights @ small.cost, weights @ large.cost
    found = np.empty(len(weights))
    for row in range(len(weights)):
        order = np.argsort(costs[:, row], kind="stable")
        steps = np.linspace(low[row], high[row], _STEPS)
        found[row] = np.interp(steps, costs[order, row], rewards[order, row]).mean()
    return found


def in_hindsight(cases: Cases, curve: Sequence[Outcome]) -> float:
    """Return what the best point of a curve saves at the large model's quality, chosen on the scored tasks."""
    costs = np.array([cases.weights @ one.cost for one in curve])
    rewards = np.array([cases.weights @ one.reward for one in curve])
    good = rewards >= cases.weights @ cases.large - POINT - 1e-9
    best = float(costs[good].min()) if good.any() else float(cases.weights @ cases.large_cost)
    return max(0.0, 1 - best / float(cases.weights @ cases.large_cost))
