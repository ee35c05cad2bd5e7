"""Who is listening to a conversation, and what its running turn has said so far.

Positions in a conversation's stream of events, as clients send them back in `Last-Event-ID`:

- `17`: the 17th event that is stored. Stored events are numbered 1, 2, 3 ... and never change.
- `17.4.9f3ac2`: the fourth thing said after the 17th event by a turn that is still running (its pieces of text, the
  tools it used), in the attempt `9f3ac2`. These are kept in this process only, until the turn's end; then the
  `message` event carries the whole text. A turn that runs again after a crash has another attempt, and says so with
  `text.reset`.

To a client a position is opaque: it sends back the last one it saw and gets what followed, nothing twice.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphs.events import TurnEvent

_KEPT = 500
"""Conversations of which the last turn is remembered, so that a listener who was cut off gets nothing twice."""


@dataclass(frozen=True)
class Position:
    """A place in a conversation's stream."""

    seq: int = 0
    said: int = 0
    attempt: str = ""

    @classmethod
    def read(cls, text: str | None) -> "Position | None":
        """Read a position as `Last-Event-ID` holds it; None where it is none of ours."""
        seq, _, rest = (text or "").partition(".")
        said, _, attempt = rest.partition(".")
        if not seq.isdecimal() or (rest and not said.isdecimal()):
            return None
        return cls(int(seq), int(said or 0), attempt)

    def __str__(self) -> str:
        return f"{self.seq}.{self.said}.{self.attempt}" if self.said else str(self.seq)


@dataclass
class Attempt:
    """One run of one turn, as far as this process has heard it."""

    turn_id: str
    name: str = field(default_factory=lambda: secrets.token_hex(3))
    said: list[TurnEvent] = field(default_factory=list)
    running: bool = True
    stored: Mapping[int, int] = field(default_factory=dict)
    """After the turn: the number under which each stored event was heard while it ran."""


@dataclass
class _Line:
    attempt: Attempt | None = None
    last_seq: int = 0
    rang: asyncio.Event = field(default_factory=asyncio.Event)


class Switchboard:
    """Brings what running turns say to those who listen, within this process."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    def begin(self, conversation_id: str, turn_id: str) -> Attempt:
        """Open the line for a turn that starts."""
        attempt = Attempt(turn_id)
        line = self._line(conversation_id)
        line.attempt = attempt
        self._ring(line)
        return attempt

    def say(self, conversation_id: str, event: TurnEvent) -> int:
        """Pass on what the running turn says; returns its number within the attempt."""
        line = self._line(conversation_id)
        if line.attempt is None:
            raise RuntimeError("no turn is running")
        line.attempt.said.append(event)
        self._ring(line)
        return len(line.attempt.said)

    def end(self, conversation_id: str, stored: Mapping[int, int] | None = None) -> None:
        """Close the turn: what it stored is now read from the database; without anything stored it is void."""
        line = self._line(conversation_id)
        if line.attempt is not None:
            line.attempt.running = False
            line.attempt.stored = stored or {}
        if stored:
            line.last_seq = max(stored)
        self._ring(line)

    def stored(self, conversation_id: str, last_seq: int) -> None:
        """Tell listeners that events were stored outside a turn."""
        line = self._line(conversation_id)
        line.last_seq = last_seq
        self._ring(line)

    def heard(self, conversation_id: str) -> tuple[Attempt | None, int, asyncio.Event]:
        """Return the latest attempt, the newest stored event known here, and what will ring at the next news."""
        line = self._line(conversation_id)
        return line.attempt, line.last_seq, line.rang

    def _line(self, conversation_id: str) -> _Line:
        line = self._lines.pop(conversation_id, None) or _Line()
        self._lines[conversation_id] = line  # the most recently used last
        while len(self._lines) > _KEPT:
            idle = next((key for key, old in self._lines.items() if old is not line and not _running(old)), None)
            if idle is None:
                break
            self._ring(self._lines.pop(idle))
        return line

    @staticmethod
    def _ring(line: _Line) -> None:
        rang, line.rang = line.rang, asyncio.Event()
        rang.set()


def _running(line: _Line) -> bool:
    return line.attempt is not None and line.attempt.running
