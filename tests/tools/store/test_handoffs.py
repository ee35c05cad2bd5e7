import asyncio
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Clock
from tests.tools.store.interactions import open_conversations
from tools.errors import NotFound, Refused
from tools.store import conversations, handoffs
from tools.store.engine import Store
from tools.store.handoffs import ALLOWED, HOLDERS, LIVE, Handoff, HandoffEvent, HandoffState, advance

STATES: tuple[HandoffState, ...] = get_args(HandoffState)
EVENTS: tuple[HandoffEvent, ...] = get_args(HandoffEvent)


@pytest.fixture
async def clock_and_conversations(store: Store, clock: Clock) -> Clock:
    await open_conversations(store, clock, "c-1", "c-2")
    return clock


def _new(handoff_id: str, clock: Clock, where: str = "c-1") -> Handoff:
    return Handoff(
        handoff_id=handoff_id,
        conversation_id=where,
        reason="angry",
        packet={"summary": "The speaker came broken twice."},
        requested_at=clock(),
        updated_at=clock(),
    )


async def _holder(store: Store, where: str = "c-1") -> str:
    async with store.reading() as tx:
        found = await conversations.find(tx, where)
    assert found is not None
    return found.holder


async def test_a_person_takes_over_and_gives_back(store: Store, clock_and_conversations: Clock) -> None:
    clock = clock_and_conversations
    async with store.writing() as tx:
        asked = await handoffs.request(tx, _new("H-1", clock))
    assert (asked.state, await _holder(store)) == ("requested", "queue")
    steps: list[tuple[HandoffEvent, str | None, HandoffState, str]] = [
        ("offer", None, "offered", "queue"),
        ("accept", "sue", "accepted", "person"),
        ("close", None, "closed", "bot"),
        ("give_back", None, "returned", "bot"),
    ]
    moved = asked
    for event, note, state, holder in steps:
        clock.forward(minutes=1)
        async with store.writing() as tx:
            moved = await handoffs.move(tx, "H-1", event, clock(), note)
        assert (moved.state, moved.updated_at, await _holder(store)) == (state, clock(), holder)
    assert (moved.person, moved.packet) == ("sue", asked.packet)
    async with store.reading() as tx:
        assert await handoffs.find(tx, "H-1") == moved
        assert await handoffs.live(tx, "c-1") is None


async def test_a_hand_off_that_fails_says_why_and_leaves_the_customer_with_the_bot(
    store: Store, clock_and_conversations: Clock
) -> None:
    async with store.writing() as tx:
        await handoffs.request(tx, _new("H-1", clock_and_conversations))
        failed = await handoffs.move(tx, "H-1", "fail", clock_and_conversations(), "nobody is on duty")
    assert (failed.state, failed.failure, failed.person) == ("failed", "nobody is on duty", None)
    assert await _holder(store) == "bot"


async def test_there_is_one_hand_off_of_a_conversation_at_a_time(store: Store, clock_and_conversations: Clock) -> None:
    clock = clock_and_conversations

    async def ask(number: int) -> Handoff:
        async with store.writing() as tx:
            return await handoffs.request(tx, _new(f"H-{number}", clock))

    asked = await asyncio.gather(*(ask(number) for number in range(4)))
    assert len({handoff.handoff_id for handoff in asked}) == 1
    async with store.writing() as tx:
        other = await handoffs.request(tx, _new("H-9", clock, "c-2"))
        assert await handoffs.in_state(tx, "requested") == (asked[0], other)
        await handoffs.move(tx, asked[0].handoff_id, "fail", clock(), "nobody is on duty")
        again = await handoffs.request(tx, _new("H-8", clock))
    assert again.handoff_id == "H-8"


async def test_an_old_hand_off_that_is_given_back_late_takes_nobody_off_the_line(
    store: Store, clock_and_conversations: Clock
) -> None:
    clock = clock_and_conversations
    async with store.writing() as tx:
        await handoffs.request(tx, _new("H-1", clock))
        await handoffs.move(tx, "H-1", "fail", clock(), "nobody is on duty")
        await handoffs.request(tx, _new("H-2", clock))
        await handoffs.move(tx, "H-1", "give_back", clock())
    assert await _holder(store) == "queue"


async def test_of_two_people_who_accept_at_once_one_gets_the_customer(
    store: Store, clock_and_conversations: Clock
) -> None:
    clock = clock_and_conversations
    async with store.writing() as tx:
        await handoffs.request(tx, _new("H-1", clock))
        await handoffs.move(tx, "H-1", "offer", clock())

    async def accept(person: str) -> Handoff:
        async with store.writing() as tx:
            return await handoffs.move(tx, "H-1", "accept", clock(), person)

    results = await asyncio.gather(accept("sue"), accept("tom"), return_exceptions=True)
    (winner,) = [result for result in results if isinstance(result, Handoff)]
    (loser,) = [result for result in results if isinstance(result, Refused)]
    assert "accepted" in str(loser)
    async with store.reading() as tx:
        assert await handoffs.live(tx, "c-1") == winner


async def test_a_hand_off_that_does_not_exist_cannot_move(store: Store, clock: Clock) -> None:
    with pytest.raises(NotFound):
        async with store.writing() as tx:
            await handoffs.move(tx, "H-1", "offer", clock())


@given(st.lists(st.sampled_from(EVENTS), max_size=10))
def test_a_person_holds_the_line_only_between_accepting_and_ending(events: list[HandoffEvent]) -> None:
    path: list[HandoffState] = ["requested"]
    for event in events:
        if (path[-1], event) in ALLOWED:
            path.append(advance(path[-1], event))
    assert len(path) == len(set(path))
    for before, after in pairwise(path):
        assert before in LIVE or after == "returned"
    for index, state in enumerate(path):
        assert (HOLDERS[state] == "person") == (state == "accepted")
        assert HOLDERS[state] != "person" or path[index - 1] == "offered"
        assert (state in LIVE) == (HOLDERS[state] != "bot")


@given(st.sampled_from(STATES), st.sampled_from(EVENTS))
def test_what_the_table_does_not_allow_is_refused(state: HandoffState, event: HandoffEvent) -> None:
    if (state, event) in ALLOWED:
        assert advance(state, event) in STATES
    else:
        with pytest.raises(Refused):
            advance(state, event)
