"""A turn that does not end is run again, and not for ever."""

import asyncio
from dataclasses import replace

import httpx2
from sqlalchemy import event

from app.turn_rows import let_go, take
from app.turns import STARTS, Turns
from app.wiring import House
from graphs.services import Services
from graphs.state import Conversation, Escalation
from tests.app.conftest import FakeGraph, Say, echo
from tests.app.sse import opened, says
from tests.app.test_messages import waits
from tools.errors import Contended
from tools.store import handoffs, inbound


async def test_a_turn_that_met_another_change_is_simply_run_again(client: httpx2.AsyncClient, graph: FakeGraph) -> None:
    where, key = await opened(client)

    async def meets(state: Conversation, services: Services, say: Say) -> Conversation:
        if len(graph.given) == 1:
            raise Contended("another change was in the way")
        return await echo(state, services, say)

    graph.think = meets
    heard = await says(client, where, key, "Hello", "m1")
    assert [event.type for event in heard if not event.type.startswith("text.")] == ["message", "done"]
    assert len(graph.given) == 2


async def test_a_turn_that_meets_another_change_each_time_goes_to_a_person(
    client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    where, key = await opened(client)

    async def meets(state: Conversation, services: Services, say: Say) -> Conversation:
        raise Contended("another change was in the way")

    graph.think = meets
    heard = await says(client, where, key, "Hello", "m1")
    assert [event.type for event in heard] == ["escalation", "message", "done"]
    assert len(graph.given) == 3


async def test_the_lease_is_the_first_thing_a_handing_over_turn_locks(
    client: httpx2.AsyncClient, graph: FakeGraph, house: House
) -> None:
    where, key = await opened(client)
    ran: list[str] = []

    async def hands_over(state: Conversation, services: Services, say: Say) -> Conversation:
        event.listen(house.store.engine.sync_engine, "before_cursor_execute", lambda *told: ran.append(told[2]))
        return replace(state, escalation=Escalation(reason="angry", summary=""), reply=["A colleague comes."])

    graph.think = hands_over
    await says(client, where, key, "I am angry", "m1")
    touched = [line for line in ran if "handoffs" in line or "leases" in line or line.startswith("UPDATE conv")]
    assert "FROM leases" in touched[0]
    assert any("INTO handoffs" in line for line in touched)


async def test_a_message_that_takes_the_process_with_it_each_time_goes_to_a_person(
    client: httpx2.AsyncClient, turns: Turns, graph: FakeGraph, house: House
) -> None:
    where, key = await opened(client)
    conversation_id = where.rsplit("/", 1)[1]
    await turns.receive(conversation_id, waits("m1", "Hello"))
    for attempt in range(STARTS):
        taken = await take(house.store, conversation_id, f"process {attempt}", house.now())
        assert taken is not None
        assert taken.attempt == attempt + 1
        await let_go(house.store, taken, counts=True)  # as a look after a kill frees it
    heard = await says(client, where, key, "Hello", "m1")
    assert [told.type for told in heard] == ["escalation", "message", "done"]
    assert graph.given == []
    async with house.store.reading() as tx:
        assert [one.reason for one in await handoffs.in_state(tx, "requested")] == ["fault"]
        assert await inbound.unfinished(tx) == ()


async def test_a_turn_stopped_in_good_order_is_no_attempt(
    client: httpx2.AsyncClient, turns: Turns, graph: FakeGraph, house: House
) -> None:
    where, _ = await opened(client)
    begun = asyncio.Event()

    async def hangs(state: Conversation, services: Services, say: Say) -> Conversation:
        begun.set()
        await asyncio.Event().wait()
        return state

    graph.think = hangs
    conversation_id = where.rsplit("/", 1)[1]
    await turns.receive(conversation_id, waits("m1", "Hello"))
    running = asyncio.create_task(turns.run(conversation_id))
    await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    taken = await take(house.store, conversation_id, "the next process", house.now())
    assert taken is not None
    assert taken.attempt == 1
