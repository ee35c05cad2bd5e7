"""Messages are answered once, in order, and can be listened to again."""

import asyncio
from dataclasses import replace

import httpx2
import pytest
from langchain_core.messages import AIMessage, HumanMessage

from app import stream
from app.live import Position
from app.turns import Turns
from app.wiring import House
from graphs.events import TextDelta
from graphs.services import Services
from graphs.state import Conversation
from tests.app.conftest import FakeGraph, Say, echo
from tests.app.sse import opened, says
from tools.errors import Unavailable
from tools.store import conversations, events, handoffs, inbound, messages
from tools.store.inbound import Incoming


async def test_a_message_is_answered_with_events_that_end_with_done(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    heard = await says(client, where, key, "Hello", "m1")
    assert [event.type for event in heard if event.type != "text.delta"] == ["message", "done"]
    assert heard[-2].data["text"] == "You said: Hello"
    assert heard[-1].data["answers"] == ["m1"]
    assert [event.id for event in heard[-2:]] == ["1", "2"]


async def test_the_same_message_again_is_answered_with_the_same_events_and_runs_no_turn(
    client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    where, key = await opened(client)
    first = await says(client, where, key, "Hello", "m1")
    await says(client, where, key, "And more", "m2")
    again = await says(client, where, key, "Hello", "m1")
    assert [(e.id, e.data["type"]) for e in again] == [(e.id, e.data["type"]) for e in first if "." not in e.id]
    assert len(graph.given) == 2


async def test_the_same_id_for_other_words_is_refused(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    await says(client, where, key, "Hello", "m1")
    body = {"text": "Goodbye", "client_message_id": "m1"}
    assert (await client.post(f"{where}/messages", json=body, headers=key)).status_code == 409


async def test_messages_that_wait_together_are_answered_in_one_turn(
    client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    where, key = await opened(client)
    running, go = asyncio.Event(), asyncio.Event()

    async def slow(state: Conversation, services: Services, say: Say) -> Conversation:
        running.set()
        await go.wait()
        return await echo(state, services, say)

    graph.think = slow
    first = asyncio.create_task(says(client, where, key, "one", "m1"))
    await running.wait()
    second = asyncio.create_task(says(client, where, key, "two", "m2"))
    await _stored(client, where, key, 2)
    third = asyncio.create_task(says(client, where, key, "three", "m3"))
    await _stored(client, where, key, 3)
    go.set()
    answers = await asyncio.gather(first, second, third)
    assert [given.inbound.text for given in graph.given] == ["one", "two\nthree"]
    assert answers[1][-1].data["answers"] == answers[2][-1].data["answers"] == ["m2", "m3"]


async def test_who_was_cut_off_hears_the_rest_and_nothing_twice(
    turns: Turns, house: House, client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    where, key = await opened(client)
    conversation_id = where.rsplit("/", 1)[1]
    heard_two, go = asyncio.Event(), asyncio.Event()

    async def pausing(state: Conversation, services: Services, say: Say) -> Conversation:
        for piece in ("a", "b", "c", "d"):
            say(TextDelta(text=piece))
            if piece == "b":
                heard_two.set()
                await go.wait()
        return replace(state, reply=["abcd"])

    graph.think = pausing
    sending = asyncio.create_task(says(client, where, key, "Hello", "m1"))
    await heard_two.wait()
    first = [await anext(listener) for listener in [turns.follow(conversation_id, Position())]]
    assert first[0] is not None
    assert first[0].data["text"] == "a"
    position = Position.read(str(first[0].position))
    assert position is not None
    rest = turns.follow(conversation_id, position)
    assert (sent := await anext(rest)) is not None
    assert sent.data["text"] == "b"
    go.set()
    types = []
    while (sent := await anext(rest)) is not None:
        types.append((sent.type, sent.data.get("text")))
        if sent.type == "done":
            break
    assert types == [("text.delta", "c"), ("text.delta", "d"), ("message", "abcd"), ("done", None)]
    await sending


async def test_a_listener_takes_up_after_the_last_stored_event(client: httpx2.AsyncClient, turns: Turns) -> None:
    where, key = await opened(client)
    await says(client, where, key, "Hello", "m1")
    heard = turns.follow(where.rsplit("/", 1)[1], Position(1))
    sent = await anext(heard)
    assert sent is not None
    assert (sent.type, str(sent.position)) == ("done", "2")


async def test_what_another_replica_stored_is_heard_within_a_second(
    client: httpx2.AsyncClient, turns: Turns, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, _ = await opened(client)
    conversation_id = where.rsplit("/", 1)[1]
    waited: list[float] = []

    async def passes(_rang: object, seconds: float) -> bool:
        waited.append(seconds)
        if len(waited) == 1:
            async with house.store.writing() as tx:
                await events.append(tx, conversation_id, "T-other", [("closed", {"disposition": "ok"})], house.now())
        return False

    monkeypatch.setattr(stream, "_rings", passes)
    sent = await anext(turns.follow(conversation_id, Position()))
    assert sent is not None
    assert sent.type == "closed"
    assert sum(waited) <= 1


async def test_a_fault_of_ours_is_tried_again_and_then_a_person_is_asked(
    client: httpx2.AsyncClient, graph: FakeGraph, house: House
) -> None:
    where, key = await opened(client)

    async def broken(state: Conversation, services: Services, say: Say) -> Conversation:
        raise ZeroDivisionError

    graph.think = broken
    heard = await says(client, where, key, "Hello", "m1")
    assert [event.type for event in heard] == ["error", "error", "escalation", "message", "done"]
    assert len(graph.given) == 3
    async with house.store.reading() as tx:
        assert [one.reason for one in await handoffs.in_state(tx, "requested")] == ["fault"]
        assert await inbound.unfinished(tx) == ()
    assert "fault is ours" in heard[3].data["text"]


async def test_an_outage_is_answered_at_once_by_asking_for_a_person(
    client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    where, key = await opened(client)

    async def down(state: Conversation, services: Services, say: Say) -> Conversation:
        raise Unavailable("billing did not answer")

    graph.think = down
    heard = await says(client, where, key, "Hello", "m1")
    assert [event.type for event in heard] == ["escalation", "message", "done"]
    assert len(graph.given) == 1


async def test_what_was_left_unfinished_is_taken_up(turns: Turns, house: House, graph: FakeGraph) -> None:
    from app.ownership import begin

    conversation = begin("web_chat", house.now(), customer_id=None)
    async with house.store.writing() as tx:
        await conversations.create(tx, conversation)
    where = conversation.conversation_id
    await turns.receive(where, waits("m1", "Hello"))
    assert await turns.take_up_unfinished() == 1
    async for sent in turns.follow(where, Position()):
        if sent is not None and sent.answers("m1"):
            break
    assert [given.inbound.text for given in graph.given] == ["Hello"]


async def test_cards_are_taken_out_before_anything_is_stored(client: httpx2.AsyncClient, graph: FakeGraph) -> None:
    where, key = await opened(client)
    await says(client, where, key, "My card is 4242 4242 4242 4242", "m1")
    assert graph.given[0].inbound.text == "My card is [card …4242]"
    transcript = (await client.get(f"{where}/transcript", headers=key)).text
    assert "4242 4242" not in transcript


async def test_the_next_turn_starts_from_what_the_last_one_left(
    client: httpx2.AsyncClient, graph: FakeGraph, house: House
) -> None:
    where, key = await opened(client)

    async def remembers(state: Conversation, services: Services, say: Say) -> Conversation:
        said = [*state.messages, HumanMessage(state.inbound.text), AIMessage("noted")]
        return replace(state, area="billing", messages=said, reply=["noted"])

    graph.think = remembers
    await says(client, where, key, "one", "m1")
    await says(client, where, key, "two", "m2")
    assert graph.given[1].area == "billing"
    assert [message.text for message in graph.given[1].messages] == ["one", "noted"]
    async with house.store.reading() as tx:
        assert len(await messages.recent(tx, where.rsplit("/", 1)[1])) == 4


def waits(message_id: str, text: str) -> Incoming:
    """Make an anonymous message, as it waits in the store."""
    return Incoming(client_message_id=message_id, text=text, customer_id=None, channel="web_chat", strength=0)


async def _stored(client: httpx2.AsyncClient, where: str, key: dict[str, str], count: int) -> None:
    """Wait until so many messages are stored."""
    entries: list[object] = []
    while len(entries) < count:
        entries = (await client.get(f"{where}/transcript", headers=key)).json()["entries"]
