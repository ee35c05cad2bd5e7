"""How sure a number is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import clustered_bootstrap, draws, mcnemar, mean, paired_bootstrap, rate


def test_a_rate_has_the_binomial_standard_error() -> None:
    found = rate([True] * 80 + [False] * 20)
    assert (found.value, found.n) == (0.8, 100)
    assert found.se == pytest.approx(0.04)


def test_nothing_measured_is_not_a_number() -> None:
    assert math.isnan(rate([]).value)
    assert math.isnan(mean([]).value)
    assert math.isnan(mean([3.0]).se)
    assert math.isnan(paired_bootstrap([], []).value)


def test_a_mean_has_the_standard_error_of_its_spread() -> None:
    found = mean([1.0, 2.0, 3.0, 4.0])
    assert found.value == 2.5
    assert found.se == pytest.approx(math.sqrt(5 / 3) / 2)


def test_runs_that_are_the_same_do_not_differ() -> None:
    found = paired_bootstrap([1, 0, 1, 1], [1, 0, 1, 1])
    assert (found.value, found.se, found.low, found.high) == (0, 0, 0, 0)


def test_pairing_takes_out_what_both_runs_share() -> None:
    hard = [0.0, 1.0] * 50
    better = [min(1.0, value + 0.1) for value in hard]
    found = paired_bootstrap(hard, better)
    assert found.value == pytest.approx(0.05)
    # Of 100 items half gain 0.1: the standard error is 0.05 / sqrt(100), not that of the items' own spread.
    assert found.se == pytest.approx(0.005, rel=0.1)
    assert found.low < 0.05 < found.high


def test_the_seed_decides_the_draws() -> None:
    first, second = [0.0, 1.0, 0.5, 0.2] * 5, [1.0, 1.0, 0.0, 0.2] * 5
    assert paired_bootstrap(first, second, seed=1) == paired_bootstrap(first, second, seed=1)
    assert paired_bootstrap(first, second, seed=1) != paired_bootstrap(first, second, seed=2)


@given(st.integers(0, 20), st.integers(1, 30))
def test_each_draw_takes_as_many_items_as_there_are(n: int, resamples: int) -> None:
    assert (draws(n, resamples, seed=0).sum(axis=1) == n).all()


def test_clusters_are_drawn_whole() -> None:
    tasks = [1.0, 0.0] * 50
    found = clustered_bootstrap(100, lambda weights: float(weights @ tasks) / float(weights.sum()))
    assert found == pytest.approx(0.05, rel=0.1)


def test_draws_without_an_answer_are_left_out() -> None:
    assert math.isnan(clustered_bootstrap(3, lambda weights: math.nan, resamples=10))


@pytest.mark.parametrize(
    ("only_first", "only_second", "p_value"),
    [(0, 0, 1.0), (3, 3, 1.0), (0, 5, 0.0625), (1, 9, 22 / 1024), (9, 1, 22 / 1024)],
)
def test_mcnemar_looks_at_disagreements_only(only_first: int, only_second: int, p_value: float) -> None:
    agreeing = [(True, True), (False, False)] * 20
    pairs = [*agreeing, *[(True, False)] * only_first, *[(False, True)] * only_second]
    found = mcnemar([one for one, _ in pairs], [other for _, other in pairs])
    assert (found.only_first, found.only_second) == (only_first, only_second)
    assert found.p_value == pytest.approx(p_value)


def test_runs_of_different_items_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="same items"):
        paired_bootstrap([1.0], [1.0, 0.0])
    with pytest.raises(ValueError, match="zip"):
        mcnemar([True], [True, False])
