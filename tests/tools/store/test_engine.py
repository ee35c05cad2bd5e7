"""Faults of the database, said so that the reader knows who must act."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import text

from tests.conftest import Clock
from tests.databases import Content
from tests.tools.store.interactions import open_conversations
from tools.errors import Contended, Unavailable
from tools.store import conversations
from tools.store.engine import Store


async def test_of_two_transactions_that_wait_for_each_other_one_gives_in_and_may_be_tried_again(
    database_url: Callable[[str, Content], str], clock: Clock
) -> None:
    store = Store.at(database_url("postgresql", "empty"))
    await open_conversations(store, clock, "c-1", "c-2")
    both = asyncio.Barrier(2)

    async def lock(first: str, second: str) -> str:
        try:
            async with store.writing() as tx:
                await tx.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
                await conversations.save(tx, first, clock())
                await both.wait()
                await conversations.save(tx, second, clock())
        except Contended:
            return "gave in"
        return "went through"

    assert sorted(await asyncio.gather(lock("c-1", "c-2"), lock("c-2", "c-1"))) == ["gave in", "went through"]
    await store.close()


async def test_a_server_that_goes_down_is_unavailable(database_url: Callable[[str, Content], str]) -> None:
    store = Store.at(database_url("postgresql", "empty"))
    with pytest.raises(Unavailable) as fault:
        async with store.reading() as tx:
            await tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert not isinstance(fault.value, Contended)
    await store.close()
