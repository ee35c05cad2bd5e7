"""What one exported run says: the messages that went in and those that came out, wherever it keeps them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.convert.chat import Said, content_text, said
from evals.convert.reading import UnusableError

_ASKED = ("input", "question", "query", "prompt", "text")
_ANSWERED = ("output", "answer", "response", "result", "text", "content")
"""Where a run that has no messages keeps the words."""


@dataclass(frozen=True)
class Exchange:
    """The messages of one trace, in order; what the system was told is none, and often differs from call to call."""

    messages: tuple[Said, ...] = ()

    @property
    def spoken(self) -> bool:
        """Whether a customer says something in it."""
        return any(message.role == "customer" and message.text.strip() for message in self.messages)

    def after(self, known: Sequence[Said]) -> list[Said]:
        """Return what this exchange adds to what is known of its thread.

        Its last message of the customer's is always new, and what follows: only what stands before it can be history,
        be it whole or the last part of it.
        """
        newest = next((at for at in range(len(self.messages) - 1, -1, -1) if self._heard(at)), 0)
        return list(self.messages[_overlap(known, self.messages[:newest]) :])

    def then(self, following: "Exchange") -> "Exchange":
        """Add another model call of the same trace: it has all that came before it in its input."""
        overlap = _overlap(self.messages, following.messages)
        return Exchange((*self.messages, *following.messages[overlap:]))

    def _heard(self, at: int) -> bool:
        return self.messages[at].role == "customer"


def exchange(inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> Exchange:
    """Read a run's inputs and outputs; outputs that hold the whole history again hold it once."""
    went_in = _said(_listed(inputs, _ASKED, "user"))
    came_out = _said(_listed(outputs, _ANSWERED, "assistant"))
    if "messages" not in inputs and any(message.role == "customer" for message in came_out):
        # A graph's whole state came out; what went in may be anything, such as the state as a text.
        return Exchange(came_out)
    repeated = len(came_out) >= len(went_in) and _keys(came_out[: len(went_in)]) == _keys(went_in)
    return Exchange(came_out if repeated else went_in + came_out)


def _said(listed: Iterator[Any]) -> tuple[Said, ...]:
    return tuple(message for raw in listed if (message := said(raw)).role != "system")


def _listed(held: Mapping[str, Any], words: Sequence[str], role: str) -> Iterator[Any]:
    """Find the messages in a run's inputs or outputs."""
    messages = held.get("messages")
    if isinstance(messages, list):
        # A model call's inputs are a batch of one.
        nested = len(messages) == 1 and isinstance(messages[0], list) and not _is_pair(messages[0])
        yield from messages[0] if nested else messages
    elif isinstance(messages, Mapping) or isinstance(held.get("message"), Mapping):
        yield messages if isinstance(messages, Mapping) else held["message"]
    elif held.get("generations"):
        yield from (_generated(one) for one in _first_batch(held["generations"]))
    elif isinstance(held.get("choices"), list) and held["choices"]:
        yield held["choices"][0]["message"]
    elif "role" in held:
        yield held
    else:
        yield from _worded(held, words, role)


def _worded(held: Mapping[str, Any], words: Sequence[str], role: str) -> Iterator[Any]:
    value = next((held[name] for name in words if held.get(name)), None)
    if isinstance(value, str):
        yield {"role": role, "content": value}
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield from value
    elif isinstance(value, Mapping):
        is_message = "content" in value or value.get("type") == "constructor"
        yield from [_roled(value, role)] if is_message else _listed(value, words, role)


def _roled(message: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    return message if "role" in message or "type" in message else {**message, "role": role}


def _first_batch(generations: Any) -> Sequence[Any]:
    first = generations[0] if isinstance(generations, list) else ()
    chosen = first[0] if isinstance(first, list) and first else first
    return [chosen] if chosen else []


def _generated(generation: Any) -> Any:
    if not isinstance(generation, Mapping):
        raise UnusableError("it has a generation that is no object")
    return generation.get("message") or {"role": "assistant", "content": content_text(generation.get("text"))}


def _is_pair(value: Sequence[Any]) -> bool:
    return len(value) == 2 and all(isinstance(part, str) for part in value)


def _overlap(known: Sequence[Said], following: Sequence[Said]) -> int:
    """Return how many messages at the beginning of one list are the end of the other."""
    ends, begins = _keys(known), _keys(following)
    return next((size for size in range(min(len(ends), len(begins)), 0, -1) if ends[-size:] == begins[:size]), 0)


def _keys(messages: Sequence[Said]) -> list[str]:
    """Say what makes messages the same: who says or calls what; ids differ from one export to the next."""
    return [
        json.dumps([one.role, one.text, [[call.name, call.arguments] for call in one.calls]], sort_keys=True)
        for one in messages
    ]
