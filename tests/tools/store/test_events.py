import asyncio

import pytest

from tests.conftest import Clock
from tests.tools.store.interactions import open_conversations
from tools.store import events
from tools.store.engine import Store


@pytest.fixture(autouse=True)
async def _conversations(store: Store, clock: Clock) -> None:
    await open_conversations(store, clock, "c-1", "c-2")


async def _append(store: Store, clock: Clock, turn_id: str, count: int, where: str = "c-1") -> list[int]:
    async with store.writing() as tx:
        new = [("message", {"text": f"{turn_id} {index}"}) for index in range(count)]
        return await events.append(tx, where, turn_id, new, clock())


async def test_events_are_numbered_from_one_without_a_gap(store: Store, clock: Clock) -> None:
    assert await _append(store, clock, "T-1", 2) == [1, 2]
    assert await _append(store, clock, "T-2", 0) == []
    assert await _append(store, clock, "T-3", 1, "c-2") == [1]
    assert await _append(store, clock, "T-4", 2) == [3, 4]
    async with store.reading() as tx:
        found = await events.after(tx, "c-1")
        assert [event.seq for event in found] == [1, 2, 3, 4]
        assert await events.after(tx, "c-1", 2) == found[2:]
        assert await events.after(tx, "c-1", 2, limit=1) == found[2:3]
        assert await events.of_turn(tx, "c-1", "T-1") == found[:2]
    assert (found[0].type, found[0].data, found[0].at) == ("message", {"text": "T-1 0"}, clock())


async def test_what_is_rolled_back_leaves_no_gap(store: Store, clock: Clock) -> None:
    async def cut_short() -> None:
        async with store.writing() as tx:
            await events.append(tx, "c-1", "T-1", [("message", {})], clock())
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await cut_short()
    assert await _append(store, clock, "T-1", 1) == [1]


async def test_writers_at_once_get_numbers_of_their_own(store: Store, clock: Clock) -> None:
    numbers = await asyncio.gather(*(_append(store, clock, f"T-{turn}", 3) for turn in range(4)))
    assert sorted(number for some in numbers for number in some) == list(range(1, 13))
    assert all(some == list(range(some[0], some[0] + 3)) for some in numbers)
