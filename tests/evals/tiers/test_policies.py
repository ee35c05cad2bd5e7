"""Thresholds send conversations to the large model, and are chosen so that its quality is kept."""

import numpy as np
import pytest

from evals.tiers.pairs import Cases
from evals.tiers.policies import ALWAYS, NEVER, Asked, Ladder, chosen, curve_limits
from tests.evals.tiers.test_curve import cases

N = 100


def asked(given: Cases, scores: np.ndarray, spent: float = 0.0) -> Asked:
    return Asked(given, (Ladder(scores[:, None].astype(float), np.full((N, 1), spent)),))


def test_a_conversation_is_escalated_where_its_score_first_reaches_the_threshold() -> None:
    given = cases()
    scores = np.tile([0.0, 0.4, 0.9], (N, 1))
    scores[0] = [0.0, -np.inf, -np.inf]
    spent = np.tile([0.0, 0.5, 1.0], (N, 1))
    outcome = Asked(given, (Ladder(scores, spent),)).outcome((0.3,))
    assert (outcome.cost[0], outcome.cost[1]) == (1.0, 10.5)
    assert outcome.reward[60] == given.large[60]


def test_stages_are_asked_one_after_the_other_each_with_its_threshold() -> None:
    given = cases()
    first = Ladder(np.full((N, 1), 0.2), np.zeros((N, 1)))
    later = Ladder(np.full((N, 1), 0.2), np.ones((N, 1)))
    both = Asked(given, (first, later))
    assert both.outcome((0.5, NEVER)).cost[0] == 1.0
    assert both.outcome((0.5, 0.1)).cost[0] == 11.0
    assert both.outcome((0.1, NEVER)).cost[0] == 10.0


def test_a_score_that_sees_the_failures_saves_and_keeps_the_quality() -> None:
    given = cases()
    limits = chosen(asked(given, given.large - given.small), seed=0)
    assert limits is not None
    outcome = asked(given, given.large - given.small).outcome(limits)
    assert given.weights @ outcome.reward == pytest.approx(0.8)
    assert given.weights @ outcome.cost < 4


def test_a_score_that_sees_nothing_is_not_trusted() -> None:
    given = cases()
    assert chosen(asked(given, np.random.default_rng(0).random(N)), seed=0) is None


def test_a_small_model_that_is_as_good_answers_always() -> None:
    given = cases(small=0.8, large=0.8)
    limits = chosen(asked(given, np.random.default_rng(0).random(N)), seed=0)
    assert limits is not None
    assert given.weights @ asked(given, np.zeros(N)).outcome((NEVER,)).cost == pytest.approx(1.0)
    assert limits == (NEVER,)


def test_a_curve_goes_from_always_small_to_always_large() -> None:
    given = cases()
    steps = curve_limits(asked(given, np.arange(N)))
    costs = [float(given.weights @ asked(given, np.arange(N)).outcome(step).cost) for step in steps]
    assert (steps[0], steps[-1]) == ((NEVER,), (ALWAYS,))
    assert costs == sorted(costs)
    assert (costs[0], costs[-1]) == pytest.approx((1.0, 10.0))
