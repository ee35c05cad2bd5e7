"""pass^k."""

from itertools import combinations

import pytest

from evals.metrics.trials import all_right, powers


@pytest.mark.parametrize(("right", "trials", "k"), [(0, 4, 1), (3, 4, 1), (3, 4, 2), (4, 4, 3), (2, 5, 3)])
def test_it_is_the_share_of_draws_that_are_all_right(right: int, trials: int, k: int) -> None:
    results = [True] * right + [False] * (trials - right)
    drawn = list(combinations(results, k))
    assert all_right(right, trials, k) == pytest.approx(sum(all(one) for one in drawn) / len(drawn))


def test_tasks_that_fail_sometimes_cost_more_the_more_often_they_are_tried() -> None:
    sure, shaky = [("a", True)] * 4, [("b", True), ("b", False), ("b", True), ("b", True)]
    found = powers([*sure, *shaky])
    assert [one.k for one in found] == [1, 2, 3, 4]
    assert [one.value for one in found] == pytest.approx([0.875, 0.75, 0.625, 0.5])
    assert found[0].se == pytest.approx(0.125)
    assert {one.tasks for one in found} == {2}


def test_the_fewest_trials_of_any_task_set_the_end() -> None:
    assert [one.k for one in powers([("a", True)] * 5 + [("b", True)] * 2)] == [1, 2]


def test_single_trials_have_no_power() -> None:
    assert powers([("a", True), ("b", False)]) == ()
    assert powers([]) == ()


def test_one_task_alone_has_no_error() -> None:
    assert {one.se for one in powers([("a", True), ("a", False)])} == {None}
