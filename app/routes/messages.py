"""Messages: send one and hear the answer; listen to a conversation."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from app.access import Caller, Counter, Ready, at_counter
from app.live import Position
from app.ownership import caller_in, own, seen
from app.problems import Problem
from app.sse import as_lines, event_stream
from app.stream import Sent
from app.words import Words
from tools.store.inbound import Incoming

router = APIRouter(prefix="/v1/conversations/{conversation_id}", tags=["messages"])
LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", description="The last `id` you saw.")]
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "The events; see the top of this page."}
}


class Message(BaseModel):
    """What the customer writes."""

    model_config = ConfigDict(extra="forbid")

    text: Words = Field(min_length=1, pattern=r"\S")
    client_message_id: Words = Field(
        min_length=1,
        max_length=128,
        description="Chosen by you; the same id is the same message, however often it is sent.",
    )


@router.post("/messages", response_class=StreamingResponse, responses=_STREAM)
async def send(
    conversation_id: str,
    message: Message,
    counter: Annotated[Counter, Depends(at_counter)],
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """Send a message and hear its answer, up to the `done` that names it.

    The message is stored before the answer begins. If the connection breaks, send it again with the same
    `client_message_id`: it is not answered twice, and you hear the answer from where you were (`Last-Event-ID`).
    """
    not_too_long(message.text, counter.rules.settings.max_message_chars)
    house, turns = counter.rooms
    conversation = await own(house.store, counter.visitor, conversation_id)
    caller = caller_in(conversation, "web_chat")
    received = await turns.receive(
        conversation_id,
        Incoming(
            client_message_id=message.client_message_id,
            text=message.text,
            customer_id=caller.customer_id,
            channel=caller.channel,
            strength=caller.strength,
        ),
    )
    if received.stored.state == "waiting":
        turns.start(conversation_id)
    start = _later(Position.read(last_event_id), received.position)
    heard = turns.follow(conversation_id, start)
    return event_stream(as_lines(heard, partial(Sent.answers, client_message_id=message.client_message_id)))


@router.get("/events", response_class=StreamingResponse, responses=_STREAM)
async def listen(
    conversation_id: str, who: Caller, ready: Ready, last_event_id: LastEventId = None
) -> StreamingResponse:
    """Listen to a conversation, from the beginning or from `Last-Event-ID`."""
    house, turns = ready
    await seen(house.store, who, conversation_id)
    start = Position.read(last_event_id)
    if start is None and last_event_id:
        raise Problem(400, "Last-Event-ID is not one of ours; send the last id you saw, or none.")
    return event_stream(as_lines(turns.follow(conversation_id, start or Position())))


def not_too_long(text: str, longest: int) -> None:
    """Refuse a message that is longer than a message may be.

    Raises:
        Problem: 413.
    """
    if len(text) > longest:
        raise Problem(413, f"The message has {len(text)} characters; send at most {longest} at a time.")


def _later(wanted: Position | None, begins: Position) -> Position:
    """Go on where the listener was, but not before the message itself."""
    return wanted if wanted is not None and wanted.seq >= begins.seq else begins
