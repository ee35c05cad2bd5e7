"""How sure a number is whose values come in clusters."""

import math

import numpy as np
import pytest

from evals.statistics import clustered, interval, mean, paired_bootstrap, paired_cluster_bootstrap, rate


def test_clusters_of_one_are_plain_values() -> None:
    values = [1.0, 2.0, 4.0, 7.0]
    assert clustered(values, ["a", "b", "c", "d"]).se == pytest.approx(mean(values).se)


def test_repeating_every_value_makes_nothing_surer() -> None:
    once, names = [1.0, 0.0, 1.0, 1.0], ["a", "b", "c", "d"]
    plain, often = clustered(once, names), clustered(once * 10, names * 10)
    assert (often.value, often.n) == (plain.value, 4)
    assert often.se == pytest.approx(plain.se)


def test_the_error_is_that_of_drawing_clusters_again_and_again() -> None:
    chance = np.random.default_rng(7)
    sizes = chance.integers(1, 9, 300)
    shares = chance.beta(2, 2, 300)
    found = [(float(chance.binomial(size, share)), int(size)) for size, share in zip(sizes, shares, strict=True)]
    values = [value for right, size in found for value in [1.0] * int(right) + [0.0] * (size - int(right))]
    names = [str(at) for at, (_, size) in enumerate(found) for _ in range(size)]
    nothing = [(0.0, size) for _, size in found]
    drawn = paired_cluster_bootstrap(nothing, found, seed=1)
    assert clustered(values, names).se == pytest.approx(drawn.se, rel=0.1)
    assert drawn.value == pytest.approx(clustered(values, names).value)


def test_one_cluster_tells_nothing_of_its_error() -> None:
    assert math.isnan(clustered([1.0, 0.0], ["a", "a"]).se)
    assert math.isnan(clustered([], []).value)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    # R. G. Newcombe in Statistics in Medicine 17 (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(right: int, n: int, low: float, high: float) -> None:
    assert interval(rate([True] * right + [False] * (n - right))) == pytest.approx((low, high), abs=2e-4)


def test_an_interval_of_clusters_is_as_wide_as_their_error_wants_it() -> None:
    values, names = [1.0] * 50 + [0.0] * 50, [str(at // 10) for at in range(100)]
    narrow, wide = interval(rate([bool(value) for value in values])), interval(clustered(values, names))
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])
    assert all(map(math.isnan, interval(rate([]))))


def test_clusters_of_one_are_paired_like_plain_values() -> None:
    first, second = [1.0, 0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.0, 0.0]
    paired = paired_cluster_bootstrap([(value, 1) for value in first], [(value, 1) for value in second])
    assert paired == paired_bootstrap(first, second)


def test_nothing_to_compare_is_not_a_number() -> None:
    assert math.isnan(paired_cluster_bootstrap([], []).value)
    assert math.isnan(paired_cluster_bootstrap([(0.0, 0)], [(1.0, 1)]).value)
    with pytest.raises(ValueError, match="same clusters"):
        paired_cluster_bootstrap([(1.0, 1)], [])
