"""Which actions a flow takes, in order: given by a team, or learned as what is most often done."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from graphs.next_action.history import Lesson

_FILE: TypeAdapter[dict[str, tuple[str, ...]]] = TypeAdapter(dict[str, tuple[str, ...]])
CERTAIN = 0.01
"""A flow less probable than this is not looked at."""


class PolicyError(Exception):
    """A policy cannot be used; the text names the file and what is wrong."""


@dataclass(frozen=True)
class Policy:
    """The actions of each flow, in the order in which they are taken."""

    flows: Mapping[str, tuple[str, ...]]

    def next(self, flow: str, done: Sequence[str]) -> str | None:
        """Return what follows the last action that was in its place."""
        ordered = self.flows.get(flow, ())
        place = 0
        for action in done:
            if action in ordered[place:]:
                place = ordered.index(action, place) + 1
        return ordered[place] if place < len(ordered) else None

    def left(self, flow: str, done: Sequence[str]) -> list[str]:
        """Return what was not done yet, in order."""
        return [action for action in self.flows.get(flow, ()) if action not in done]

    def masses(
        self, probabilities: Mapping[str, float], done: Sequence[str], columns: Mapping[str, int]
    ) -> NDArray[np.float64]:
        """Return for each action how probably it is next, the first left over, and left over at all; then "none next".

        `columns` numbers the actions.
        """
        size = len(columns)
        found = np.zeros(3 * size + 1)
        for flow, probability in probabilities.items():
            if probability < CERTAIN:
                continue
            following, left = self.next(flow, done), self.left(flow, done)
            found[columns.get(following or "", 3 * size)] += probability
            if left and left[0] in columns:
                found[size + columns[left[0]]] += probability
            for action in left:
                if action in columns:
                    found[2 * size + columns[action]] += probability
        return found


def read_policy(path: Path) -> Policy:
    """Read a JSON object that names each flow's actions in order.

    Raises:
        PolicyError: It cannot be read or is no such object.
    """
    try:
        return Policy(_FILE.validate_json(path.read_bytes()))
    except OSError as error:
        raise PolicyError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        raise PolicyError(
            f'{path} must be a JSON object of lists of actions, such as {{"refund": ["look-up"]}}'
        ) from error


def learned(lessons: Sequence[Lesson]) -> Policy:
    """Return for each flow the order of actions that most of its conversations took, without repetitions."""
    whole = {lesson.conversation: lesson for lesson in lessons}  # the last action of each has all others before it
    orders: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for lesson in whole.values():
        if lesson.flow is not None:
            orders[lesson.flow][tuple(dict.fromkeys((*lesson.moment.actions, lesson.did.action)))] += 1
    # Of two that are as frequent the shorter, then the alphabet: the same lessons give the same policy.
    return Policy({flow: _most_often(counts) for flow, counts in orders.items()})


def _most_often(counts: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    return min(counts, key=lambda order: (-counts[order], len(order), order))
