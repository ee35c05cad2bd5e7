import asyncio
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Clock
from tools.store import leases
from tools.store.engine import Store


async def _claim(store: Store, clock: Clock, owner: str, seconds: float = 30) -> int | None:
    async with store.writing() as tx:
        return await leases.claim(tx, "c-1", owner, clock(), seconds)


async def _release(store: Store, token: int) -> bool:
    async with store.writing() as tx:
        return await leases.release(tx, "c-1", token)


async def _held(store: Store, token: int) -> bool:
    async with store.writing() as tx:
        return await leases.held(tx, "c-1", token)


async def test_of_many_who_claim_at_once_one_gets_it(store: Store, clock: Clock) -> None:
    for _ in range(2):
        tokens = await asyncio.gather(*(_claim(store, clock, f"replica-{one}") for one in range(5)))
        (token,) = [token for token in tokens if token is not None]
        assert await _held(store, token)
        assert await _release(store, token)


async def test_nobody_gets_what_is_held_not_even_the_same_owner(store: Store, clock: Clock) -> None:
    token = await _claim(store, clock, "replica-1")
    assert token is not None
    assert await _claim(store, clock, "replica-1") is None
    assert await _release(store, token)
    assert not await _release(store, token)
    assert not await _held(store, token)


async def test_a_lease_that_ran_out_is_taken_over_and_the_old_token_is_void(store: Store, clock: Clock) -> None:
    old = await _claim(store, clock, "replica-1", 10)
    assert old is not None
    clock.forward(seconds=9)
    assert await _claim(store, clock, "replica-2") is None
    clock.forward(seconds=1)
    assert await _held(store, old)
    new = await _claim(store, clock, "replica-2")
    assert new is not None
    assert new > old
    assert not await _held(store, old)
    assert not await _release(store, old)
    async with store.writing() as tx:
        assert not await leases.renew(tx, "c-1", old, clock(), 30)
    assert await _held(store, new)


async def test_a_lease_can_be_renewed(store: Store, clock: Clock) -> None:
    token = await _claim(store, clock, "replica-1", 10)
    assert token is not None
    clock.forward(seconds=8)
    async with store.writing() as tx:
        assert await leases.renew(tx, "c-1", token, clock(), 10)
    clock.forward(seconds=8)
    assert await _claim(store, clock, "replica-2") is None


async def test_what_the_dead_held_is_freed_at_once(store: Store, clock: Clock) -> None:
    async with store.writing() as tx:
        for where, owner in (("c-1", "box_1:7"), ("c-2", "box_1:8"), ("c-3", "boxx1:9"), ("c-4", "box_1:7")):
            assert await leases.claim(tx, where, owner, clock(), 3600) == 1
        assert await leases.free_dead(tx, "box_1:", lambda _: True) == ()
        freed = await leases.free_dead(tx, "box_1:", lambda owner: owner == "box_1:8")
        assert sorted(freed) == ["c-1", "c-4"]
        assert await leases.claim(tx, "c-1", "box_1:10", clock(), 30) == 2
        assert await leases.claim(tx, "c-3", "box_1:10", clock(), 30) is None


Step = tuple[str, str, int]
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from(["claim", "release", "renew", "wait"]), st.sampled_from("ab"), st.integers(1, 20)),
    min_size=4,
    max_size=25,
)


@given(steps)
@settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_two_owners_never_both_hold(sqlite_url: str, plan: list[Step]) -> None:
    asyncio.run(_never_both(sqlite_url, plan))


@pytest.fixture
def sqlite_url(database_url: object) -> str:
    url: str = database_url("sqlite", "empty")  # type: ignore[operator]
    return url


async def _never_both(url: str, plan: list[Step]) -> None:
    store, clock = Store.at(url), Clock()
    given_out: list[int] = []
    tokens: dict[str, int] = {}
    for step, owner, seconds in plan:
        async with store.writing() as tx:
            if step == "wait":
                clock.forward(seconds=seconds)
            elif step == "claim":
                token = await leases.claim(tx, "c-1", owner, clock(), seconds)
                given_out += [] if token is None else [token]
                tokens |= {} if token is None else {owner: token}
            elif owner in tokens and step == "release":
                await leases.release(tx, "c-1", tokens[owner])
            elif owner in tokens:
                await leases.renew(tx, "c-1", tokens[owner], clock(), seconds)
            holding = [name for name, token in tokens.items() if await leases.held(tx, "c-1", token)]
            assert len(holding) <= 1
    async with store.writing() as tx:
        for token in given_out:
            await leases.release(tx, "c-1", token)
    await store.close()
    assert all(before < after for before, after in pairwise(given_out))
