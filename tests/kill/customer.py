"""One customer who does not give up: a message without `done` is delivered again, wherever somebody answers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from tests.kill.errands import Errand, Line
from tests.kill.replica import DiedError, Replica
from tests.kill.town import Person
from tests.kill.worker import Parcel, Told

PATIENCE = 120.0
"""Seconds after which a message counts as stuck."""
PAUSE = 0.02
"""Seconds before it is delivered again."""


@dataclass(frozen=True)
class Exchange:
    """A message that was sent, and what was heard of its turn; None where nothing ever was."""

    line: Line
    message_id: str
    told: Told | None


@dataclass
class Customer:
    """Works through their errands, one message after the other."""

    person: Person
    errands: Sequence[Errand]
    choose: Callable[[], Awaitable[Replica]]
    """Finds a replica to talk to."""
    said: list[Exchange] = field(default_factory=list)
    redelivered: int = 0

    async def converse(self) -> None:
        """Say every line; stop at one that is never answered."""
        for line in (line for errand in self.errands for line in errand.lines):
            parcel = self._parcel(line)
            try:
                async with asyncio.timeout(PATIENCE):
                    told = await self._delivered(parcel)
            except TimeoutError:
                self.said.append(Exchange(line, parcel.message_id, None))
                return
            self.said.append(Exchange(line, parcel.message_id, told))

    async def _delivered(self, parcel: Parcel) -> Told:
        while True:
            replica = await self.choose()
            try:
                return await replica.deliver(parcel)
            except DiedError:
                self.redelivered += 1
                await asyncio.sleep(PAUSE)

    def _parcel(self, line: Line) -> Parcel:
        where, caller = self.person.conversation_id, self.person.caller
        if line.text:
            return Parcel(where, f"m-{len(self.said)}", caller, line.text)
        action_id = next(
            data["action_id"]
            for kind, data in reversed(self.said[-1].told or [])
            if kind == "action" and data["state"] == "waiting"
        )
        return Parcel(where, f"decision:{action_id}", caller, "", approves=action_id)
