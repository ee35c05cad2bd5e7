"""One conversation in a store of its own, whose process dies at a step that is chosen before."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.databases import START, SqliteCopies
from tests.kill.customer import Customer
from tests.kill.errands import Errand
from tests.kill.house import Place
from tests.kill.reckoning import reckon
from tests.kill.replica import NEVER, Forked, Replica
from tests.kill.town import Person, open_store, settle
from tools.store import messages, turns
from tools.store.engine import Store

SECOND_DEATHS = 7
"""The second process dies at one of its first so many steps."""


@dataclass
class Left:
    """What a conversation leaves behind, without what differs from run to run."""

    replies: list[list[str]]
    history: list[tuple[str, str | None, Any]]
    turns: list[tuple[str | None, str | None]]


@dataclass
class Trial:
    """One conversation in a store of its own, whose first process has a fuse."""

    copies: SqliteCopies
    folder: Path
    errands: Sequence[Callable[[Person], Errand]]
    again_at: int = NEVER
    """The step at which the second process dies too."""

    async def run(self, blows_at: int) -> tuple[Left, str | None]:
        """Let it happen, check it, and say at which step the process died; None where it came through unharmed."""
        folder = self.folder / str(blows_at)
        folder.mkdir()
        place = Place(self.copies.url("northlight", folder / "store.db"), folder)
        async with open_store(place.database) as store:
            (person,) = await settle(store, 1, START)
            replicas = iter([Forked(place, blows_at), Forked(place, self.again_at, counts="everything"), Forked(place)])
            current = next(replicas)
            await current.start()
            first = current

            async def choose() -> Replica:
                nonlocal current
                if current.ended:
                    await current.kill()
                    current = next(replicas)
                    await current.start()
                return current

            customer = Customer(person, [errand(person) for errand in self.errands], choose)
            await customer.converse()
            await current.stop()
            found = await reckon(store, [customer])
            assert not found.faults, f"killed at step {blows_at}, {first.blown}: {found.faults}"
            assert place.log.read_text() == ""
            left = await _left(store, customer)
            return left, first.blown


async def _left(store: Store, customer: Customer) -> Left:
    where = customer.person.conversation_id
    async with store.reading() as tx:
        history = [messages.packed(one) for one in await messages.recent(tx, where, 1000)]
        rows = await turns.of_conversation(tx, where)
    return Left(
        replies=[[data["text"] for kind, data in one.told or () if kind == "message"] for one in customer.said],
        history=[(one["type"], one.get("name"), _read(one.get("content", ""))) for one in history],
        turns=[(row.area, row.intent) for row in rows],
    )


def _read(content: str) -> Any:
    """Read what a tool returned: the order of a record's fields is no difference."""
    return json.loads(content) if content[:1] in ("{", "[") else content


async def every_step(
    copies: SqliteCopies, folder: Path, errands: Sequence[Callable[[Person], Errand]]
) -> AsyncIterator[str]:
    """Kill a conversation at each of its steps, and yield their names; each time it must end as if unharmed."""
    unharmed, _ = await Trial(copies, folder, errands).run(NEVER)
    for step in count(1):
        left, died_at = await Trial(copies, folder, errands, again_at=1 + step % SECOND_DEATHS).run(step)
        assert left == unharmed, f"killed at step {step}, {died_at}"
        if died_at is None:
            return
        yield died_at
