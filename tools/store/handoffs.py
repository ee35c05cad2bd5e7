"""Hand-offs to a person: a life cycle, not a word.

requested -> offered -> accepted -> closed -> returned
    \\___________\\__________\\____-> failed -> returned
"""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tools.errors import NotFound, Refused
from tools.records import Record
from tools.store.conversations import Holder
from tools.store.engine import Transaction
from tools.store.interaction_tables import conversations, handoffs

HandoffState = Literal["requested", "offered", "accepted", "closed", "failed", "returned"]
HandoffEvent = Literal["offer", "accept", "close", "fail", "give_back"]

ALLOWED: dict[tuple[HandoffState, HandoffEvent], HandoffState] = {
    ("requested", "offer"): "offered",
    ("offered", "accept"): "accepted",
    ("accepted", "close"): "closed",
    ("requested", "fail"): "failed",
    ("offered", "fail"): "failed",
    ("accepted", "fail"): "failed",
    ("closed", "give_back"): "returned",
    ("failed", "give_back"): "returned",
}
HOLDERS: dict[HandoffState, Holder] = {
    "requested": "queue",
    "offered": "queue",
    "accepted": "person",
    "closed": "bot",
    "failed": "bot",
    "returned": "bot",
}
"""Who answers the customer in each state: a hand-off that failed never leaves the customer without an answer."""
_NOTED: dict[HandoffEvent, str] = {"accept": "person", "fail": "failure"}
LIVE: frozenset[HandoffState] = frozenset({"requested", "offered", "accepted"})


class Handoff(Record):
    """One conversation on its way to a person and back."""

    handoff_id: str
    conversation_id: str
    state: HandoffState = "requested"
    reason: str
    packet: dict[str, Any]
    """What the person sees the moment they accept."""
    person: str | None = None
    """Who accepted it."""
    failure: str | None = None
    """Why nobody took it, or could go on."""
    requested_at: datetime
    updated_at: datetime


def advance(state: HandoffState, event: HandoffEvent) -> HandoffState:
    """Return the state after an event.

    Raises:
        Refused: The event cannot happen in this state.
    """
    if (state, event) not in ALLOWED:
        raise Refused(f"A hand-off that is {state} cannot be told to {event.replace('_', ' ')}.")
    return ALLOWED[state, event]


async def request(tx: Transaction, handoff: Handoff) -> Handoff:
    """Ask for a person; where one has been asked for already, that hand-off comes back."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(handoffs).on_conflict_do_nothing().returning(handoffs.c.handoff_id)
    if await tx.scalar(statement, handoff.model_dump()) is None:
        before = await find(tx, handoff.handoff_id) or await live(tx, handoff.conversation_id)
        if before is None:
            raise Refused("Another request for a person has just ended; ask again.")
        return before
    await _hold(tx, handoff.conversation_id, "queue")
    return handoff


async def find(tx: Transaction, handoff_id: str) -> Handoff | None:
    """Find one hand-off."""
    return _one((await tx.execute(select(handoffs).where(handoffs.c.handoff_id == handoff_id))).first())


async def live(tx: Transaction, conversation_id: str) -> Handoff | None:
    """Find the one hand-off of a conversation that is under way."""
    query = select(handoffs).where(handoffs.c.conversation_id == conversation_id, handoffs.c.state.in_(LIVE))
    return _one((await tx.execute(query)).first())


async def in_state(tx: Transaction, state: HandoffState) -> tuple[Handoff, ...]:
    """List the hand-offs in a state, longest wait first."""
    query = select(handoffs).where(handoffs.c.state == state).order_by(handoffs.c.requested_at)
    return tuple(Handoff(**row._mapping) for row in await tx.execute(query))


async def move(
    tx: Transaction, handoff_id: str, event: HandoffEvent, now: datetime, note: str | None = None
) -> Handoff:
    """Advance a hand-off, and with it who holds the conversation; `note` says who accepted, or why it failed.

    Raises:
        NotFound: There is no such hand-off.
        Refused: It cannot happen in its state; of two who accept at once, the second is refused.
    """
    query = select(handoffs).where(handoffs.c.handoff_id == handoff_id).with_for_update()
    before = _one((await tx.execute(query)).first())
    if before is None:
        raise NotFound(f"There is no hand-off {handoff_id}.")
    changes: dict[str, Any] = {"state": advance(before.state, event), "updated_at": now}
    if event in _NOTED:
        changes[_NOTED[event]] = note
    await tx.execute(update(handoffs).where(handoffs.c.handoff_id == handoff_id).values(**changes))
    after = before.model_copy(update=changes)
    # A hand-off that is over says nothing about who holds the conversation now.
    if before.state in LIVE:
        await _hold(tx, after.conversation_id, HOLDERS[after.state])
    return after


async def _hold(tx: Transaction, conversation_id: str, holder: Holder) -> None:
    await tx.execute(
        update(conversations).where(conversations.c.conversation_id == conversation_id).values(holder=holder)
    )


def _one(row: Row[Any] | None) -> Handoff | None:
    return None if row is None else Handoff(**row._mapping)
