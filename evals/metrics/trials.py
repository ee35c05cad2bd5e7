"""How reliable it is when the same conversation is tried several times: pass^k.

pass^k is the chance that k independent trials of a task are all right. With c of n trials right, C(c, k) / C(n, k) is
an unbiased estimate of it for that task, and the mean over tasks the metric: S. Yao, N. Shinn, P. Razavi,
K. Narasimhan, tau-bench: A Benchmark for Tool-Agent-User Interaction in Real-World Domains, arXiv 2406.12045 (2024).
"""

from collections.abc import Iterable, Sequence
from math import comb

from evals.statistics import mean
from evals.transcript import Recorded


class Power(Recorded):
    """pass^k for one k."""

    k: int
    value: float
    se: float | None
    """Over tasks; None where there is one only."""
    tasks: int


def powers(results: Iterable[tuple[str, bool]]) -> tuple[Power, ...]:
    """Return pass^1 to pass^n of (task, right) pairs, n the fewest trials of a task; nothing for single ones."""
    trials: dict[str, list[bool]] = {}
    for task, right in results:
        trials.setdefault(task, []).append(right)
    fewest = min((len(found) for found in trials.values()), default=0)
    return tuple(_power(list(trials.values()), k) for k in range(1, fewest + 1)) if fewest > 1 else ()


def all_right(right: int, trials: int, k: int) -> float:
    """Estimate the chance that k trials are all right, of a task that was right so often in so many trials."""
    return comb(right, k) / comb(trials, k)


def _power(trials: Sequence[Sequence[bool]], k: int) -> Power:
    found = mean([all_right(sum(one), len(one), k) for one in trials])
    return Power(k=k, value=found.value, se=found.se if len(trials) > 1 else None, tasks=len(trials))
