"""What a turn told its listeners: the bot's half of the transcript, numbered from 1 without a gap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from tools.records import Record
from tools.store import conversations
from tools.store.engine import Transaction
from tools.store.interaction_tables import events

NewEvent = tuple[str, Mapping[str, Any]]
"""An event's type and its data."""


class Event(Record):
    """One event of a conversation."""

    conversation_id: str
    seq: int
    turn_id: str
    type: str
    data: dict[str, Any]
    at: datetime


async def append(
    tx: Transaction, conversation_id: str, turn_id: str, new: Sequence[NewEvent], now: datetime
) -> list[int]:
    """Add events at the end and return their numbers."""
    first = await conversations.save(tx, conversation_id, now, new_events=len(new))
    return await add(tx, numbered(first, conversation_id, turn_id, new, now))


def numbered(first: int, conversation_id: str, turn_id: str, new: Sequence[NewEvent], now: datetime) -> list[Event]:
    """Give events their numbers."""
    return [
        Event(
            conversation_id=conversation_id,
            seq=first + index,
            turn_id=turn_id,
            type=kind,
            data=dict(data),
            at=now,
        )
        for index, (kind, data) in enumerate(new)
    ]


async def add(tx: Transaction, new: Sequence[Event]) -> list[int]:
    """Store events whose numbers this transaction has reserved, and return the numbers."""
    if new:
        await tx.execute(insert(events), [one.model_dump() for one in new])
    return [one.seq for one in new]


async def after(tx: Transaction, conversation_id: str, seq: int = 0, limit: int = 1000) -> tuple[Event, ...]:
    """Read the events after a number, in order."""
    query = (
        select(events)
        .where(events.c.conversation_id == conversation_id, events.c.seq > seq)
        .order_by(events.c.seq)
        .limit(limit)
    )
    return tuple(Event(**row._mapping) for row in await tx.execute(query))


async def of_turn(tx: Transaction, conversation_id: str, turn_id: str) -> tuple[Event, ...]:
    """Read the events of one turn, in order: what a message that is sent again is answered with."""
    query = (
        select(events)
        .where(events.c.conversation_id == conversation_id, events.c.turn_id == turn_id)
        .order_by(events.c.seq)
    )
    return tuple(Event(**row._mapping) for row in await tx.execute(query))
