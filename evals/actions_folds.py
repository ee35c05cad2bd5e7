"""Predictors asked about conversations that they have not seen: by cross-validation, or on other transcripts."""

from collections.abc import Callable, Iterator, Mapping

from evals.actions import ActionsError, Material
from evals.actions_baselines import Baselines
from evals.progress import Progress
from evals.transcript import Recorded
from graphs.next_action.history import Lesson, plain
from graphs.next_action.learning import STEPS, LearningError, Task, folds, learn
from graphs.next_action.predictor import NextAction

MOST = 3
SEED = 0
"""How conversations are dealt into folds, unless it is said otherwise: the same for every measurement."""


class Answer(Recorded):
    """One lesson, and what was predicted without having seen its conversation."""

    conversation: str
    action: str
    """What was done."""
    predicted: tuple[str, ...]
    """The most probable actions, the best first."""
    confidence: float
    """Of the first."""
    values_right: bool
    """Every argument of the first is the recorded one, where its action is."""
    baselines: Mapping[str, str] = {}

    @property
    def right(self) -> bool:
        """The most probable action is the one that was taken."""
        return self.predicted[0] == self.action

    @property
    def jointly(self) -> bool:
        """The action is right, and so is every value."""
        return self.right and self.values_right


def crossed(material: Material, count: int, seed: int, told: Progress = lambda *_: None) -> list[Answer]:
    """Ask about each conversation a predictor that was trained on the conversations of the other folds.

    Raises:
        ActionsError: There are too few conversations to learn from.
    """
    task, done, found = material.task, 0, dict[int, Answer]()
    if material.conversations < count:
        raise ActionsError(f"{material.conversations} conversations cannot be dealt into {count} folds; use --folds.")

    def step() -> None:
        nonlocal done
        done += 1
        told(min(done, count * STEPS), count * STEPS, "Learning")

    for known, asked in folds([lesson.conversation for lesson in task.lessons], count, seed):
        part = task.part(known)
        predictor = learnt(material, part, step)
        baselines = Baselines.fit(part.lessons, predictor.chooser.heads.policy)
        found |= zip(asked, answers(predictor, baselines, task.part(asked)), strict=True)
    return [found[row] for row in range(len(task.lessons))]


def learnt(material: Material, part: Task, step: Callable[[], None] = lambda: None) -> NextAction:
    """Learn from lessons.

    Raises:
        ActionsError: They are too few.
    """
    try:
        return learn(part, material.policy, material.encoder, step)
    except LearningError as error:
        raise ActionsError(str(error)) from error


def answers(predictor: NextAction, baselines: Baselines | None, task: Task) -> Iterator[Answer]:
    """Ask a predictor about lessons."""
    for lesson, prepared in zip(task.lessons, task.prepared, strict=True):
        flows, found = predictor.chooser.choose(prepared)
        flow = max(flows, key=flows.__getitem__, default=None)
        ordered = sorted(found, key=lambda action: -found[action])[:MOST]
        values = predictor.values.choose(lesson.moment, ordered[0], flows)
        yield Answer(
            conversation=lesson.conversation,
            action=lesson.did.action,
            predicted=tuple(ordered),
            confidence=found[ordered[0]],
            values_right=same_values(values, lesson),
            baselines=baselines.guesses(lesson, flow) if baselines is not None else {},
        )


def same_values(values: Mapping[str, str], lesson: Lesson) -> bool:
    """Tell whether every argument is the recorded one.

    Upper and lower case and the kind of space do not count, nothing else is forgiven; an argument that is empty, or not
    there, is equal to none.
    """
    recorded = lesson.did.arguments
    return all(plain(values.get(name, "")) == plain(recorded.get(name, "")) for name in {*values, *recorded})
