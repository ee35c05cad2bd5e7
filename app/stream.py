"""A conversation's events as one stream that can be left and taken up again (positions: see app/live.py)."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.live import Attempt, Position, Switchboard
from graphs.events import TextReset, TurnEvent
from tools.store import events
from tools.store.engine import Store

STARTED_AGAIN = "started_again"
NEWS_SECONDS = 1.0
"""So often a listener looks into the database, where another replica may have stored events."""
QUIET_LOOKS = 5
"""After so many looks without news the listener hears that the line still stands."""


class Held(TurnEvent):
    """A person has the conversation: the message was stored for them, and the bot is silent."""

    type: Literal["held"] = "held"
    messages: list[str]
    """The client message ids."""


class Written(TurnEvent):
    """A colleague has written to the customer: a `message` that names its author."""

    type: Literal["message"] = "message"
    text: str
    author: str


class HandoffChanged(TurnEvent):
    """A colleague has accepted, closed or returned the conversation."""

    type: Literal["handoff"] = "handoff"
    handoff_id: str
    state: str


@dataclass(frozen=True)
class Sent:
    """One event as it goes out."""

    position: Position
    type: str
    data: dict[str, Any]

    def answers(self, client_message_id: str) -> bool:
        """Whether this ends the answer to a message."""
        return self.type == "done" and client_message_id in self.data["answers"]

    def lines(self) -> str:
        """Write it as a Server-Sent Event."""
        data = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return f"id: {self.position}\nevent: {self.type}\ndata: {data}\n\n"


async def follow(
    store: Store, board: Switchboard, conversation_id: str, start: Position, seconds: float = NEWS_SECONDS
) -> AsyncIterator[Sent | None]:
    """Yield what comes after a position, without end; None now and then, to show that the line still stands."""
    at, look, quiet = start, True, 0
    while True:
        attempt, newest, rang = board.heard(conversation_id)
        if look or newest > at.seq:
            async for sent in _stored(store, conversation_id, at, attempt):
                at = replace(at, seq=sent.position.seq)
                if sent.type:
                    yield sent
        for sent in _said(at, attempt):
            at = sent.position
            yield sent
        look = not await _rings(rang, seconds)
        quiet = quiet + 1 if look else 0
        if look and quiet % QUIET_LOOKS == 0:
            yield None


async def _stored(store: Store, conversation_id: str, at: Position, attempt: Attempt | None) -> AsyncIterator[Sent]:
    """Yield the stored events; those that the listener heard while the turn ran come without a type."""
    heard = attempt.stored if attempt is not None and attempt.name == at.attempt else {}
    async with store.reading() as tx:
        found = await events.after(tx, conversation_id, at.seq)
    for event in found:
        known = 0 < heard.get(event.seq, 0) <= at.said
        data = {"type": event.type, "turn_id": event.turn_id, "at": event.at.isoformat(), **event.data}
        yield Sent(Position(event.seq), "" if known else event.type, data)


def _said(at: Position, attempt: Attempt | None) -> list[Sent]:
    """List what the running turn has said and the listener has not heard."""
    if attempt is None or not attempt.running:
        return []
    sent: list[Sent] = []
    said = at.said
    if at.attempt != attempt.name:
        if at.attempt:
            sent.append(_sent(Position(at.seq), TextReset(reason=STARTED_AGAIN), attempt))
        said = 0
    for number, event in enumerate(attempt.said[said:], start=said + 1):
        sent.append(_sent(Position(at.seq, number, attempt.name), event, attempt))
    return sent


def _sent(position: Position, event: TurnEvent, attempt: Attempt) -> Sent:
    data = {**event.model_dump(mode="json"), "turn_id": attempt.turn_id}
    return Sent(position, data["type"], data)


async def _rings(rang: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(rang.wait(), seconds)
    except TimeoutError:
        return False
    return True
