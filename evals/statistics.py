"""How sure a measured number is: standard errors of rates, and paired comparisons. Pure: the seed is passed in.

Sources: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993); Q. McNemar in Psychometrika 12 (1947), in its
exact binomial form; A. C. Cameron, J. B. Gelbach, D. L. Miller, Bootstrap-Based Improvements for Inference with
Clustered Errors (2008); E. Miller, Adding Error Bars to Evals, arXiv 2411.00640 (2024); E. B. Wilson in JASA 22 (1927).
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

RESAMPLES = 2000
"""Enough for a standard error that moves by about 2 % from one seed to the next."""
Numbers = NDArray[np.float64]


class Estimate(BaseModel):
    """A number with its standard error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    se: float
    n: int
    """How many independent observations (or clusters of them) it rests on."""


class Difference(BaseModel):
    """What changed between two runs on the same items: second minus first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    se: float
    low: float
    """The lower end of the 95 % percentile interval."""
    high: float
    n: int


class McNemar(BaseModel):
    """The items on which two runs disagree, and how probable so lopsided a split is if they are equally good."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    only_first: int
    only_second: int
    p_value: float


def rate(outcomes: Sequence[bool]) -> Estimate:
    """Estimate a rate with its binomial standard error, sqrt(p (1 - p) / n)."""
    n = len(outcomes)
    if n == 0:
        return Estimate(value=math.nan, se=math.nan, n=0)
    share = sum(outcomes) / n
    return Estimate(value=share, se=math.sqrt(share * (1 - share) / n), n=n)


def mean(values: Sequence[float]) -> Estimate:
    """Estimate a mean with its standard error, s / sqrt(n); nan for a single value."""
    n = len(values)
    if n == 0:
        return Estimate(value=math.nan, se=math.nan, n=0)
    found = np.asarray(values, dtype=np.float64)
    spread = float(found.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    return Estimate(value=float(found.mean()), se=spread, n=n)


def clustered(values: Sequence[float], clusters: Sequence[str]) -> Estimate:
    """Estimate a mean whose values come in clusters that stand or fall together, such as the turns of a conversation.

    The standard error is sqrt(G / (G - 1) * sum over clusters of (sum of (value - mean))^2) / n (Miller 2024, with
    the correction for few clusters of Cameron et al. 2008); nan for a single cluster. `n` counts the clusters.
    """
    if not values:
        return Estimate(value=math.nan, se=math.nan, n=0)
    whole = sum(values) / len(values)
    sums: dict[str, float] = {}
    for value, cluster in zip(values, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + value - whole
    groups = len(sums)
    if groups == 1:
        return Estimate(value=whole, se=math.nan, n=1)
    spread = math.sqrt(groups / (groups - 1) * sum(part**2 for part in sums.values())) / len(values)
    return Estimate(value=whole, se=spread, n=groups)


def interval(share: Estimate) -> tuple[float, float]:
    """Return the 95 % interval of a rate after Wilson: it has a width where the standard error has none, at 0 and 1.

    Where the error is known, n is what a simple sample of that error would have, p (1 - p) / se^2.
    """
    p, n = share.value, float(share.n)
    if not n:
        return math.nan, math.nan
    if 0 < p < 1 and share.se > 0:
        n = p * (1 - p) / share.se**2
    z = 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def paired_bootstrap(
    first: Sequence[float], second: Sequence[float], *, resamples: int = RESAMPLES, seed: int = 0
) -> Difference:
    """Compare the means of two runs over the same items, by drawing items with replacement.

    Raises:
        ValueError: The runs are not of the same items.
    """
    if len(first) != len(second):
        raise ValueError(f"a paired comparison needs the same items: {len(first)} and {len(second)} were given")
    if not first:
        return Difference(value=math.nan, se=math.nan, low=math.nan, high=math.nan, n=0)
    gains = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    drawn = draws(len(gains), resamples, seed) @ gains / len(gains)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Difference(
        value=float(gains.mean()), se=float(drawn.std(ddof=1)), low=float(low), high=float(high), n=len(gains)
    )


def paired_cluster_bootstrap(
    first: Sequence[tuple[float, int]],
    second: Sequence[tuple[float, int]],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Difference:
    """Compare the means of two runs whose values come in the same clusters, given as (sum, count), a row a cluster.

    Raises:
        ValueError: The runs are not of the same clusters.
    """
    if len(first) != len(second):
        raise ValueError(f"a paired comparison needs the same clusters: {len(first)} and {len(second)} were given")
    if not sum(count for _, count in first) or not sum(count for _, count in second):
        return Difference(value=math.nan, se=math.nan, low=math.nan, high=math.nan, n=len(first))
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    drawn = draws(len(first), resamples, seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        gains = (drawn @ other[:, 0]) / (drawn @ other[:, 1]) - (drawn @ one[:, 0]) / (drawn @ one[:, 1])
    gains = gains[np.isfinite(gains)]
    low, high = np.quantile(gains, [0.025, 0.975])
    value = other[:, 0].sum() / other[:, 1].sum() - one[:, 0].sum() / one[:, 1].sum()
    spread = float(gains.std(ddof=1)) if len(gains) > 1 else math.nan
    return Difference(value=float(value), se=spread, low=float(low), high=float(high), n=len(first))


def clustered_bootstrap(
    clusters: int, statistic: Callable[[Numbers], float], *, resamples: int = RESAMPLES, seed: int = 0
) -> float:
    """Return a statistic's standard error when whole clusters are drawn, such as all runs of a task.

    `statistic` receives how often each cluster was drawn; draws for which it is not finite are left out.
    """
    found = np.asarray([statistic(weights) for weights in draws(clusters, resamples, seed)], dtype=np.float64)
    finite = found[np.isfinite(found)]
    return float(finite.std(ddof=1)) if len(finite) > 1 else math.nan


def draws(n: int, resamples: int, seed: int) -> Numbers:
    """Say how often each of n items is drawn, a row for each resample."""
    if n == 0:
        return np.zeros((resamples, 0))
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.float64)


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> McNemar:
    """Test whether two runs over the same items are equally often right: exact, two-sided.

    Raises:
        ValueError: The runs are not of the same items.
    """
    pairs = list(zip(first, second, strict=True))
    only_first = sum(one and not other for one, other in pairs)
    only_second = sum(other and not one for one, other in pairs)
    return McNemar(only_first=only_first, only_second=only_second, p_value=_sign_test(only_first, only_second))


def _sign_test(one: int, other: int) -> float:
    """Return the two-sided binomial probability of a split at least this lopsided."""
    n, fewer = one + other, min(one, other)
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / (1 << n))
