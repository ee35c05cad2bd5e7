import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from tests.conftest import Clock
from tests.tools.till import Counter, at_the_till
from tools.action_record import AuditEntry
from tools.audit import TrailError, replay, trail
from tools.store.engine import Store
from tools.store.interaction_tables import action_audit


@pytest.fixture
async def counter(store: Store, clock: Clock) -> Counter:
    return await at_the_till(store, clock)


async def test_the_audit_says_what_happened_when_and_through_whom(counter: Counter, clock: Clock) -> None:
    done = await counter.do("pay", account="ann", amount="10")
    clock.forward(days=1)
    await counter.ledger.compensate(counter.store, done.action_id, by="sue", now=clock())
    told = await trail(counter.store, done.action_id)
    assert [(entry.before, entry.after, entry.by) for entry in told] == [
        (None, "proposed", "turn:T-1"),
        ("proposed", "confirmed", "customer:C-1"),
        ("confirmed", "executing", "system"),
        ("executing", "done", "system"),
        ("done", "compensated", "supervisor:sue"),
    ]
    assert told[-1].at == clock()
    assert replay(told) == "compensated"


async def test_the_audit_says_why_nothing_was_done(counter: Counter) -> None:
    first = await counter.ask("pay", account="ann", amount="10")
    second = await counter.ask("pay", account="bob", amount="10")
    await counter.says_yes(second)
    counter.till.fee = 1
    changed = await counter.carry_out(second)
    assert (await trail(counter.store, first.action_id))[-1].detail == f"{second.action_id} took its place"
    assert (await trail(counter.store, second.action_id))[-1].detail == changed.error


@pytest.mark.parametrize("change", [update(action_audit).values(by="nobody"), delete(action_audit)])
async def test_the_audit_can_be_neither_changed_nor_deleted(counter: Counter, change: "object") -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    before = await trail(counter.store, asked.action_id)
    with pytest.raises(DBAPIError, match="append-only"):
        async with counter.store.writing() as tx:
            await tx.execute(change)  # type: ignore[call-overload]
    assert await trail(counter.store, asked.action_id) == before


def test_a_trail_with_a_step_missing_is_broken(clock: Clock) -> None:
    proposed = AuditEntry(at=clock(), action_id="A-1", before=None, after="proposed", by="turn:T-1")
    done = AuditEntry(at=clock(), action_id="A-1", before="executing", after="done", by="system")
    forged = AuditEntry(at=clock(), action_id="A-1", before="proposed", after="done", by="system")
    assert replay(()) is None
    assert replay((proposed,)) == "proposed"
    for broken in ((proposed, done), (proposed, forged), (done,), (proposed, proposed)):
        with pytest.raises(TrailError):
            replay(broken)
