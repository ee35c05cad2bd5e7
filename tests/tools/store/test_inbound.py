import asyncio

import pytest

from tests.conftest import Clock
from tests.tools.store.interactions import open_conversations, words
from tools.context import Caller, Strength
from tools.errors import Refused
from tools.store import inbound
from tools.store.engine import Store
from tools.store.inbound import Incoming, Stored


@pytest.fixture(autouse=True)
async def _conversations(store: Store, clock: Clock) -> None:
    await open_conversations(store, clock, "c-1", "c-2")


async def _send(store: Store, clock: Clock, incoming: Incoming, where: str = "c-1") -> tuple[Stored, bool]:
    async with store.writing() as tx:
        return await inbound.receive(tx, where, incoming, clock())


async def test_a_message_that_is_sent_again_is_stored_once(store: Store, clock: Clock) -> None:
    first, new = await _send(store, clock, words("m-1", "hello"))
    clock.forward(minutes=5)
    again, new_again = await _send(store, clock, words("m-1", "hello", Strength.OTP))
    assert (new, new_again) == (True, False)
    assert again == first
    assert (first.state, first.turn_id, first.caller) == (
        "waiting",
        None,
        Caller("C-1", "web_chat", Strength.SIGNED),
    )
    async with store.reading() as tx:
        assert await inbound.waiting(tx, "c-1") == (first,)
        assert await inbound.find(tx, "c-1", "m-1") == first


async def test_an_id_cannot_be_used_for_other_words(store: Store, clock: Clock) -> None:
    first, _ = await _send(store, clock, words("m-1", "refund the speaker"))
    with pytest.raises(Refused, match="used before"):
        await _send(store, clock, words("m-1", "refund the router"))
    _, new = await _send(store, clock, words("m-1", "refund the router"), "c-2")
    assert new
    async with store.reading() as tx:
        assert await inbound.waiting(tx, "c-1") == (first,)


async def test_a_message_that_is_sent_several_times_at_once_is_new_once(store: Store, clock: Clock) -> None:
    sent = await asyncio.gather(*(_send(store, clock, words("m-1", "hello")) for _ in range(4)))
    assert sorted(new for _, new in sent) == [False, False, False, True]
    assert len({stored.inbound_id for stored, _ in sent}) == 1


async def test_a_burst_is_one_turn(store: Store, clock: Clock) -> None:
    for index in range(3):
        await _send(store, clock, words(f"m-{index}", f"part {index}"))
    async with store.writing() as tx:
        batch = await inbound.take(tx, "c-1")
        assert await inbound.take(tx, "c-2") == ()
    assert [one.text for one in batch] == ["part 0", "part 1", "part 2"]
    assert {one.turn_id for one in batch} == {f"T-{batch[0].inbound_id}"}


async def test_a_turn_that_broke_off_gets_the_same_messages_again(store: Store, clock: Clock) -> None:
    await _send(store, clock, words("m-1", "yes"))
    async with store.writing() as tx:
        batch = await inbound.take(tx, "c-1")
    await _send(store, clock, words("m-2", "wait"))
    async with store.writing() as tx:
        again = await inbound.take(tx, "c-1")
        assert [(one.inbound_id, one.turn_id, one.attempts) for one in again] == [(1, batch[0].turn_id, 2)]
        await inbound.answered(tx, "c-1", batch[0].turn_id or "")
        (later,) = await inbound.take(tx, "c-1")
    assert later.text == "wait"
    assert later.turn_id != batch[0].turn_id


async def test_a_decision_and_another_caller_have_turns_of_their_own(store: Store, clock: Clock) -> None:
    decision = Incoming(
        client_message_id="d-1",
        kind="decision",
        payload={"action_id": "A-1", "approved": True},
        customer_id="C-1",
        channel="web_chat",
        strength=Strength.SIGNED,
    )
    sent = [
        words("m-1", "one"),
        decision,
        words("m-2", "two"),
        words("m-3", "three", Strength.CHANNEL),
    ]
    for incoming in sent:
        await _send(store, clock, incoming)
    async with store.writing() as tx:
        for incoming in sent:
            (only,) = await inbound.take(tx, "c-1")
            assert (only.client_message_id, only.payload) == (incoming.client_message_id, incoming.payload)
            await inbound.answered(tx, "c-1", only.turn_id or "")
        assert await inbound.take(tx, "c-1") == ()
        assert [one.client_message_id for one in await inbound.of_conversation(tx, "c-1")] == [
            "m-1",
            "d-1",
            "m-2",
            "m-3",
        ]


async def test_what_is_unfinished_is_found_at_the_start(store: Store, clock: Clock) -> None:
    for where, message_id in (("c-2", "m-1"), ("c-1", "m-1"), ("c-2", "m-2")):
        await _send(store, clock, words(message_id, "hello"), where)
    async with store.writing() as tx:
        assert await inbound.unfinished(tx) == ("c-2", "c-1")
        batch = await inbound.take(tx, "c-2")
        await inbound.answered(tx, "c-2", batch[0].turn_id or "")
        assert await inbound.unfinished(tx) == ("c-1",)
