"""Everything that is known of the runs of one domain, as numbers: signals at every checkpoint, vectors, rewards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evals.statistics import Numbers
from evals.tiers.hearing import Heard
from evals.tiers.runs import Run
from graphs.models.tiers_signals import NAMES

Stage = Literal["first", "later", "after"]
"""Where a decision is made: at the first message, at each later one, or after the small model's whole run."""
STAGES: tuple[Stage, ...] = ("first", "later", "after")
COUNTED = (*NAMES, "messages")
"""The signals of messages; runs without them may bring others of their own."""
DIMENSIONS = 24
"""So many directions of the first messages' vectors are kept: there are far fewer tasks than dimensions."""
BETTER = 0.05
"""From so much on, one model is better than another on the tasks that both ran."""


@dataclass(frozen=True)
class Rows:
    """What is known at the checkpoints of one stage, a row each."""

    owner: NDArray[np.int64]
    """Whose row it is: a position among the domain's runs."""
    values: Numbers
    """log(1 + signal)."""
    spent: Numbers


@dataclass(frozen=True)
class Material:
    """The runs of one domain."""

    domain: str
    numbers: tuple[int, ...]
    """Which of all runs."""
    runs: tuple[Run, ...]
    heard: tuple[Heard, ...]
    vectors: NDArray[np.float32] | None
    """Of the first messages."""

    @cached_property
    def position(self) -> Mapping[int, int]:
        """Number of a run -> its place here."""
        return {number: place for place, number in enumerate(self.numbers)}

    @cached_property
    def signals(self) -> tuple[str, ...]:
        """The names of the columns."""
        found = {name for one in self.heard for known in one.signals for name in known}
        return (*(name for name in COUNTED if name in found), *sorted(found - set(COUNTED)))

    @cached_property
    def models(self) -> NDArray[np.int64]:
        """Whose run it is, as a number: the same model in another group counts as another one."""
        return np.unique([f"{run.group} {run.model}" for run in self.runs], return_inverse=True)[1]

    @cached_property
    def clusters(self) -> NDArray[np.str_]:
        """The task of each run."""
        return np.array([run.cluster for run in self.runs])

    @cached_property
    def rewards(self) -> Numbers:
        """What each run was worth."""
        return np.array([run.reward for run in self.runs])

    @cached_property
    def directions(self) -> Numbers:
        """Where first messages differ most: principal directions of their vectors, without looking at any reward."""
        if self.vectors is None:
            return np.zeros((0, 0))
        different = np.unique(self.vectors, axis=0).astype(np.float64)
        _, _, found = np.linalg.svd(different - different.mean(axis=0), full_matrices=False)
        return np.asarray(found[:DIMENSIONS], dtype=np.float64)

    @cached_property
    def meanings(self) -> Numbers:
        """The first messages along these directions, in units of what one of them usually varies by."""
        if self.vectors is None:
            return np.zeros((len(self.runs), 0))
        return np.asarray(self.vectors.astype(np.float64) @ self.directions.T / self.spread, dtype=np.float64)

    @cached_property
    def spread(self) -> float:
        """How much messages differ along the widest direction: one scale for all, so that small ones stay small."""
        if self.vectors is None:
            return 1.0
        return float((self.vectors.astype(np.float64) @ self.directions[:1].T).std()) or 1.0

    def rows(self, stage: Stage) -> Rows:
        """Return the checkpoints of a stage."""
        return self._rows[stage]

    @cached_property
    def _rows(self) -> dict[Stage, Rows]:
        return {stage: self._gathered(stage) for stage in STAGES}

    def _gathered(self, stage: Stage) -> Rows:
        places = [(place, at) for place, one in enumerate(self.heard) for at in _checkpoints(one, stage)]
        column = {name: number for number, name in enumerate(self.signals)}
        values = np.full((len(places), len(column)), np.nan)
        for row, (place, at) in enumerate(places):
            for name, value in self.heard[place].signals[at].items():
                values[row, column[name]] = value
        return Rows(
            owner=np.array([place for place, _ in places], dtype=np.int64),
            values=np.log1p(np.maximum(values, 0.0)),
            spent=np.array([self.heard[place].spent[at] for place, at in places]),
        )

    def gains(self, allowed: NDArray[np.bool_]) -> Numbers:
        """Say how much better the better models of its group did on each run's task; nan where none has run it.

        Which models are better, too, is read from the allowed runs alone.
        """
        tables: dict[str, dict[str, dict[str, list[float]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for run, known in zip(self.runs, allowed, strict=True):
            if known:
                tables[run.group][run.model][run.task].append(run.reward)
        means = {
            group: {model: {task: float(np.mean(got)) for task, got in tasks.items()} for model, tasks in table.items()}
            for group, table in tables.items()
        }
        better = {group: _better(table) for group, table in means.items()}
        found = np.full(len(self.runs), np.nan)
        for place, run in enumerate(self.runs):
            if allowed[place]:
                others = [means[run.group][model].get(run.task) for model in better[run.group][run.model]]
                known_others = [other for other in others if other is not None]
                if known_others:
                    found[place] = float(np.mean(known_others)) - run.reward
        return found


def _checkpoints(one: Heard, stage: Stage) -> Sequence[int]:
    last = len(one.signals) - 1
    if stage == "after":
        return [last]
    return [0] if stage == "first" else range(1, last)


def _better(table: Mapping[str, Mapping[str, float]]) -> dict[str, list[str]]:
    """List for each model those that did better on the tasks that both ran."""
    found: dict[str, list[str]] = {model: [] for model in table}
    for model, mine in table.items():
        for other, theirs in table.items():
            common = mine.keys() & theirs.keys()
            if common and sum(theirs[task] - mine[task] for task in common) / len(common) > BETTER:
                found[model].append(other)
    return found


def materials(runs: Sequence[Run], heard: Sequence[Heard], vectors: NDArray[np.float32] | None) -> dict[str, Material]:
    """Sort everything by domain: what is learned of one does not hold in the next."""
    by_domain: dict[str, list[int]] = defaultdict(list)
    for number, run in enumerate(runs):
        by_domain[run.domain].append(number)
    return {
        domain: Material(
            domain=domain,
            numbers=tuple(numbers),
            runs=tuple(runs[number] for number in numbers),
            heard=tuple(heard[number] for number in numbers),
            vectors=None if vectors is None else vectors[numbers],
        )
        for domain, numbers in by_domain.items()
    }
