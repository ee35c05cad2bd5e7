"""A message that takes every process with it, as one that makes a library crash would."""

from pathlib import Path

from sqlalchemy import select

from app.turns import STARTS
from tests.databases import START, SqliteCopies
from tests.kill.customer import Customer
from tests.kill.errands import Errand, Line
from tests.kill.house import Place
from tests.kill.replica import Forked, Replica
from tests.kill.town import open_store, settle
from tools.store import handoffs
from tools.store.interaction_tables import actions


async def test_a_message_that_kills_every_process_goes_to_a_person_in_the_end(
    sqlite_copies: SqliteCopies, tmp_path: Path
) -> None:
    place = Place(sqlite_copies.url("northlight", tmp_path / "store.db"), tmp_path)
    async with open_store(place.database) as store:
        (person,) = await settle(store, 1, START)
        started: list[Forked] = []

        async def choose() -> Replica:
            if not started or started[-1].ended:
                if started:
                    await started[-1].kill()
                started.append(Forked(place, blows_at=1, counts="model calls"))
                await started[-1].start()
            return started[-1]

        poison = Errand([Line(f"Please refund the Smart plug of order {person.order_id}.")])
        customer = Customer(person, [poison], choose)
        await customer.converse()
        await started[-1].stop()
        assert len(started) == STARTS + 1
        told = customer.said[0].told or []
        assert [kind for kind, _ in told if kind in ("escalation", "message", "done")] == [
            "escalation",
            "message",
            "done",
        ]
        async with store.reading() as tx:
            assert [one.reason for one in await handoffs.in_state(tx, "requested")] == ["fault"]
            assert (await tx.execute(select(actions))).all() == []
