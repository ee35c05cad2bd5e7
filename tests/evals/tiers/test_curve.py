"""What a policy is worth: quality, cost, saving at the large model's quality, area."""

import numpy as np
import pytest

from evals.tiers.curve import Outcome, at_large_quality, measured, mixed
from evals.tiers.pairs import Cases
from evals.tiers.policies import always_large, always_small, luck, oracle

N = 100


def cases(small: float = 0.5, large: float = 0.8) -> Cases:
    """A hundred tasks, of which the models solve so many; whatever small solves, large solves as well."""
    first, second = np.arange(N) < small * N, np.arange(N) < large * N
    return Cases(
        runs=tuple(range(N)),
        tasks=tuple(f"{n:03}" for n in range(N)),
        weights=np.full(N, 1 / N),
        small=first.astype(float),
        small_cost=np.full(N, 1.0),
        large=second.astype(float),
        large_cost=np.full(N, 10.0),
        best=(first | second).astype(float),
        best_cost=np.where(second & ~first, 10.0, 1.0),
    )


def test_the_ends_of_every_curve() -> None:
    given = cases()
    small, large = measured(given, always_small(given)), measured(given, always_large(given))
    assert (small.quality, small.cost, small.saving) == pytest.approx((0.5, 1.0, 0.9))
    assert (large.quality, large.cost, large.saving) == pytest.approx((0.8, 10.0, 0.0))
    assert small.quality_se == pytest.approx(0.05, rel=0.1)
    assert not small.within_one_point
    assert large.within_one_point
    assert large.n == N


def test_an_oracle_keeps_the_quality_and_saves() -> None:
    given = cases()
    found = measured(given, oracle(given))
    assert found.quality == pytest.approx(0.8)
    assert found.saving == pytest.approx(1 - (70 * 1 + 30 * 10) / 1000)
    assert found.saving_at_large_quality == pytest.approx(found.saving)


def test_a_random_mix_is_a_straight_line_with_a_half_of_the_area() -> None:
    given = cases()
    found = measured(given, mixed(given, 0.5), [mixed(given, share) for share in np.linspace(0, 1, 11)])
    assert (found.quality, found.cost) == pytest.approx((0.65, 5.5))
    assert found.area == pytest.approx(0.65)
    assert found.normalised_area == pytest.approx(0.5)


def test_the_best_curve_goes_up_first_and_the_worst_last() -> None:
    given = cases()
    gain = given.large - given.small

    def climbed(order: np.ndarray) -> float:
        points = []
        for share in np.linspace(0, 1, N + 1):
            sent = np.isin(np.arange(N), order[: round(share * N)])
            points.append(
                Outcome(np.where(sent, given.large, given.small), np.where(sent, given.large_cost, given.small_cost))
            )
        area = measured(given, points[-1], points).normalised_area
        assert area is not None
        return area

    # 30 of 100 tasks gain: full height after 30 % of the costs, so an area of 1 - 0.3 / 2.
    assert climbed(np.argsort(-gain, kind="stable")) == pytest.approx(0.85, abs=0.01)
    assert climbed(np.argsort(gain, kind="stable")) == pytest.approx(0.15, abs=0.01)


def test_lost_quality_is_bought_back_from_the_large_model() -> None:
    saving, change = np.array([0.9, 0.9, 0.9, 0.5]), np.array([-0.3, -0.02, -0.01, 0.1])
    assert at_large_quality(saving, change) == pytest.approx([0.03, 0.45, 0.9, 0.5])


def test_where_the_large_model_is_not_better_no_area_is_normalised() -> None:
    given = cases(small=0.8, large=0.5)
    assert measured(given, mixed(given, 0.5), [mixed(given, 0.0), mixed(given, 1.0)]).normalised_area is None


def test_a_threshold_chosen_in_hindsight_saves_something_by_luck_alone() -> None:
    assert luck(cases(0.78, 0.8), tries=10) > 0.05
    assert luck(cases(0.2, 0.8), tries=10) < 0.03
