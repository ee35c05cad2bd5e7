"""Chat messages as everybody writes them: OpenAI's roles and tool calls, tau's, LangChain's, and how they are read.

OpenAI: https://platform.openai.com/docs/api-reference/chat/create (messages); LangChain: `messages_to_dict` and its
serialized constructors. A result belongs to the call that it names, or, where ids are missing, to the first that waits.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from evals.convert.gather import Heard, Item
from evals.convert.reading import UnusableError
from evals.transcript import Call, Say

Role = Literal["customer", "agent", "tool", "system"]
_ROLES: Mapping[str, Role] = {
    "user": "customer", "human": "customer", "HumanMessage": "customer", "HumanMessageChunk": "customer",
    "assistant": "agent", "ai": "agent", "AIMessage": "agent", "AIMessageChunk": "agent", "model": "agent",
    "tool": "tool", "function": "tool", "ToolMessage": "tool", "FunctionMessage": "tool",
    "system": "system", "developer": "system", "SystemMessage": "system",
}  # fmt: skip
_CALL_PARTS = ("tool_use", "tool_call", "function_call")
_NOT_SAID = (*_CALL_PARTS, "reasoning", "thinking", "redacted_thinking", "input_json_delta")
"""Parts of a content that nobody hears."""
UNPARSED = "_unparsed"
"""The argument under which a call keeps what is no JSON object."""


@dataclass(frozen=True)
class Called:
    """A tool call in a message."""

    id: str
    name: str
    arguments: dict[str, Any]
    by_customer: bool = False


@dataclass(frozen=True)
class Said:
    """One message, whoever's format it had."""

    role: Role
    text: str
    calls: tuple[Called, ...] = ()
    answers: str = ""
    """Of a tool's result: the id of its call."""
    tool: str | None = None
    """Of a tool's result: the tool's name, where it is written down."""
    failed: bool = False
    empty: bool = False
    """Of a tool's result: nothing came back, not even an empty text."""
    by_customer: bool = False
    """Of a tool's result: the customer's own tool."""
    at: datetime | None = None


def said(raw: Any) -> Said:
    """Read one message.

    Raises:
        UnusableError: It is none.
    """
    message = _unwrapped(raw)
    name = message.get("role") or message.get("type")
    role = _ROLES.get(str(name))
    if role is None:
        raise UnusableError(f"it has a message whose role is {name!r}" if name else "it has a message without a role")
    content = message.get("content")
    text = content_text(content if content is not None else message.get("refusal"))
    at = _time(message.get("timestamp"))
    if role != "tool":
        return Said(role, text, calls=tuple(_calls(message)), at=at)
    return Said(
        role,
        text,
        answers=str(message.get("tool_call_id") or message.get("id") or ""),
        tool=message.get("name"),
        failed=message.get("error") is True or message.get("status") == "error",
        empty=content is None,
        by_customer=message.get("requestor") == "user",
        at=at,
    )


def items(messages: Iterable[Said]) -> list[Item]:
    """List what was said and done; a system message is neither.

    Raises:
        UnusableError: A result stands there without a call or a tool's name.
    """
    found: list[Item] = []
    waiting: list[tuple[int, str, bool]] = []
    for message in messages:
        if message.role == "tool":
            _answer(found, waiting, message)
            continue
        if message.role != "system" and message.text.strip():
            heard = message.role == "customer"
            found.append(Heard(message.text, message.at) if heard else Say(say=message.text))
        for call in message.calls:
            by_customer = call.by_customer or message.role == "customer"
            waiting.append((len(found), call.id, by_customer))
            by: Literal["customer", "agent"] = "customer" if by_customer else "agent"
            found.append(Call(call=call.name, arguments=call.arguments, by=by))
    return found


def content_text(content: Any) -> str:
    """Return the text of a content: a string, or parts, of which those without words leave their kind's name."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return _part_text(content)
    if isinstance(content, Sequence):
        return "\n".join(text for part in content if (text := part if isinstance(part, str) else _part_text(part)))
    return str(content)


def arguments_of(raw: Any) -> dict[str, Any]:
    """Return a call's arguments, written as an object or as its JSON; what is neither is kept as it is."""
    if raw is None or raw == "":
        return {}
    try:
        held = json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        held = raw
    return {str(key): value for key, value in held.items()} if isinstance(held, Mapping) else {UNPARSED: raw}


def _unwrapped(raw: Any) -> Mapping[str, Any]:
    """Open LangChain's wrappings: a constructor's `kwargs`, `{"type", "data"}`, a (role, text) pair."""
    if isinstance(raw, Mapping):
        if raw.get("type") == "constructor" and isinstance(raw.get("kwargs"), Mapping):
            kind = str((raw.get("id") or [""])[-1])
            return {**raw["kwargs"], "role": raw["kwargs"].get("role", kind)}
        if isinstance(raw.get("data"), Mapping) and "type" in raw and "content" not in raw:
            return {**raw["data"], "role": raw["type"]}
        return raw
    if isinstance(raw, Sequence) and len(raw) == 2 and all(isinstance(part, str) for part in raw):
        return {"role": raw[0], "content": raw[1]}
    raise UnusableError("it has a message that is no object")


def _calls(message: Mapping[str, Any]) -> Iterable[Called]:
    listed = message.get("tool_calls") or (message.get("additional_kwargs") or {}).get("tool_calls") or ()
    if not listed and message.get("function_call"):
        listed = [{"function": message["function_call"]}]
    if not listed and isinstance(message.get("content"), list):
        listed = [part for part in message["content"] if isinstance(part, Mapping) and part.get("type") in _CALL_PARTS]
    for call in listed:
        if not isinstance(call, Mapping):
            raise UnusableError("it has a tool call that is no object")
        function = call.get("function") or call
        name = function.get("name")
        if not isinstance(name, str) or not name:
            raise UnusableError("it has a tool call without a name")
        given = next((function[key] for key in ("arguments", "args", "input") if key in function), None)
        yield Called(str(call.get("id") or ""), name, arguments_of(given), call.get("requestor") == "user")


def _answer(found: list[Item], waiting: list[tuple[int, str, bool]], result: Said) -> None:
    """Put a result to its call."""
    named = [one for one in waiting if result.answers and one[1] == result.answers]
    nameless = [one for one in waiting if one[2] == result.by_customer and not (one[1] and result.answers)]
    chosen = next(iter(named or nameless), None)
    held = {"error": result.text} if result.failed else {"result": None if result.empty else result.text}
    if chosen is None:
        if not result.tool:
            raise UnusableError("it has a tool's result without a call")
        by: Literal["customer", "agent"] = "customer" if result.by_customer else "agent"
        found.append(Call(call=result.tool, by=by, **held))
        return
    waiting.remove(chosen)
    call = found[chosen[0]]
    assert isinstance(call, Call)  # noqa: S101 - only calls wait
    found[chosen[0]] = call.model_copy(update=held)


def _part_text(part: Any) -> str:
    if not isinstance(part, Mapping):
        return str(part)
    kind = str(part.get("type", ""))
    if kind in _NOT_SAID:
        return ""
    return next((part[key] for key in ("text", "refusal", "content") if isinstance(part.get(key), str)), f"[{kind}]")


def _time(raw: Any) -> datetime | None:
    """Read a message's time; without a zone it is taken for UTC."""
    try:
        found = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
