"""Turns: begun by a claim, ended by one transaction, and recorded with what they took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from langchain_core.messages import AnyMessage
from sqlalchemy import Row, func, insert, select

from tools.errors import NotFound
from tools.records import Record
from tools.store import conversations, events, inbound, leases, messages
from tools.store.conversations import Conversation
from tools.store.engine import Transaction
from tools.store.inbound import Stored
from tools.store.interaction_tables import turns

_NANO = 1_000_000_000
"""Money is a whole number in the database; a turn's cost needs nine places."""


class TurnRow(Record):
    """What one turn was and what it took."""

    turn_id: str
    conversation_id: str
    started_at: datetime
    finished_at: datetime
    area: str | None = None
    intent: str | None = None
    sentiment: str | None = None
    tier: str | None = None
    reason: str | None = None
    """Why this tier answered: with the tier, what a policy is replayed on."""
    prompts: tuple[str, ...] = ()
    """References, such as `billing@3`."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    latency_ms: int = 0
    calls: tuple[dict[str, Any], ...] = ()
    """Each model call, as JSON."""


class Totals(Record):
    """What a conversation has taken so far."""

    turns: int
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal
    latency_ms: int


@dataclass(frozen=True)
class Begun:
    """All that a turn needs to run, read under its lease."""

    token: int
    conversation: Conversation
    batch: tuple[Stored, ...]
    """The messages to answer; never empty. They share one turn id."""
    history: list[AnyMessage]

    @property
    def turn_id(self) -> str:
        """The same when the turn runs again."""
        return self.batch[0].turn_id or ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All that a turn leaves behind."""

    turn: TurnRow
    messages: Sequence[AnyMessage]
    """The new ones only."""
    events: Sequence[events.NewEvent]
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the conversation: `state`, and where they change `status`, `summary`, `disposition`, ..."""


async def begin(tx: Transaction, conversation_id: str, owner: str, now: datetime, seconds: float) -> Begun | None:
    """Claim a conversation and read what its next turn needs; None where it is held, or nothing waits.

    Raises:
        NotFound: There is no such conversation.
    """
    token = await leases.claim(tx, conversation_id, owner, now, seconds)
    if token is None:
        return None
    batch = await inbound.take(tx, conversation_id)
    if not batch:
        await leases.release(tx, conversation_id, token)
        return None
    conversation = await conversations.find(tx, conversation_id)
    if conversation is None:
        raise NotFound(f"There is no conversation {conversation_id}.")
    return Begun(token, conversation, batch, await messages.recent(tx, conversation_id))


async def commit(tx: Transaction, token: int, outcome: Outcome) -> list[int] | None:
    """Write everything that a turn did and give up its lease: returns the events' numbers.

    None, and nothing is written, where another process has taken the turn over.
    """
    turn = outcome.turn
    where, now = turn.conversation_id, turn.finished_at
    if not await leases.release(tx, where, token):
        return None
    first = await conversations.save(tx, where, now, new_events=len(outcome.events), **outcome.changes)
    await messages.append(tx, where, outcome.messages)
    numbered = events.numbered(first, where, turn.turn_id, outcome.events, now)
    numbers = await events.add(tx, numbered)
    await record(tx, turn)
    await inbound.answered(tx, where, turn.turn_id)
    return numbers


async def record(tx: Transaction, turn: TurnRow) -> None:
    """Store one turn's row."""
    values = turn.model_dump(exclude={"cost_usd"})
    await tx.execute(insert(turns), {**values, "cost_nano_usd": int(turn.cost_usd * _NANO)})


async def find(tx: Transaction, turn_id: str) -> TurnRow | None:
    """Find one turn."""
    row = (await tx.execute(select(turns).where(turns.c.turn_id == turn_id))).first()
    return None if row is None else _turn(row)


async def of_conversation(tx: Transaction, conversation_id: str) -> tuple[TurnRow, ...]:
    """List a conversation's turns, oldest first."""
    query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.started_at)
    return tuple(_turn(row) for row in await tx.execute(query))


async def totals(tx: Transaction, conversation_id: str) -> Totals:
    """Add up what a conversation has taken."""
    sums = [turns.c.input_tokens, turns.c.output_tokens, turns.c.cost_nano_usd, turns.c.latency_ms]
    query = select(func.count(), *(func.coalesce(func.sum(one), 0) for one in sums))
    row = (await tx.execute(query.where(turns.c.conversation_id == conversation_id))).one()
    count, tokens_in, tokens_out, nano, latency = (int(value) for value in row)
    return Totals(
        turns=count,
        input_tokens=tokens_in,
        output_tokens=tokens_out,
        cost_usd=Decimal(nano) / _NANO,
        latency_ms=latency,
    )


def _turn(row: Row[Any]) -> TurnRow:
    values = {name: value for name, value in row._mapping.items() if name != "cost_nano_usd"}
    return TurnRow(**values, cost_usd=Decimal(row.cost_nano_usd) / _NANO)
