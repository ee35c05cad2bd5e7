import pytest

from tests.conftest import Clock
from tools.errors import NotFound
from tools.store import conversations
from tools.store.conversations import Conversation
from tools.store.engine import Store


def _new(conversation_id: str, clock: Clock, customer_id: str | None = "C-1") -> Conversation:
    now = clock()
    return Conversation(
        conversation_id=conversation_id,
        customer_id=customer_id,
        channel="web_chat",
        fingerprint=f"print-{conversation_id}",
        created_at=now,
        updated_at=now,
    )


async def test_a_conversation_begins_open_and_with_the_bot(store: Store, clock: Clock) -> None:
    async with store.writing() as tx:
        await conversations.create(tx, _new("c-1", clock))
    async with store.reading() as tx:
        found = await conversations.find(tx, "c-1")
        assert await conversations.find(tx, "c-2") is None
        assert await conversations.by_fingerprint(tx, "print-c-1") == found
    assert found is not None
    assert (found.status, found.holder, found.state, found.next_seq) == ("open", "bot", {}, 1)


async def test_a_customer_comes_back_to_the_newest_open_matter(store: Store, clock: Clock) -> None:
    async with store.writing() as tx:
        for conversation_id in ("c-1", "c-2", "c-3"):
            await conversations.create(tx, _new(conversation_id, clock))
            clock.forward(minutes=1)
        await conversations.create(tx, _new("c-4", clock, "C-2"))
        await conversations.close(tx, "c-3", clock(), disposition="answered", summary="A question.")
        await conversations.save(tx, "c-1", clock(), state={"area": "billing"})
    async with store.reading() as tx:
        found = await conversations.open_for(tx, "C-1")
        closed = await conversations.find(tx, "c-3")
        assert await conversations.open_for(tx, "C-9") is None
    assert found is not None
    assert (found.conversation_id, found.state, found.updated_at) == ("c-1", {"area": "billing"}, clock())
    assert closed is not None
    assert (closed.status, closed.disposition, closed.summary) == ("closed", "answered", "A question.")


async def test_an_anonymous_conversation_gets_its_customer_once(store: Store, clock: Clock) -> None:
    async with store.writing() as tx:
        await conversations.create(tx, _new("c-1", clock, None))
        assert await conversations.identify(tx, "c-1", "C-1")
        assert await conversations.identify(tx, "c-1", "C-1")
        assert not await conversations.identify(tx, "c-1", "C-2")
        found = await conversations.find(tx, "c-1")
    assert found is not None
    assert found.customer_id == "C-1"


async def test_what_does_not_exist_cannot_be_saved(store: Store, clock: Clock) -> None:
    async with store.writing() as tx:
        with pytest.raises(NotFound):
            await conversations.save(tx, "c-1", clock(), state={})
