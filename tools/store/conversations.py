"""Conversations: one customer matter each, whatever channels it uses."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, insert, select, update

from tools.context import Channel
from tools.errors import NotFound
from tools.records import Record
from tools.store.engine import Transaction
from tools.store.interaction_tables import conversations

Status = Literal["open", "closed"]
Holder = Literal["bot", "queue", "person"]


class Conversation(Record):
    """One matter and where it stands."""

    conversation_id: str
    customer_id: str | None = None
    """None as long as the caller is anonymous."""
    channel: Channel
    """Where it began."""
    status: Status = "open"
    holder: Holder = "bot"
    """Who answers; it follows the hand-off."""
    state: dict[str, Any] = {}  # noqa: RUF012 - pydantic copies it
    """What the graph keeps between turns, without its messages."""
    summary: str | None = None
    disposition: str | None = None
    """How it ended."""
    fingerprint: str | None = None
    """What a client that knows no conversation ids is recognised by."""
    next_seq: int = 1
    """The number of the next event."""
    created_at: datetime
    updated_at: datetime


async def create(tx: Transaction, conversation: Conversation) -> None:
    """Open a new matter."""
    await tx.execute(insert(conversations), conversation.model_dump())


async def find(tx: Transaction, conversation_id: str) -> Conversation | None:
    """Find one conversation."""
    query = select(conversations).where(conversations.c.conversation_id == conversation_id)
    return _one((await tx.execute(query)).first())


async def open_for(tx: Transaction, customer_id: str) -> Conversation | None:
    """Find a customer's newest open matter, on any channel."""
    query = (
        select(conversations)
        .where(conversations.c.customer_id == customer_id, conversations.c.status == "open")
        .order_by(conversations.c.updated_at.desc(), conversations.c.created_at.desc())
        .limit(1)
    )
    return _one((await tx.execute(query)).first())


async def by_fingerprint(tx: Transaction, fingerprint: str) -> Conversation | None:
    """Find the newest conversation that carries a fingerprint."""
    query = (
        select(conversations)
        .where(conversations.c.fingerprint == fingerprint)
        .order_by(conversations.c.updated_at.desc())
        .limit(1)
    )
    return _one((await tx.execute(query)).first())


async def identify(tx: Transaction, conversation_id: str, customer_id: str) -> bool:
    """Give an anonymous conversation its customer; False where it is another customer's."""
    changed = await tx.execute(
        update(conversations)
        .where(
            conversations.c.conversation_id == conversation_id,
            conversations.c.customer_id.is_(None) | (conversations.c.customer_id == customer_id),
        )
        .values(customer_id=customer_id)
    )
    return changed.rowcount == 1


async def save(tx: Transaction, conversation_id: str, now: datetime, *, new_events: int = 0, **changes: Any) -> int:
    """Change fields of a conversation and number its new events: returns the first of their numbers.

    Raises:
        NotFound: There is no such conversation.
    """
    after = await tx.scalar(
        update(conversations)
        .where(conversations.c.conversation_id == conversation_id)
        .values(next_seq=conversations.c.next_seq + new_events, updated_at=now, **changes)
        .returning(conversations.c.next_seq)
    )
    if after is None:
        raise NotFound(f"There is no conversation {conversation_id}.")
    return int(after) - new_events


async def close(tx: Transaction, conversation_id: str, now: datetime, *, disposition: str, summary: str) -> None:
    """End a matter.

    Raises:
        NotFound: There is no such conversation.
    """
    await save(tx, conversation_id, now, status="closed", disposition=disposition, summary=summary)


def _one(row: Row[Any] | None) -> Conversation | None:
    return None if row is None else Conversation(**row._mapping)
