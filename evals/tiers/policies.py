"""Tier policies as they are replayed: where each would have sent a conversation to the large model, and what it paid.

A cascade pays for the small model up to the checkpoint where it gives up, and for the whole of the large model's run:
a large model that takes over in the middle of a conversation would cost less, but no recording shows how it fares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from evals.statistics import Numbers, draws
from evals.tiers.curve import POINT, Outcome, in_hindsight
from evals.tiers.pairs import Cases

NEVER = float("inf")
ALWAYS = float("-inf")
QUANTILES = np.linspace(0, 1, 13)
SURE = 0.75
"""So many draws must keep the quality before a threshold is used."""
_DRAWS = 200


@dataclass(frozen=True)
class Ladder:
    """The checkpoints of each case in order: the score there, and what the small model had cost by then."""

    scores: Numbers
    """A row for each case; minus infinity where a conversation had ended."""
    spent: Numbers
    """In dollars."""


@dataclass(frozen=True)
class Asked:
    """The cases a policy is judged on, and its ladders there: one for each stage, asked one after the other."""

    cases: Cases
    ladders: tuple[Ladder, ...]

    def outcome(self, thresholds: Sequence[float]) -> Outcome:
        """Return what comes of escalating at the first checkpoint whose score reaches its stage's threshold."""
        over = np.hstack([ladder.scores >= limit for ladder, limit in zip(self.ladders, thresholds, strict=True)])
        spent = np.hstack([ladder.spent for ladder in self.ladders])
        at = over.argmax(axis=1)
        escalated = over.any(axis=1)
        paid = spent[np.arange(len(at)), at] + self.cases.large_cost
        return Outcome(
            np.where(escalated, self.cases.large, self.cases.small),
            np.where(escalated, paid, self.cases.small_cost),
        )

    def limits(self) -> list[list[float]]:
        """List the thresholds worth trying at each stage: from always to never, by how high conversations score."""
        return [[ALWAYS, *_quantiles(ladder.scores.max(axis=1)), NEVER] for ladder in self.ladders]


def always_large(cases: Cases) -> Outcome:
    """Never ask the small model."""
    return Outcome(cases.large, cases.large_cost)


def always_small(cases: Cases) -> Outcome:
    """Never ask the large model."""
    return Outcome(cases.small, cases.small_cost)


def oracle(cases: Cases) -> Outcome:
    """Know beforehand how both runs will end, and take the better, or the cheaper of two that are as good."""
    return Outcome(cases.best, cases.best_cost)


def chosen(asked: Asked, seed: int) -> tuple[float, ...] | None:
    """Choose the thresholds that save most of those that surely enough keep the large model's quality.

    The best of many thresholds is partly luck; so in three of four draws of whole tasks at most one point may be lost.
    None means that nothing is to be saved: large answers always.
    """
    cases = asked.cases
    clusters: NDArray[np.int64] = cases.clusters
    weights = draws(int(clusters.max()) + 1, _DRAWS, seed)[:, clusters] * cases.weights
    weights = weights / weights.sum(axis=1, keepdims=True)
    whole = cases.weights / cases.weights.sum()
    best, found = float(whole @ cases.large_cost) - 1e-9, None
    for limits in product(*asked.limits()):
        outcome = asked.outcome(limits)
        cost = float(whole @ outcome.cost)
        if cost < best and kept(weights @ (outcome.reward - cases.large)) >= SURE:
            best, found = cost, limits
    return found


def kept(changes: Numbers) -> float:
    """Return the share of draws in which at most one point of quality is lost."""
    return float((changes >= -POINT - 1e-9).mean())


def _quantiles(scores: Numbers) -> list[float]:
    known = scores[np.isfinite(scores)]
    return [float(step) for step in np.quantile(known if len(known) else np.zeros(1), QUANTILES)]


def curve_limits(asked: Asked) -> list[tuple[float, ...]]:
    """List the thresholds of a curve from always small to always large; the stages go along together."""
    return [tuple(step) for step in reversed(list(zip(*asked.limits(), strict=True)))]


def luck(cases: Cases, tries: int = 50) -> float:
    """Return what a threshold on scores that mean nothing saves in hindsight, on average: the best of a few by luck."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(tries):
        scores = rng.random((len(cases.weights), 1))
        asked = Asked(cases, (Ladder(scores, np.zeros_like(scores)),))
        found.append(in_hindsight(cases, [asked.outcome(limits) for limits in curve_limits(asked)]))
    return float(np.mean(found))
