"""A conversation as people read it: what the customer wrote and what they were told, in order."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from tools.store import events, inbound
from tools.store.engine import Transaction
from tools.store.events import Event
from tools.store.inbound import Stored

_PAGE = 1000
_SHOWN = ("message", "confirmation", "action", "escalation", "handoff", "tool", "routed", "closed", "error", "held")


class Entry(BaseModel):
    """One thing said or done."""

    at: datetime
    by: Literal["customer", "supervisor", "colleague", "switchboard"]
    type: str = Field(description='"message", or the type of the event.')
    turn_id: str | None
    text: str | None = None
    client_message_id: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, description="The event's other fields.")


async def transcript(tx: Transaction, conversation_id: str) -> tuple[list[Entry], int]:
    """Read the whole conversation, and the number of its last event.

    What a turn answers stands before what it says, whatever arrived while it ran.
    """
    told = await _all_events(tx, conversation_id)
    first_seq: dict[str, int] = {}
    for event in told:
        first_seq.setdefault(event.turn_id, event.seq)
    last = told[-1].seq if told else 0
    keyed = [((event.seq, 1, 0), _event(event)) for event in told if event.type in _SHOWN]
    for word in await inbound.of_conversation(tx, conversation_id):
        before = first_seq.get(word.turn_id or "", last + 1)
        keyed.append(((before, 0, word.inbound_id), _word(word)))
    return [entry for _, entry in sorted(keyed, key=lambda pair: pair[0])], last


async def _all_events(tx: Transaction, conversation_id: str) -> list[Event]:
    found: list[Event] = []
    while page := await events.after(tx, conversation_id, found[-1].seq if found else 0, _PAGE):
        found.extend(page)
        if len(page) < _PAGE:
            break
    return found


def _word(word: Stored) -> Entry:
    return Entry(
        at=word.received_at,
        by="customer" if word.kind == "text" else "supervisor",
        type="message" if word.kind == "text" else word.kind,
        turn_id=word.turn_id,
        text=word.text or None,
        client_message_id=word.client_message_id,
        data=word.payload or {},
    )


def _event(event: Event) -> Entry:
    data = dict(event.data)
    text = data.pop("text", None)
    by: Literal["colleague", "switchboard"] = "colleague" if "author" in data else "switchboard"
    return Entry(at=event.at, by=by, type=event.type, turn_id=event.turn_id, text=text, data=data)
