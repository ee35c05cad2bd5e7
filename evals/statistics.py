"""How sure a measured number is: standard errors of rates, and paired comparisons. Pure: the seed is passed in.

Sources: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993); Q. McNemar in Psychometrika 12 (1947), in its
exact binomial form; A. C. Cameron, J. B. Gelbach, D. L. Miller, Bootstrap-Based Improvements for Inference with
Clustered Errors (2008); E. Miller, Adding Error Bars to Evals, arXiv 2411.00640 (2024).
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
