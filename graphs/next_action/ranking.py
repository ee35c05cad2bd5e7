"""Learning to choose values: which features of a candidate speak for it, from the values that lessons had."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from graphs.next_action.features import RAREST, Vocabulary
from graphs.next_action.history import Lesson, plain
from graphs.next_action.spans import bare
from graphs.next_action.values import NONE, Known, Slot, Values, candidates, hear, named

COMMON = 0.05
"""A word that so many conversations hold, and with which no value begins or ends, does not bound a value."""
REGULARISATION = 2.0
STEPS = 120
Flows = Mapping[str, float]


@dataclass
class _Choices:
    """All candidates of all lessons, as one sparse matrix that grows."""

    names: dict[str, int] = field(default_factory=dict)
    columns: "array[int]" = field(default_factory=lambda: array("i"))
    values: "array[float]" = field(default_factory=lambda: array("f"))
    ends: "array[int]" = field(default_factory=lambda: array("q", [0]))
    right: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """The row with which each choice begins."""


def learn_values(lessons: Sequence[Lesson], flows: Sequence[Flows], step: Callable[[], None] = lambda: None) -> Values:
    """Learn to choose values; `flows` holds how probable each flow seemed to a head that had not seen the lesson."""
    slots = {action: tuple(sorted(names)) for action, names in _slots(lessons).items()}
    held = _held(lessons)
    empty = _empty(lessons, held)
    choices = _Choices()
    for lesson, probable in zip(lessons, flows, strict=True):
        _add(choices, lesson, slots.get(lesson.did.action, ()), (held, empty, probable))
    step()
    weights = _fit(choices)
    kept = [(name, float(weight)) for name, weight in zip(choices.names, weights, strict=True) if weight]
    kept.sort()
    vocabulary = Vocabulary(
        {name: place for place, (name, _) in enumerate(kept)}, np.array([weight for _, weight in kept], np.float32)
    )
    return Values(slots, _known(held), _spellings(lessons), empty, vocabulary)


Held = Mapping[Slot, Mapping[str, frozenset[str]]]
"""The conversations in which each slot had each value."""


def _slots(lessons: Sequence[Lesson]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for lesson in lessons:
        found[lesson.did.action] |= set(lesson.did.arguments)
    return found


def _held(lessons: Sequence[Lesson]) -> Held:
    found: dict[Slot, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for lesson in lessons:
        for name, value in lesson.did.arguments.items():
            if plain(value):
                found[lesson.did.action, name][plain(value)].add(lesson.conversation)
    return {slot: {value: frozenset(names) for value, names in values.items()} for slot, values in found.items()}


def _known(held: Held, without: str | None = None) -> Known:
    """Return the values that at least two conversations gave; `without`: other conversations than this one."""
    return {
        slot: {value: count for value, names in values.items() if (count := len(names - {without})) >= RAREST}
        for slot, values in held.items()
    }


def _spellings(lessons: Sequence[Lesson]) -> Mapping[str, str]:
    """Return how each value is most often written."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for lesson in lessons:
        for value in lesson.did.arguments.values():
            found[plain(value)][value.strip()] += 1
    return {key: max(sorted(counts), key=counts.__getitem__) for key, counts in found.items()}


def _empty(lessons: Sequence[Lesson], held: Held) -> frozenset[str]:
    edges = {bare(word) for values in held.values() for value in values for word in _ends(value)}
    longest: dict[str, Lesson] = {}
    for lesson in lessons:
        longest[lesson.conversation] = lesson
    counts = Counter(
        word
        for lesson in longest.values()
        for word in {bare(word) for line in lesson.moment.said for word in line.text.split()}
    )
    common = max(COMMON * len(longest), RAREST)
    return frozenset(word for word, count in counts.items() if count >= common and word not in edges)


def _ends(value: str) -> tuple[str, str]:
    words = value.split()
    return words[0], words[-1]


def _add(choices: _Choices, lesson: Lesson, names: Sequence[str], given: tuple[Held, frozenset[str], Flows]) -> None:
    """Add the choices of a lesson: one for each argument that its action may have."""
    held, empty, flows = given
    if not names:
        return
    heard = hear(lesson.moment, empty)
    for name in names:
        slot = (lesson.did.action, name)
        known = _known({slot: held.get(slot, {})}, lesson.conversation)
        value = plain(lesson.did.arguments.get(name, NONE))
        found = list(candidates(heard, slot, known, flows))
        if value not in {one.key for one in found}:
            continue  # nothing that could be chosen is right: it teaches nothing
        choices.starts.append(len(choices.right))
        for one in found:
            choices.right.append(one.key == value)
            for feature, weight in named(slot, one.features).items():
                choices.columns.append(choices.names.setdefault(feature, len(choices.names)))
                choices.values.append(weight)
            choices.ends.append(len(choices.columns))


def _fit(choices: _Choices) -> NDArray[np.float64]:
    """Return the weights that make the right candidates most probable; a feature of one candidate only has none."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    shape = (len(choices.right), len(choices.names))
    if not choices.starts:
        return np.zeros(shape[1])
    columns, ends = np.frombuffer(choices.columns, np.int32), np.frombuffer(choices.ends, np.int64)
    rows = csr_matrix((np.frombuffer(choices.values, np.float32), columns, ends), shape=shape)
    often = np.flatnonzero(np.bincount(columns, minlength=shape[1]) >= RAREST)
    loss = _loss(rows[:, often], np.array(choices.right), np.array(choices.starts))
    with threadpool_limits(limits=1):
        found = minimize(loss, np.zeros(len(often)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights = np.zeros(shape[1])
    weights[often] = found.x
    return weights


def _loss(
    rows: Any, right: NDArray[np.bool_], starts: NDArray[np.int64]
) -> Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]:
    """Return the negative log likelihood of the right candidates, and its gradient, as a function of the weights."""
    choice = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(right))))
    columns = rows.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[choice])
        whole, good = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        wrong = powers / whole[choice] - powers * right / good[choice]
        value = -np.log(good / whole).sum() + REGULARISATION / 2 * (weights @ weights)
        return float(value), np.asarray(columns @ wrong + REGULARISATION * weights)

    return loss
