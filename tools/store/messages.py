"""What the models have seen and said: append-only, compact, and read from its end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessageChunk,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    message_chunk_to_message,
)
from sqlalchemy import insert, select

from tools.store.engine import Transaction
from tools.store.interaction_tables import messages

_KINDS: dict[str, type[AIMessage | HumanMessage | SystemMessage | ToolMessage]] = {
    "ai": AIMessage,
    "human": HumanMessage,
    "system": SystemMessage,
    "tool": ToolMessage,
}
_NOT_KEPT = {"type", "response_metadata", "artifact"}
"""How an answer came about is recorded with its turn; an artifact was never for the model."""


async def append(tx: Transaction, conversation_id: str, new: Sequence[AnyMessage]) -> None:
    """Add messages at the end."""
    if new:
        rows = [{"conversation_id": conversation_id, "body": packed(one)} for one in new]
        await tx.execute(insert(messages), rows)


async def recent(tx: Transaction, conversation_id: str, limit: int = 40) -> list[AnyMessage]:
    """Read the last messages, oldest first, beginning with a customer's: no tool result stands without its call."""
    query = (
        select(messages.c.body)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.message_id.desc())
        .limit(limit)
    )
    bodies = (await tx.scalars(query)).all()[::-1]
    first = next((index for index, body in enumerate(bodies) if body["type"] == "human"), len(bodies))
    return [unpacked(body) for body in bodies[first:]]


def packed(message: AnyMessage) -> dict[str, Any]:
    """Write a message as JSON with nothing empty in it; one that was streamed is kept whole."""
    whole = message_chunk_to_message(message) if isinstance(message, BaseMessageChunk) else message
    values = whole.model_dump(mode="json", exclude=_NOT_KEPT, exclude_defaults=True)
    return {"type": whole.type, **{name: value for name, value in values.items() if not _is_empty(value)}}


def unpacked(body: Mapping[str, Any]) -> AnyMessage:
    """Make the message again."""
    values = {"content": "", **body}
    return cast(AnyMessage, _KINDS[values.pop("type")].model_validate(values))


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | Iterable) and not value)
