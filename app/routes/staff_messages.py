"""What a person who has the conversation writes to the customer."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.access import Ready, Rules, colleague
from app.notices import Notice
from app.routes.messages import Message, not_too_long
from app.stream import Written
from app.tokens import Staff
from tools.redaction import redact_inbound

router = APIRouter(prefix="/v1/conversations/{conversation_id}/staff-messages", tags=["handoffs"])


class Delivered(BaseModel):
    """The message is in the conversation."""

    conversation_id: str
    client_message_id: str


@router.post("", status_code=201)
async def write(
    conversation_id: str, message: Message, who: Annotated[Staff, Depends(colleague)], rules: Rules, ready: Ready
) -> Delivered:
    """Write to the customer while you have the conversation; they hear a `message` event with you as its `author`.

    The same `client_message_id` again delivers nothing twice. Card numbers and the like are taken out.
    """
    not_too_long(message.text, rules.settings.max_message_chars)
    text = redact_inbound(message.text)
    name = sha256(f"{who.name} {message.client_message_id}".encode()).hexdigest()[:24]
    said = Written(text=text, author=who.name)
    _, turns = ready
    await turns.tell(Notice(conversation_id, f"staff-{name}", (said,), spoken=text, author=who))
    return Delivered(conversation_id=conversation_id, client_message_id=message.client_message_id)
