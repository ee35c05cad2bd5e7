import asyncio
from decimal import Decimal

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from sqlalchemy import event

from tests.conftest import Clock
from tests.tools.store.interactions import open_conversations, words
from tools.store import conversations, events, inbound, leases, messages, turns
from tools.store.engine import Store
from tools.store.turns import Begun, Outcome, Totals, TurnRow


@pytest.fixture
async def busy(store: Store, clock: Clock) -> Store:
    """A store with one conversation in which the customer has just said hello."""
    await open_conversations(store, clock, "c-1")
    await _say(store, clock, "m-1", "hello")
    return store


async def _say(store: Store, clock: Clock, message_id: str, text: str) -> None:
    async with store.writing() as tx:
        await inbound.receive(tx, "c-1", words(message_id, text), clock())


async def _begin(store: Store, clock: Clock, owner: str = "replica-1") -> Begun | None:
    async with store.writing() as tx:
        return await turns.begin(tx, "c-1", owner, clock(), 30)


def _outcome(begun: Begun, clock: Clock) -> Outcome:
    turn = TurnRow(
        turn_id=begun.turn_id,
        conversation_id="c-1",
        started_at=clock(),
        finished_at=clock(),
        area="billing",
        intent="greeting",
        tier="small",
        reason="routine",
        prompts=("billing@1",),
        input_tokens=120,
        output_tokens=30,
        cost_usd=Decimal("0.000123456"),
        latency_ms=40,
        calls=({"tier": "small", "cost_usd": "0.000123456"},),
    )
    return Outcome(
        turn=turn,
        messages=[HumanMessage(begun.batch[0].text, id=f"h-{begun.turn_id}"), AIMessage("Hi", id="a-1")],
        events=[("message", {"text": "Hi"}), ("done", {})],
        changes={"state": {"area": "billing"}},
    )


async def _commit(store: Store, begun: Begun, clock: Clock) -> list[int] | None:
    async with store.writing() as tx:
        return await turns.commit(tx, begun.token, _outcome(begun, clock))


async def test_a_turn_begins_with_all_it_needs_and_leaves_all_it_did(busy: Store, clock: Clock) -> None:
    begun = await _begin(busy, clock)
    assert begun is not None
    assert [one.text for one in begun.batch] == ["hello"]
    assert (begun.conversation.state, begun.history) == ({}, [])
    assert await _commit(busy, begun, clock) == [1, 2]
    outcome = _outcome(begun, clock)
    async with busy.reading() as tx:
        assert await inbound.waiting(tx, "c-1") == ()
        assert await messages.recent(tx, "c-1") == outcome.messages
        assert [(one.type, one.data) for one in await events.after(tx, "c-1")] == outcome.events
        assert await turns.find(tx, begun.turn_id) == outcome.turn
        kept = await conversations.find(tx, "c-1")
    assert kept is not None
    assert kept.state == {"area": "billing"}


async def test_nothing_begins_where_nobody_waits_or_somebody_works(busy: Store, clock: Clock) -> None:
    begun = await _begin(busy, clock)
    assert begun is not None
    assert await _begin(busy, clock, "replica-2") is None
    await _commit(busy, begun, clock)
    assert await _begin(busy, clock, "replica-2") is None
    await _say(busy, clock, "m-2", "are you there?")
    again = await _begin(busy, clock, "replica-2")
    assert again is not None
    assert len(again.history) == 2


async def test_of_processes_that_begin_at_once_one_does(busy: Store, clock: Clock) -> None:
    begun = await asyncio.gather(*(_begin(busy, clock, f"replica-{one}") for one in range(4)))
    assert len([one for one in begun if one is not None]) == 1


async def test_a_turn_that_was_taken_over_leaves_nothing(busy: Store, clock: Clock) -> None:
    slow = await _begin(busy, clock)
    clock.forward(seconds=31)
    quick = await _begin(busy, clock, "replica-2")
    assert slow is not None
    assert quick is not None
    assert [(one.inbound_id, one.turn_id, one.attempts) for one in (*slow.batch, *quick.batch)] == [
        (1, slow.turn_id, 1),
        (1, slow.turn_id, 2),
    ]
    assert await _commit(busy, slow, clock) is None
    async with busy.reading() as tx:
        assert await events.after(tx, "c-1") == ()
    assert await _commit(busy, quick, clock) == [1, 2]
    assert await _commit(busy, slow, clock) is None
    async with busy.reading() as tx:
        assert len(await turns.of_conversation(tx, "c-1")) == 1


async def test_a_crash_in_the_commit_leaves_the_message_waiting(busy: Store, clock: Clock) -> None:
    begun = await _begin(busy, clock)
    assert begun is not None

    async def cut_short() -> None:
        async with busy.writing() as tx:
            await turns.commit(tx, begun.token, _outcome(begun, clock))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await cut_short()
    async with busy.writing() as tx:
        assert await leases.free_dead(tx, "replica-1", lambda _: False) == ("c-1",)
        assert await inbound.unfinished(tx) == ("c-1",)
    again = await _begin(busy, clock, "replica-1b")
    assert again is not None
    assert again.turn_id == begun.turn_id
    assert await _commit(busy, again, clock) == [1, 2]


async def test_a_conversation_that_does_not_exist_has_no_turn(store: Store, clock: Clock) -> None:
    async with store.writing() as tx:
        assert await turns.begin(tx, "c-1", "replica-1", clock(), 30) is None


async def test_what_a_conversation_took_is_added_up(busy: Store, clock: Clock) -> None:
    nothing = Totals(turns=0, input_tokens=0, output_tokens=0, cost_usd=Decimal(0), latency_ms=0)
    async with busy.reading() as tx:
        assert await turns.totals(tx, "c-1") == nothing
    for number in range(2):
        begun = await _begin(busy, clock)
        assert begun is not None
        await _commit(busy, begun, clock)
        await _say(busy, clock, f"m-{number + 2}", "and then?")
    async with busy.reading() as tx:
        assert await turns.totals(tx, "c-1") == Totals(
            turns=2, input_tokens=240, output_tokens=60, cost_usd=Decimal("0.000246912"), latency_ms=80
        )


async def test_a_turn_needs_few_statements_however_long_the_conversation_is(busy: Store, clock: Clock) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(busy.engine.sync_engine, "before_cursor_execute", note)
    counts = []
    for number in range(3):
        statements.clear()
        begun = await _begin(busy, clock)
        assert begun is not None
        await _commit(busy, begun, clock)
        counts.append(sum(not statement.startswith("BEGIN") for statement in statements))
        await _say(busy, clock, f"m-{number + 2}", "and then?")
    assert counts == [11, 11, 11]
