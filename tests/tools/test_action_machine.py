"""Anything may happen in any order: never two effects of one request, never one that nobody agreed to."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Row, select

from tests.conftest import Clock
from tests.databases import SqliteCopies
from tests.tools.till import Counter, at_the_till
from tools.action_states import OPEN, ActionState
from tools.actions import Action, Ledger, Reading
from tools.audit import replay
from tools.context import Strength
from tools.errors import Refused, ToolError, Unavailable
from tools.store import action_rows
from tools.store.engine import Store, Transaction
from tools.store.interaction_tables import actions

FROZEN = ("tool", "arguments", "terms", "question", "subject", "key", "attempt", "customer_id", "created_at")
FAULTS: tuple[Exception | None, ...] = (
    None,
    Refused("no"),
    Unavailable("no answer"),
    RuntimeError("power cut"),
)
REQUESTS: tuple[dict[str, str], ...] = (
    {"tool": "pay", "account": "ann", "amount": "10"},
    {"tool": "pay", "account": "ann", "amount": "10.00"},
    {"tool": "pay", "account": "bob", "amount": "500"},
    {"tool": "ring", "bell": "big"},
)
SIGNED, CODE = ("C-1", Strength.SIGNED), ("C-1", Strength.OTP)
callers: st.SearchStrategy[tuple[str | None, Strength]] = st.sampled_from(
    [SIGNED, CODE, ("C-1", Strength.CHANNEL), ("C-2", Strength.SIGNED), (None, Strength.ANONYMOUS)]
)
whole = st.integers(0, 99)
readings: st.SearchStrategy[Reading] = st.sampled_from(["yes", "yes", "yes", "no", "changed", "other"])


class AnythingMayHappen(RuleBasedStateMachine):
    """Customers, supervisors, faults and restarts at one till."""

    copies: SqliteCopies

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.agreed: set[str] = set()
        """What the right customer said yes to while it was open."""
        self.approved: set[str] = set()
        self.last_seen: dict[str, Action] = {}
        self.rows: dict[str, Row[Any]] = {}

    @initialize()
    def open_the_till(self) -> None:
        url = self.copies.url("empty", Path(self.folder.name) / "till.db")
        self.counter: Counter = self.run(at_the_till(Store.at(url), Clock()))

    def teardown(self) -> None:
        if hasattr(self, "counter"):
            self.run(self.counter.store.close())
        self.runner.close()
        self.folder.cleanup()

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def tried(self, work: Any) -> Action | None:
        """Do something that may be refused or cut short."""
        try:
            action: Action = self.run(work)
        except (ToolError, RuntimeError):
            return None
        return action

    def pick(self, which: int, *states: ActionState) -> str:
        """Choose an action; mostly one in a state in which something can be done with it."""
        known = list(self.last_seen.values())
        fit = [action for action in known if action.state in states]
        chosen = known if which % 10 == 9 or not fit else fit
        return chosen[which % len(chosen)].action_id

    @rule(request=st.sampled_from(REQUESTS), insists=st.booleans())
    def ask(self, request: dict[str, str], insists: bool) -> None:
        """Ask for something; only now and then while another question is open."""
        if self.any_is("proposed") and not insists:
            return
        self.tried(self.counter.ask(**request))

    @precondition(lambda self: self.last_seen)
    @rule(which=whole, reading=readings, caller=callers)
    def answer(self, which: int, reading: Reading, caller: tuple[str | None, Strength]) -> None:
        context, turn_id = self.counter.context(*caller), self.counter.next_turn()
        action_id = self.pick(which, "proposed")
        action = self.tried(self.counter.ledger.answer(context, action_id, reading, turn_id=turn_id))
        if action is None or action.answered_in != turn_id or reading != "yes":
            return
        assert caller in (SIGNED, CODE)
        assert self.counter.clock() < action.expires_at
        self.agreed.add(action_id)

    @precondition(lambda self: self.last_seen)
    @rule(which=whole)
    def agree_and_carry_out(self, which: int) -> None:
        self.answer(which, "yes", SIGNED)
        self.carry_out(which, 1)

    @precondition(lambda self: self.last_seen)
    @rule(which=whole, at_once=st.integers(1, 2))
    def carry_out(self, which: int, at_once: int) -> None:
        """Execute, as a process does that has just started."""
        action_id = self.pick(which, "confirmed", "approved", "executing")
        ledger, context = Ledger(self.counter.till.tools), self.counter.context()

        async def tries() -> None:
            await asyncio.gather(*(ledger.execute(context, action_id) for _ in range(at_once)), return_exceptions=True)

        self.run(tries())

    @precondition(lambda self: self.last_seen)
    @rule(which=whole, approved=st.booleans())
    def decide(self, which: int, approved: bool) -> None:
        action_id, now = self.pick(which, "waiting"), self.counter.clock()
        work = self.counter.ledger.decide(self.counter.store, action_id, approved, by="sue", now=now)
        if self.tried(work) is not None and approved:
            self.approved.add(action_id)

    @precondition(lambda self: self.any_is("done"))
    @rule(which=whole)
    def undo(self, which: int) -> None:
        action_id, now = self.pick(which, "done"), self.counter.clock()
        self.tried(self.counter.ledger.compensate(self.counter.store, action_id, by="sue", now=now))

    def any_is(self, state: ActionState) -> bool:
        """Whether any action is in a state."""
        return any(action.state == state for action in self.last_seen.values())

    @rule(fault=st.sampled_from(FAULTS), late=st.booleans(), fee=st.sampled_from([0, 0, 1]))
    def the_world_changes(self, fault: Exception | None, late: bool, fee: int) -> None:
        """From now on there is another fee, and the next attempt fails, before its effect or in it."""
        self.counter.till.fee = fee
        self.counter.till.fault, self.counter.till.late_fault = (None, fault) if late else (fault, None)

    @rule(minutes=st.sampled_from([1, 11, 31]), looked_at=st.booleans())
    def time_passes(self, minutes: int, looked_at: bool) -> None:
        self.counter.clock.forward(minutes=minutes)
        if looked_at:
            self.run(self.counter.ledger.expire_due(self.counter.store, self.counter.clock()))

    @invariant()
    def the_ledger_is_right(self) -> None:
        if hasattr(self, "counter"):
            self.run(self.check())

    async def check(self) -> None:
        async with self.counter.store.reading() as tx:
            for row in (await tx.execute(select(actions))).all():
                if self.rows.get(row.action_id) != row:
                    self.rows[row.action_id] = row
                    await self.check_change(tx, row.action_id)
        rows = list(self.last_seen.values())
        self.check_effects(rows, await self.counter.keys())
        standing = [action.key for action in rows if action.state in OPEN]
        assert len(standing) == len(set(standing))
        assert sum(action.state == "proposed" for action in rows) <= 1

    async def check_change(self, tx: Transaction, action_id: str) -> None:
        """What changes is only the state and what belongs to it, and the audit tells of it."""
        before, now = self.last_seen.get(action_id), await action_rows.find(tx, action_id)
        assert now is not None
        assert before is None or all(getattr(before, name) == getattr(now, name) for name in FROZEN)
        assert replay(await action_rows.trail(tx, action_id)) == now.state
        self.last_seen[action_id] = now

    def check_effects(self, rows: list[Action], keys: list[str]) -> None:
        """Every effect is one receipt, and every receipt one effect that was agreed to."""
        done = [action for action in rows if action.state == "done"]
        assert sorted(keys) == sorted(action.idempotency_key for action in done)
        for action in done:
            assert action.receipt == action.terms
            assert action.action_id in self.agreed
            assert action.approval is None or action.action_id in self.approved


@pytest.fixture(autouse=True, scope="module")
def _prepared(sqlite_copies: SqliteCopies) -> None:
    AnythingMayHappen.copies = sqlite_copies


TestAnythingMayHappen = AnythingMayHappen.TestCase
TestAnythingMayHappen.settings = settings(
    max_examples=16,
    stateful_step_count=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
