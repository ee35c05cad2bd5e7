"""A small back office for the ledger's tests: it pays out of a till, rings a bell and puts labels on things.

What it does is in a table of the same database, so that an effect and its receipt can be compared.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from langchain_core.tools import BaseTool
from pydantic import Field
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, insert, select

from tests.conftest import Clock
from tools.actions import Action, Ledger
from tools.context import Call, Caller, Strength, ToolContext
from tools.effects import Plan, writes
from tools.errors import Refused
from tools.records import Money, Record
from tools.store.engine import Store, Transaction

_metadata = MetaData()
effects = Table(
    "till_effects",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String(128), nullable=False),
    Column("what", String(128), nullable=False),
)
Account = Annotated[str, Field(pattern=r"^[a-z]+$")]
Amount = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=2)]


class Payment(Record):
    account: str
    amount: Money
    fee: Money


class Ring(Record):
    bell: str


class Label(Record):
    thing: str
    label: str


@dataclass
class Till:
    """The world that the tools see; a test changes it."""

    fee: int = 0
    limit: int = 10_000
    fault: Exception | None = None
    """Raised by the next plan."""
    late_fault: Exception | None = None
    """Raised by the next effect, after it was written and before it is committed."""
    plans: int = 0
    tools: list[BaseTool] = field(init=False)

    def __post_init__(self) -> None:
        self.tools = [_pay(self), _ring(self), _label(self)]

    def planned(self) -> None:
        """Count a plan, and fail if it is to fail."""
        self.plans += 1
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault

    async def write(self, tx: Transaction, key: str, what: str) -> None:
        """Make an effect."""
        await tx.execute(insert(effects), {"key": key, "what": what})
        fault, self.late_fault = self.late_fault, None
        if fault is not None:
            raise fault


def _pay(till: Till) -> BaseTool:
    async def undo(tx: Transaction, receipt: Payment) -> None:
        gone = await tx.execute(delete(effects).where(effects.c.what == _payment_words(receipt)))
        if gone.rowcount != 1:
            raise Refused("That payment is not there any more.")

    @writes(risk="money", undo=undo)
    async def pay(account: Account, runtime: Call, amount: Amount, note: str | None = None) -> Plan[Payment]:  # noqa: D417
        """Pay money out.

        Args:
            account: Whom to pay.
            amount: How much.
            note: What for.
        """
        till.planned()
        runtime.context.customer()
        money = Money.of_minor(int(amount * 100))
        terms = Payment(account=account, amount=money, fee=Money.of_minor(till.fee))

        async def apply(tx: Transaction, key: str) -> Payment:
            await till.write(tx, key, _payment_words(terms))
            return terms

        return Plan(
            terms=terms,
            subject=f"account:{account}:{amount}",
            apply=apply,
            amount=money,
            approval="It is a lot of money." if money.minor > till.limit else None,
        )

    return pay


def _payment_words(payment: Payment) -> str:
    return f"paid {payment.amount} to {payment.account}"


def _ring(till: Till) -> BaseTool:
    @writes(risk="service", undo=None, repeat_after=timedelta(minutes=10))
    async def ring(bell: Account, runtime: Call) -> Plan[Ring]:  # noqa: D417
        """Ring a bell.

        Args:
            bell: Which one.
        """
        till.planned()
        runtime.context.customer()
        terms = Ring(bell=bell)

        async def apply(tx: Transaction, key: str) -> Ring:
            await till.write(tx, key, f"rang {bell}")
            return terms

        return Plan(terms=terms, subject=f"bell:{bell}", apply=apply)

    return ring


def _label(till: Till) -> BaseTool:
    async def undo(tx: Transaction, receipt: Label) -> None:
        await tx.execute(delete(effects).where(effects.c.what == f"{receipt.thing} is {receipt.label}"))

    @writes(risk="service", undo=undo)
    async def put_label(thing: Account, label: Account, runtime: Call) -> Plan[Label]:  # noqa: D417
        """Put a label on a thing.

        Args:
            thing: On what.
            label: What it says.
        """
        till.planned()
        runtime.context.customer()
        terms = Label(thing=thing, label=label)

        async def apply(tx: Transaction, key: str) -> Label:
            await till.write(tx, key, f"{thing} is {label}")
            return terms

        return Plan(terms=terms, subject=f"thing:{thing}", apply=apply)

    return put_label


@dataclass
class Counter:
    """One customer at the till: the ledger's calls in the words of a test."""

    store: Store
    clock: Clock
    till: Till = field(default_factory=Till)
    turn: int = 0

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.till.tools)

    def context(
        self, customer_id: str | None = "C-1", strength: Strength = Strength.SIGNED, conversation: str = "c-1"
    ) -> ToolContext:
        """Make a caller's context."""
        return ToolContext(
            caller=Caller(customer_id, "web_chat", strength),
            conversation_id=conversation,
            store=self.store,
            knowledge=cast(Any, None),
            now=self.clock,
            timezone=ZoneInfo("Europe/London"),
            approval_limit_minor=self.till.limit,
        )

    def next_turn(self) -> str:
        """Begin another turn."""
        self.turn += 1
        return f"T-{self.turn}"

    async def ask(self, tool: str, *, conversation: str = "c-1", **arguments: Any) -> Action:
        """Propose something in a new turn."""
        context, turn_id = self.context(conversation=conversation), self.next_turn()
        return await self.ledger.propose(context, tool, arguments, turn_id=turn_id, word=_worded)

    async def says_yes(self, action: Action) -> Action:
        """Confirm in a new turn."""
        context, turn_id = self.context(conversation=action.conversation_id), self.next_turn()
        return await self.ledger.answer(context, action.action_id, "yes", turn_id=turn_id)

    async def carry_out(self, action: Action) -> Action:
        """Execute."""
        return await self.ledger.execute(self.context(conversation=action.conversation_id), action.action_id)

    async def do(self, tool: str, **arguments: Any) -> Action:
        """Propose, confirm and execute."""
        return await self.carry_out(await self.says_yes(await self.ask(tool, **arguments)))

    async def effects(self) -> list[str]:
        """Read what has been done to the world, in order."""
        async with self.store.reading() as tx:
            return list(await tx.scalars(select(effects.c.what).order_by(effects.c.number)))

    async def keys(self) -> list[str]:
        """Read under which keys."""
        async with self.store.reading() as tx:
            return list(await tx.scalars(select(effects.c.key)))


def _worded(tool: str, plan: Plan[Any]) -> str:
    return f"{tool} {plan.subject}?"


async def at_the_till(store: Store, clock: Clock) -> Counter:
    """Open the till in an empty store."""
    async with store.writing() as tx:
        await tx.run_sync(_metadata.create_all)
    return Counter(store, clock)
