"""Learning to choose the next action from lessons: heads, and what weighs them on lessons they have not seen."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from graphs.next_action.chooser import Chooser, Evidence, Heads
from graphs.next_action.features import Vocabulary
from graphs.next_action.forest import Forest
from graphs.next_action.heads import ACTION, FLOW, Head, Linear, Look, Prepared, Reader, Row
from graphs.next_action.history import Lesson
from graphs.next_action.policy import Policy, learned
from graphs.next_action.predictor import NextAction
from graphs.next_action.ranking import learn_values

INNER_FOLDS = 5
STEPS = INNER_FOLDS + 2
"""How often `learn` says that it has gone on."""
TREES = 200
SEED = 7


class LearningError(Exception):
    """The recordings are not enough to learn from; the text says what is missing."""


@dataclass(frozen=True)
class Task:
    """Lessons with their moments prepared."""

    lessons: Sequence[Lesson]
    prepared: Sequence[Prepared]

    def part(self, rows: Sequence[int]) -> "Task":
        """Return some of the lessons."""
        return Task([self.lessons[row] for row in rows], [self.prepared[row] for row in rows])

    @property
    def actions(self) -> list[str]:
        """The action of each lesson."""
        return [lesson.did.action for lesson in self.lessons]


def folds(conversations: Sequence[str], count: int, seed: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the rows to learn from and those to be asked: whole conversations, dealt out after a seeded shuffle."""
    names = sorted(set(conversations))
    random.Random(seed).shuffle(names)  # noqa: S311 - nothing secret is drawn
    dealt = {name: place % count for place, name in enumerate(names)}
    for fold in range(count):
        asked = [row for row, name in enumerate(conversations) if dealt[name] == fold]
        yield [row for row, name in enumerate(conversations) if dealt[name] != fold], asked


def learn(task: Task, policy: Policy | None, encoder: str, step: Callable[[], None] = lambda: None) -> NextAction:
    """Learn to predict the next action; without a policy what is most often done is one.

    `step` is called as it goes on, `STEPS` times.

    The heads read each lesson as if its conversation were new: what weighs them is learned from heads that were
    trained on the others (stacked generalisation, D. H. Wolpert, Neural Networks 5, 1992).

    Raises:
        LearningError: There are too few conversations, or there is nothing to choose between.
    """
    labels = tuple(sorted(set(task.actions)))
    if len({lesson.conversation for lesson in task.lessons}) < INNER_FOLDS or len(labels) < 2:
        raise LearningError(f"At least {INNER_FOLDS} conversations and two different actions are needed to learn from.")
    used = policy if policy is not None else learned(task.lessons)
    facts = Vocabulary.fit(one.structure for one in task.prepared)
    flows = tuple(sorted({lesson.flow for lesson in task.lessons if lesson.flow is not None}))

    def heads(part: Task) -> Heads:
        step()
        return Heads(_action_head(part), _flow_head(part), used, labels, flows, facts)

    evidence = _evidence(task, heads)
    forest = _forest(np.stack([one.row() for one in evidence]), task.actions)
    linear = _logistic(np.stack([one.scaled() for one in evidence]), task.actions)
    reading = heads(task)
    probable = [reading.flows_of(one) for one in evidence]
    return NextAction(Chooser(reading, forest, linear), learn_values(task.lessons, probable, step), encoder)


def _evidence(task: Task, heads: Callable[[Task], Heads]) -> list[Evidence]:
    """Read each lesson with heads that have not seen its conversation."""
    found: dict[int, Evidence] = {}
    for known, asked in folds([lesson.conversation for lesson in task.lessons], INNER_FOLDS, SEED):
        reading = heads(task.part(known))
        found |= {row: reading.evidence(task.prepared[row]) for row in asked}
    return [found[row] for row in range(len(task.lessons))]


def _action_head(task: Task) -> Head:
    return _head(ACTION, task.prepared, task.actions, strength=0.15)


def _flow_head(task: Task) -> Head | None:
    labelled = [row for row, lesson in enumerate(task.lessons) if lesson.flow is not None]
    if not labelled:
        return None
    part = task.part(labelled)
    return _head(FLOW, part.prepared, [str(lesson.flow) for lesson in part.lessons], strength=1.0)


def _head(look: Look, found: Sequence[Prepared], labels: Sequence[str], strength: float) -> Head:
    from sklearn.svm import LinearSVC

    reader = Reader.fit(look, found)
    names = tuple(sorted(set(labels)))
    width = reader.width(found[0])
    if len(names) == 1:
        return Head(reader, Linear(names, np.zeros((1, width), np.float32), np.zeros(1, np.float32)))
    model = LinearSVC(C=strength)
    with threadpool_limits(limits=1):
        model.fit(matrix([reader.row(one) for one in found], width), list(labels))
    return Head(reader, _linear(model))


def _logistic(rows: NDArray[np.float64], labels: Sequence[str]) -> Linear:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.3, max_iter=1000)
    with threadpool_limits(limits=1):
        model.fit(rows, list(labels))
    return _linear(model)


def _forest(rows: NDArray[np.float64], labels: Sequence[str]) -> Forest:
    from sklearn.ensemble import ExtraTreesClassifier

    model = ExtraTreesClassifier(TREES, min_samples_leaf=2, max_features=0.3, random_state=SEED)
    model.fit(rows.astype(np.float32), list(labels))
    return Forest.of_trees([tree.tree_ for tree in model.estimators_])


def _linear(model: Any) -> Linear:
    """Take a fitted classifier's weights; of two labels scikit-learn keeps one row, half of it each way is the same."""
    weights, bias = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Linear(tuple(map(str, model.classes_)), weights.astype(np.float32), bias.astype(np.float32))


def matrix(rows: Sequence[Row], width: int) -> Any:
    """Make a sparse matrix of rows."""
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([np.array(columns, np.int32) for columns, _ in rows])
    values = np.concatenate([np.array(values, np.float64) for _, values in rows])
    return csr_matrix((values, columns, starts), shape=(len(rows), width))
