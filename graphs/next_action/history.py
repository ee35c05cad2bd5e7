"""What was said and done so far, as the next action is learned and predicted from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Speaker = Literal["customer", "agent"]
NOTHING = "^"
"""Stands for an action before the first one."""


@dataclass(frozen=True)
class Said:
    """One line of the customer's or the agent's."""

    by: Speaker
    text: str


@dataclass(frozen=True)
class Did:
    """One action of the agent's."""

    action: str
    arguments: Mapping[str, str] = field(default_factory=dict)


Event = Said | Did


@dataclass(frozen=True)
class Moment:
    """A moment in a conversation at which an action is taken."""

    events: tuple[Event, ...]
    """What came before, in order."""

    @cached_property
    def done(self) -> tuple[Did, ...]:
        """The actions that were taken."""
        return tuple(event for event in self.events if isinstance(event, Did))

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """All that was said."""
        return tuple(event for event in self.events if isinstance(event, Said))

    @cached_property
    def since(self) -> tuple[Said, ...]:
        """What was said since the last action."""
        spoken: list[Said] = []
        for event in reversed(self.events):
            if isinstance(event, Did):
                break
            spoken.append(event)
        return tuple(reversed(spoken))

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The names of the actions that were taken."""
        return tuple(did.action for did in self.done)


@dataclass(frozen=True)
class Recording:
    """One conversation to learn from."""

    id: str
    events: tuple[Event, ...]
    flow: str | None = None
    """What it was about, if somebody has labelled it."""


@dataclass(frozen=True)
class Lesson:
    """One action of a recording, and the moment it was taken in."""

    conversation: str
    moment: Moment
    did: Did
    flow: str | None = None


def lessons(recordings: Sequence[Recording]) -> list[Lesson]:
    """Return every action of the recordings with what came before it."""
    found = []
    for recording in recordings:
        for place, event in enumerate(recording.events):
            if isinstance(event, Did):
                moment = Moment(recording.events[:place])
                found.append(Lesson(recording.id, moment, event, recording.flow))
    return found


def plain(text: str) -> str:
    """Return a value as values are compared: upper and lower case and the kind of space do not matter."""
    return " ".join(text.casefold().split())
