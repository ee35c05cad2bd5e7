"""Supervisors: what they approve, refuse and undo."""

import asyncio

import pytest

from tests.conftest import Clock
from tests.tools.till import Counter, at_the_till
from tools.actions import Action
from tools.context import Strength
from tools.errors import NotFound, Refused
from tools.store.engine import Store


@pytest.fixture
async def counter(store: Store, clock: Clock) -> Counter:
    return await at_the_till(store, clock)


async def _waiting(counter: Counter) -> Action:
    return await counter.says_yes(await counter.ask("pay", account="ann", amount="500"))


async def _decide(counter: Counter, action: Action, approved: bool, by: str = "sue") -> Action:
    return await counter.ledger.decide(counter.store, action.action_id, approved, by=by, now=counter.clock())


async def test_a_large_amount_waits_for_a_supervisor(counter: Counter) -> None:
    waiting = await _waiting(counter)
    assert (waiting.state, waiting.approval) == ("waiting", "It is a lot of money.")
    assert await counter.ledger.waiting(counter.store) == (waiting,)
    assert (await counter.carry_out(waiting)).state == "waiting"
    assert await counter.effects() == []


async def test_what_is_approved_is_carried_out_days_later_and_without_the_customer(counter: Counter) -> None:
    waiting = await _waiting(counter)
    counter.clock.forward(days=3)
    approved = await _decide(counter, waiting, True)
    assert (approved.state, approved.decided_by) == ("approved", "sue")
    assert await counter.ledger.waiting(counter.store) == ()
    away = counter.context(strength=Strength.CLAIMED)
    assert (await counter.ledger.execute(away, waiting.action_id)).state == "done"
    assert await counter.effects() == ["paid £500 to ann"]


async def test_what_is_refused_is_never_done(counter: Counter) -> None:
    waiting = await _waiting(counter)
    assert (await _decide(counter, waiting, False)).state == "refused"
    assert (await counter.carry_out(waiting)).state == "refused"
    assert await counter.effects() == []


@pytest.mark.parametrize("approved", [True, False])
async def test_a_decision_counts_once_and_a_contrary_one_is_refused(counter: Counter, approved: bool) -> None:
    waiting = await _waiting(counter)
    decided = await _decide(counter, waiting, approved)
    assert await _decide(counter, waiting, approved, by="tom") == decided
    with pytest.raises(Refused, match="already decided by sue"):
        await _decide(counter, waiting, not approved)
    await counter.carry_out(waiting)
    assert (await _decide(counter, waiting, approved)).decided_by == "sue"


async def test_of_two_contrary_decisions_at_once_one_counts(counter: Counter) -> None:
    waiting = await _waiting(counter)
    results = await asyncio.gather(
        _decide(counter, waiting, True), _decide(counter, waiting, False, "tom"), return_exceptions=True
    )
    assert sum(isinstance(result, Refused) for result in results) == 1


async def test_only_what_waits_can_be_decided(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    with pytest.raises(Refused, match="not waiting for approval"):
        await _decide(counter, asked, True)
    with pytest.raises(NotFound):
        await counter.ledger.decide(counter.store, "A-none", True, by="sue", now=counter.clock())


async def test_what_is_done_can_be_undone_once(counter: Counter) -> None:
    done = await counter.do("pay", account="ann", amount="10")
    for _ in range(2):
        undone = await counter.ledger.compensate(counter.store, done.action_id, by="sue", now=counter.clock())
        assert undone.state == "compensated"
    assert await counter.effects() == []
    assert await counter.ledger.receipts(counter.context()) == ()
    assert (await counter.do("pay", account="ann", amount="10")).state == "done"


async def test_what_cannot_be_undone_stays_done(counter: Counter) -> None:
    rung = await counter.do("ring", bell="big")
    with pytest.raises(Refused, match="cannot be undone"):
        await counter.ledger.compensate(counter.store, rung.action_id, by="sue", now=counter.clock())
    asked = await counter.ask("pay", account="ann", amount="10")
    with pytest.raises(Refused, match="has not been done"):
        await counter.ledger.compensate(counter.store, asked.action_id, by="sue", now=counter.clock())
    assert await counter.effects() == ["rang big"]


async def test_an_undoing_that_fails_changes_nothing(counter: Counter) -> None:
    done = await counter.do("pay", account="ann", amount="10")
    twin = await counter.ask("pay", account="ann", amount="10", conversation="c-2")
    await counter.carry_out(await counter.says_yes(twin))
    with pytest.raises(Refused, match="not there any more"):
        await counter.ledger.compensate(counter.store, done.action_id, by="sue", now=counter.clock())
    assert await counter.ledger.receipts(counter.context()) == (done,)
    assert len(await counter.effects()) == 2
