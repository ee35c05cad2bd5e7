"""What the messages say: the customer's new words, and what tools have returned so far."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage

_ERROR = re.compile(r"^([A-Z]\w+): ?(.*)$", re.DOTALL)
REMARK = "remark"
"""The key of `additional_kwargs` that marks a human message which is the graph's and not the customer's."""
BESIDES = "besides"
"""The key that marks the customer's words which are a further wish of the message that is being answered."""
WHOLE = "whole"
"""The key under which words that are one wish of a message carry the whole message."""
REMINDER = "reminder"
"""The key of `additional_kwargs` that marks what only asks an open question again, after the reply itself."""
_AREA = re.compile(r"\barea that is active now: (?!none\b)(\w+)")
_CHANNEL = re.compile(r"\bchannel\W+(?:is\W+)?(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Result:
    """What came of one tool call."""

    tool: str
    arguments: Mapping[str, Any]
    content: Any
    """The record or records as JSON, or a sentence."""
    error: str | None = None
    """The error's name, such as `Refused`; then the content is its sentence."""
    argument: str | None = None
    """The argument at fault, if the error names one."""
    state: str | None = None
    """Where the action stands, for a write; then the content holds what is known of it."""

    @property
    def is_reading(self) -> bool:
        """Whether it holds what a read tool returned."""
        return self.error is None and self.state is None


@dataclass(frozen=True)
class History:
    """One call's messages, read once."""

    words: str
    """What the customer has said since the last answer."""
    fresh: tuple[Result, ...]
    """What tools returned since the last answer."""
    results: tuple[Result, ...]
    """Everything that tools returned in the messages, oldest first."""
    lately: tuple[Result, ...]
    """What tools returned since the customer's last words."""
    earlier: tuple[str, ...]
    """What the customer said before, oldest first."""
    channel: str
    told: tuple[str, ...] = ()
    """What the customer was told since the words before, in whoever's words: an answer, and a proposal after it."""
    besides: bool = False
    """Whether the customer's words are a further wish of one message, whose first has just been answered."""
    whole: str = ""
    """The message of which the customer's words are one wish of several; empty where they are all of it."""

    @property
    def reply(self) -> str:
        """What the customer was told last."""
        return self.told[-1] if self.told else ""

    @property
    def current(self) -> tuple[Result, ...]:
        """What was read since the last change: what was read before it may no longer be true."""
        done = [at for at, result in enumerate(self.results) if result.state == "done"]
        start = done[-1] + 1 if done else 0
        return tuple(result for result in self.results[start:] if result.is_reading)

    @property
    def readings(self) -> tuple[Result, ...]:
        """Everything that was read, before the last change too."""
        return tuple(result for result in self.results if result.is_reading)

    @property
    def receipts(self) -> tuple[Mapping[str, Any], ...]:
        """What was done, newest first, by the receipts."""
        done = (result.content for result in reversed(self.results) if result.state == "done")
        found = (content.get("receipt") for content in done if isinstance(content, Mapping))
        return tuple(receipt for receipt in found if isinstance(receipt, Mapping))

    def found(self, tool: str, arguments: Mapping[str, Any]) -> Result | None:
        """Return what this very call returned, if it was made since the last change."""
        matching = (r for r in reversed(self.current) if r.tool == tool and r.arguments == arguments)
        return next(matching, None)

    def last_of(self, tool: str) -> Result | None:
        """Return the newest result of a tool, whatever it was."""
        return next((result for result in reversed(self.results) if result.tool == tool), None)


def read_history(messages: Sequence[BaseMessage]) -> History:
    """Read a list of messages."""
    start = max((at for at, message in enumerate(messages) if isinstance(message, AIMessage)), default=-1)
    results = tuple(_results(messages))
    fresh_ids = {message.tool_call_id for message in messages[start + 1 :] if isinstance(message, ToolMessage)}
    said = [(at, message.text) for at, message in enumerate(messages) if _by_customer(message)]
    spoke = max((at for at, _ in said), default=-1)
    late_ids = {message.tool_call_id for message in messages[spoke + 1 :] if isinstance(message, ToolMessage)}
    return History(
        words=" ".join(text for at, text in said if at > start).strip(),
        fresh=tuple(result for call_id, result in results if call_id in fresh_ids),
        results=tuple(result for _, result in results),
        lately=tuple(result for call_id, result in results if call_id in late_ids),
        earlier=tuple(text for at, text in said if at < start),
        channel=_channel(messages),
        told=told_before(messages),
        besides=spoke >= 0 and bool(messages[spoke].additional_kwargs.get(BESIDES)),
        whole=str(messages[spoke].additional_kwargs.get(WHOLE, "")) if spoke >= 0 else "",
    )


def customer_words(messages: Sequence[BaseMessage]) -> list[str]:
    """Return what the customer said, oldest first."""
    return [message.text for message in messages if _by_customer(message)]


def told_before(messages: Sequence[BaseMessage]) -> tuple[str, ...]:
    """Return what the customer was told before the last words and after those before them; or else what was told last.

    What only asks an open question again is no part of it.
    """
    last = max((at for at, message in enumerate(messages) if _by_customer(message)), default=len(messages))
    further = last < len(messages) and BESIDES in messages[last].additional_kwargs
    since = last_message(messages[:last], with_further=further)
    told = [message.text for message in messages[:last] if _is_reply(message)]
    lately = [message.text for message in messages[since:last] if _is_reply(message)]
    return tuple(lately or told[-1:])


def last_message(messages: Sequence[BaseMessage], *, with_further: bool = False) -> int:
    """Return where the customer's last message stands; a further wish of it counts only `with_further`."""
    spoke = (at for at in reversed(range(len(messages))) if _by_customer(messages[at]))
    return next((at for at in spoke if with_further or BESIDES not in messages[at].additional_kwargs), len(messages))


def active_area(messages: Sequence[BaseMessage]) -> str | None:
    """Return the area that the instructions say is active."""
    for message in messages:
        if isinstance(message, SystemMessage) and (found := _AREA.search(message.text)):
            return found[1]
    return None


def awaits_yes(messages: Sequence[BaseMessage]) -> bool:
    """Say whether an action was proposed, or asked about once more, and the customer has not answered yet."""
    last = next((message for message in reversed(messages) if isinstance(message, AIMessage)), None)
    if last is not None and REMINDER in last.additional_kwargs:
        return True
    results = [result for _, result in _results(messages)]
    return bool(results) and results[-1].state == "proposed"


def _is_reply(message: BaseMessage) -> bool:
    return isinstance(message, AIMessage) and bool(message.text) and REMINDER not in message.additional_kwargs


def _by_customer(message: BaseMessage) -> bool:
    """Whether these are the customer's words; the graph's own remarks to a model are marked."""
    return isinstance(message, HumanMessage) and not message.additional_kwargs.get(REMARK)


def _results(messages: Sequence[BaseMessage]) -> Iterator[tuple[str, Result]]:
    calls: dict[str, ToolCall] = {}
    for message in messages:
        if isinstance(message, AIMessage):
            calls.update({call["id"]: call for call in message.tool_calls if call["id"]})
        elif isinstance(message, ToolMessage):
            yield message.tool_call_id, _result(message, calls.get(message.tool_call_id))


def _result(message: ToolMessage, call: ToolCall | None) -> Result:
    tool = call["name"] if call else message.name or ""
    arguments = call["args"] if call else {}
    if message.status == "error":
        found = _ERROR.match(message.text)
        name, sentence = (found[1], found[2]) if found else ("Refused", message.text)
        return Result(tool, arguments, sentence, error=name, argument=message.additional_kwargs.get("argument"))
    content = _content(message.text)
    state = content.get("state") if isinstance(content, dict) else None
    return Result(tool, arguments, content, state=state if _is_action(content, state) else None)


def _is_action(content: Any, state: Any) -> bool:
    """An action says its state and at most what came of it; a record that happens to have a state says more."""
    return isinstance(state, str) and set(content) <= {
        "state",
        "receipt",
        "error",
        "approval",
        "question",
        "terms",
        "note",
    }


def _content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _channel(messages: Sequence[BaseMessage]) -> str:
    for message in messages:
        if isinstance(message, SystemMessage) and (found := _CHANNEL.search(message.text)):
            return found[1].lower()
    return "web_chat"
