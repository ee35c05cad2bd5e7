"""What customers sent, stored before anything is done about it: a message is never lost and never taken twice."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tools.context import Caller, Channel, Strength
from tools.errors import Refused, Unavailable
from tools.records import Record
from tools.store.engine import Transaction
from tools.store.interaction_tables import inbound


class Incoming(Record):
    """A message as a channel hands it in, already redacted."""

    client_message_id: str
    """Chosen by the sender: the same id is the same message."""
    kind: Literal["text", "decision"] = "text"
    """A decision is a supervisor's answer about an action; it has a payload and no words."""
    text: str = ""
    payload: dict[str, Any] | None = None
    customer_id: str | None
    channel: Channel
    strength: int
    """How sure we were of the sender when it arrived, as a `Strength`."""

    @property
    def caller(self) -> Caller:
        """Who sent it."""
        return Caller(self.customer_id, self.channel, Strength(self.strength))


class Stored(Incoming):
    """A message that is kept."""

    inbound_id: int
    conversation_id: str
    state: Literal["waiting", "answered"]
    turn_id: str | None
    """The turn that answers it, once that has begun."""
    attempts: int = 0
    """How often that turn has begun; it is counted before anything else happens, so that a crash counts too."""
    received_at: datetime


async def receive(tx: Transaction, conversation_id: str, incoming: Incoming, now: datetime) -> tuple[Stored, bool]:
    """Store a message once; the second value says whether it is new.

    Raises:
        Refused: Its id was used before for other words.
    """
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(inbound).on_conflict_do_nothing().returning(inbound)
    values = {
        "conversation_id": conversation_id,
        "state": "waiting",
        "turn_id": None,
        "attempts": 0,
        "received_at": now,
        **incoming.model_dump(),
    }
    row = (await tx.execute(statement, values)).first()
    if row is not None:
        return _stored(row), True
    before = await find(tx, conversation_id, incoming.client_message_id)
    if before is None:
        raise Unavailable("the message could not be stored")
    if (before.kind, before.text, before.payload) != (incoming.kind, incoming.text, incoming.payload):
        raise Refused("This message id was used before for another message; use a new one.")
    return before, False


async def find(tx: Transaction, conversation_id: str, client_message_id: str) -> Stored | None:
    """Find a message by its sender's id."""
    query = select(inbound).where(
        inbound.c.conversation_id == conversation_id, inbound.c.client_message_id == client_message_id
    )
    row = (await tx.execute(query)).first()
    return None if row is None else _stored(row)


async def waiting(tx: Transaction, conversation_id: str) -> tuple[Stored, ...]:
    """List what has not been answered yet, oldest first."""
    query = (
        select(inbound)
        .where(inbound.c.conversation_id == conversation_id, inbound.c.state == "waiting")
        .order_by(inbound.c.inbound_id)
    )
    return tuple(_stored(row) for row in await tx.execute(query))


async def of_conversation(tx: Transaction, conversation_id: str) -> tuple[Stored, ...]:
    """List everything that was sent, oldest first: the customer's half of the transcript."""
    query = select(inbound).where(inbound.c.conversation_id == conversation_id).order_by(inbound.c.inbound_id)
    return tuple(_stored(row) for row in await tx.execute(query))


async def unfinished(tx: Transaction) -> tuple[str, ...]:
    """List the conversations in which somebody waits for an answer, longest first: taken up at the start."""
    query = select(inbound.c.conversation_id).where(inbound.c.state == "waiting").order_by(inbound.c.inbound_id)
    return tuple(dict.fromkeys(await tx.scalars(query)))


async def take(tx: Transaction, conversation_id: str) -> tuple[Stored, ...]:
    """Give the next turn its messages: one decision, or a burst of words from one caller, under one turn id.

    A turn that broke off gets exactly the messages that it had before, whatever has arrived since.
    """
    batch = _batch(await waiting(tx, conversation_id))
    if not batch:
        return batch
    first = batch[0]
    begun = {"turn_id": first.turn_id or f"T-{first.inbound_id}", "attempts": first.attempts + 1}
    ids = [one.inbound_id for one in batch]
    await tx.execute(update(inbound).where(inbound.c.inbound_id.in_(ids)).values(**begun))
    return tuple(one.model_copy(update=begun) for one in batch)


async def uncount(tx: Transaction, conversation_id: str, turn_id: str) -> None:
    """Take back that a turn has begun: it was stopped in good order, and nothing was wrong with it."""
    await tx.execute(
        update(inbound)
        .where(inbound.c.conversation_id == conversation_id, inbound.c.turn_id == turn_id)
        .values(attempts=inbound.c.attempts - 1)
    )


async def answered(tx: Transaction, conversation_id: str, turn_id: str) -> None:
    """Note that a turn has answered its messages."""
    await tx.execute(
        update(inbound)
        .where(inbound.c.conversation_id == conversation_id, inbound.c.turn_id == turn_id)
        .where(inbound.c.state == "waiting")
        .values(state="answered")
    )


def _batch(queue: tuple[Stored, ...]) -> tuple[Stored, ...]:
    if not queue:
        return ()
    first = queue[0]
    if first.turn_id is not None:
        return tuple(one for one in queue if one.turn_id == first.turn_id)
    batch = [first]
    for one in queue[1:]:
        if first.kind == "decision" or one.kind == "decision" or one.caller != first.caller:
            break
        batch.append(one)
    return tuple(batch)


def _stored(row: Row[Any]) -> Stored:
    return Stored(**row._mapping)
