"""OpenAI's chat JSONL: `{"messages": [...]}` a line, as for fine-tuning, or the bare list of messages."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from evals.convert.chat import Said, items, said
from evals.convert.gather import gather
from evals.convert.reading import Dropped, Record, UnusableError
from evals.transcript import Transcript

_ID_FIELDS = ("id", "conversation_id", "custom_id")


def read_openai(found: Iterable[Record], dropped: Dropped) -> Iterator[Transcript]:
    """Convert one conversation a record."""
    for record in found:
        with dropped.dropping(record.where):
            yield transcript(record)


def transcript(record: Record) -> Transcript:
    """Convert one conversation.

    Raises:
        UnusableError: It is none.
    """
    data: Mapping[str, Any] = {"messages": record.data} if isinstance(record.data, list) else record.data
    if not isinstance(data, Mapping) or not isinstance(data.get("messages"), list):
        raise UnusableError("it has no list of messages")
    messages = [said(message) for message in data["messages"]]
    opening, turns = gather(items(messages))
    metadata = data.get("metadata")
    own = next((str(data[name]) for name in _ID_FIELDS if data.get(name)), "")
    return Transcript(
        id=own or record.name,
        source="openai",
        strength="anonymous",
        agent=str(data.get("model") or ""),
        opening=opening,
        turns=turns,
        labels={**(labels(metadata) if isinstance(metadata, Mapping) else {}), **system_label(messages)},
    )


def system_label(messages: Iterable[Said]) -> dict[str, str]:
    """Tell conversations under the same system prompt from others; its text is nothing that was said."""
    text = "\n".join(message.text for message in messages if message.role == "system")
    return {"system_sha256": sha256(text.encode()).hexdigest()[:16]} if text else {}


def labels(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Keep what a label can hold."""
    return {str(name): str(value) for name, value in metadata.items() if isinstance(value, str | int | float)}
