"""A small and a large model side by side on the same tasks, and a model beside itself.

Where a model ran a task several times, every small run meets every large run, and each task counts once.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from evals.statistics import Numbers
from evals.tiers.runs import Run

FEWEST_TASKS = 10
CHEAPER = 0.8
"""A small model costs at most this share of the large one."""
SAME = " (again)"


@dataclass(frozen=True)
class Cases:
    """One row a small run: what it was worth, and what the large model was worth on the same task."""

    runs: tuple[int, ...]
    """Which of all runs."""
    tasks: tuple[str, ...]
    weights: Numbers
    """They add up to 1; each task has the same part of it."""
    small: Numbers
    """Its reward."""
    small_cost: Numbers
    large: Numbers
    """The mean reward of the large model's runs of the task."""
    large_cost: Numbers
    best: Numbers
    """What an oracle gets, on average over the large model's runs: the cheaper one of the better two."""
    best_cost: Numbers

    @property
    def clusters(self) -> NDArray[np.int64]:
        """The task of each row as a number."""
        return np.unique(self.tasks, return_inverse=True)[1]


@dataclass(frozen=True)
class Pair:
    """Two models to choose between."""

    group: str
    domain: str
    small: str
    large: str
    cases: Cases
    customers_differ: bool = False
    """Whether the customers were played by different models."""
    control: bool = False
    """Whether it is the same model twice."""

    @property
    def name(self) -> str:
        """Both models, as in `small->large`."""
        return f"{self.small}->{self.large}"

    @property
    def tasks(self) -> int:
        """How many tasks both have run."""
        return len(set(self.cases.tasks))


Bench = dict[str, dict[str, list[int]]]
"""Model -> task -> which runs."""


def pairs(runs: Sequence[Run], fewest: int = FEWEST_TASKS) -> list[Pair]:
    """Find every cheaper and dearer model of a group that have run enough of the same tasks."""
    found: list[Pair] = []
    for (group, domain), bench in benches(runs).items():
        for small, large in product(sorted(bench), repeat=2):
            if small == large:
                continue
            first, second, differ = _same_customers(runs, bench[small], bench[large])
            tasks = sorted(first.keys() & second.keys())
            if len(tasks) < fewest:
                continue
            cases = _cases(runs, {task: [(run, second[task]) for run in first[task]] for task in tasks})
            if cases.weights @ cases.small_cost <= CHEAPER * (cases.weights @ cases.large_cost):
                found.append(Pair(group, domain, small, large, cases, customers_differ=differ))
    return found


def controls(runs: Sequence[Run], fewest: int = FEWEST_TASKS) -> list[Pair]:
    """Put each model that ran enough tasks twice beside itself: each run is the small one to all its others."""
    found = []
    for (group, domain), bench in benches(runs).items():
        for model, by_task in sorted(bench.items()):
            met = {task: _meetings(runs, mine) for task, mine in by_task.items()}
            met = {task: meetings for task, meetings in met.items() if meetings}
            if len(met) >= fewest:
                found.append(Pair(group, domain, model, model + SAME, _cases(runs, met), control=True))
    return found


def benches(runs: Sequence[Run]) -> dict[tuple[str, str], Bench]:
    """Sort the runs whose cost is known by group and domain, model and task."""
    found: dict[tuple[str, str], Bench] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for number, run in enumerate(runs):
        if run.cost is not None:
            found[run.group, run.domain][run.model][run.task].append(number)
    return found


def _same_customers(
    runs: Sequence[Run], small: dict[str, list[int]], large: dict[str, list[int]]
) -> tuple[dict[str, list[int]], dict[str, list[int]], bool]:
    """Keep the runs with the customers that both have met, if they have met any in common."""

    def met(by_task: dict[str, list[int]]) -> set[str | None]:
        return {runs[number].customer for mine in by_task.values() for number in mine}

    common = met(small) & met(large)
    if not common:
        return small, large, True

    def kept(by_task: dict[str, list[int]]) -> dict[str, list[int]]:
        left = {task: [one for one in mine if runs[one].customer in common] for task, mine in by_task.items()}
        return {task: mine for task, mine in left.items() if mine}

    return kept(small), kept(large), False


def _meetings(runs: Sequence[Run], mine: list[int]) -> list[tuple[int, list[int]]]:
    """Let each run of a task meet the others with the same customer."""
    met = [
        (one, [other for other in mine if other != one and runs[other].customer == runs[one].customer]) for one in mine
    ]
    return [(one, others) for one, others in met if others]


def _cases(runs: Sequence[Run], met: dict[str, list[tuple[int, list[int]]]]) -> Cases:
    rows = [(task, one, others, 1 / (len(met) * len(met[task]))) for task in sorted(met) for one, others in met[task]]
    oracle = np.array([list(_oracle(runs, one, others)) for _, one, others, _ in rows])
    return Cases(
        runs=tuple(one for _, one, _, _ in rows),
        tasks=tuple(runs[one].cluster for _, one, _, _ in rows),
        weights=np.array([weight for *_, weight in rows]),
        small=np.array([runs[one].reward for _, one, _, _ in rows]),
        small_cost=np.array([_cost(runs[one]) for _, one, _, _ in rows]),
        large=np.array([np.mean([runs[other].reward for other in others]) for _, _, others, _ in rows]),
        large_cost=np.array([np.mean([_cost(runs[other]) for other in others]) for _, _, others, _ in rows]),
        best=oracle[:, 0],
        best_cost=oracle[:, 1],
    )


def _oracle(runs: Sequence[Run], one: int, others: list[int]) -> Iterator[float]:
    """Return reward and cost of one who knows both results beforehand."""
    chosen = [runs[one] if runs[one].reward >= runs[other].reward else runs[other] for other in others]
    yield float(np.mean([run.reward for run in chosen]))
    yield float(np.mean([_cost(run) for run in chosen]))


def _cost(run: Run) -> float:
    assert run.cost is not None  # noqa: S101 - runs without one are on no bench
    return run.cost
