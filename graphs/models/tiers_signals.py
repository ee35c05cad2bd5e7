"""What a conversation looks like so far, in numbers: read from its messages alone, live and recorded alike.

Each signal is something a supervisor would notice: a tool that failed, the same call made twice, a hand-over nobody
asked for, a claim without an action behind it. Which words count is data (prompts/tiers/signals.toml).
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage

from tools.effects import Effect


@dataclass(frozen=True, kw_only=True)
class Signals:
    """What is known of a conversation up to now."""

    turns: int = 0
    """The customer's messages."""
    words: int = 0
    """In the latest of them."""
    first_words: int = 0
    words_so_far: int = 0
    conditions: int = 0
    """Words such as "unless" and "cheapest" in all that the customer said."""
    additions: int = 0
    """Words such as "also" and "actually"."""
    complaints: int = 0
    unknowns: int = 0
    """How often the customer does not know or have what they were asked."""
    thanks: int = 0
    """Whether the latest message thanks."""
    asked_person: int = 0
    """Whether a person was asked for."""
    wishes: int = 0
    """Kinds of things asked for."""
    undone: int = 0
    """Those of them that no action so far answers to."""
    calls: int = 0
    errors: int = 0
    """Tools that refused or failed."""
    failed_actions: int = 0
    """Those of them that would have changed something."""
    repeats: int = 0
    """Calls made before with the same arguments."""
    lookups: int = 0
    """Kinds of records read."""
    actions: int = 0
    """What was changed, or is proposed to the customer."""
    handovers: int = 0
    unasked_handovers: int = 0
    """Hand-overs before the customer asked for a person."""
    unfounded_claims: int = 0
    """Replies that say something is done before anything was."""
    refusals: int = 0
    apologies: int = 0
    questions: int = 0
    reply_words: float = 0.0
    """In an average reply."""
    turns_since_action: int = 0
    """The customer's messages since something was changed last; all of them where nothing was."""


NAMES = tuple(field.name for field in fields(Signals))
SAYS: Mapping[str, str] = {
    "turns": "customer messages so far",
    "words": "words in this message",
    "first_words": "words in the first message",
    "words_so_far": "the customer's words so far",
    "conditions": "conditions in the request",
    "additions": "additions and changes of mind",
    "complaints": "complaints",
    "unknowns": "things the customer does not know",
    "thanks": "the customer says thank you",
    "asked_person": "a person was asked for",
    "wishes": "kinds of things asked for",
    "undone": "things asked for and not done",
    "calls": "tool calls",
    "errors": "tool errors",
    "failed_actions": "actions that failed",
    "repeats": "repeated calls",
    "lookups": "kinds of records read",
    "actions": "actions done",
    "handovers": "hand-overs",
    "unasked_handovers": "hand-overs nobody asked for",
    "unfounded_claims": "claims without a receipt",
    "refusals": "refusals",
    "apologies": "apologies",
    "questions": "questions to the customer",
    "reply_words": "words in an average reply",
    "turns_since_action": "messages since the last action",
}
"""How an explanation names each signal."""


@dataclass(frozen=True)
class Ears:
    """What is listened for: patterns of words, and what each tool does."""

    customer: Mapping[str, re.Pattern[str]]
    agent: Mapping[str, re.Pattern[str]]
    wishes: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]
    """What the words of a wish look like, and the name of a tool that answers to it."""
    effect: Callable[[str], Effect]

    @classmethod
    def of(cls, table: Mapping[str, Any], effect: Callable[[str], Effect]) -> Self:
        """Read the table of words."""
        return cls(
            customer={name: _any(patterns) for name, patterns in table["customer"].items()},
            agent={name: _any(patterns) for name, patterns in table["agent"].items()},
            wishes={name: (_any([one["said"]]), _any([one["done"]])) for name, one in table["wishes"].items()},
            effect=effect,
        )


def by_message(messages: Iterable[BaseMessage], ears: Ears) -> tuple[Signals, ...]:
    """Return the signals at each customer message, before it is answered."""
    listening, found = Listening(ears), []
    for message in messages:
        listening.hear(message)
        if isinstance(message, HumanMessage):
            found.append(listening.signals())
    return tuple(found)


class Listening:
    """Counts signals message by message, so that a whole conversation costs one pass however often it is asked."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._counts = dict.fromkeys(NAMES, 0)
        self._replies = self._reply_words = 0
        self._wishes: set[str] = set()
        self._answered: set[str] = set()
        self._made: set[str] = set()
        self._read: set[str] = set()
        self._open: dict[str, ToolCall] = {}

    def hear(self, message: BaseMessage) -> None:
        """Take the next message."""
        if isinstance(message, HumanMessage):
            self._customer(message.text)
        elif isinstance(message, AIMessage):
            self._reply(message.text)
            for call in message.tool_calls:
                self._call(call)
        elif isinstance(message, ToolMessage):
            self._result(message)

    def signals(self) -> Signals:
        """Return what was counted up to now."""
        counts = self._counts | {
            "wishes": len(self._wishes),
            "undone": len(self._wishes - self._answered),
            "lookups": len(self._read),
        }
        return Signals(**counts | {"reply_words": self._reply_words / max(1, self._replies)})  # type: ignore[arg-type]

    def _customer(self, text: str) -> None:
        counts, words = self._counts, len(text.split())
        counts["turns"] += 1
        counts["turns_since_action"] += 1
        counts["words"] = words
        counts["first_words"] = counts["first_words"] or words
        counts["words_so_far"] += words
        for name in ("conditions", "additions", "complaints", "unknowns"):
            counts[name] += len(self._ears.customer[name].findall(text))
        counts["thanks"] = int(self._ears.customer["thanks"].search(text) is not None)
        if self._ears.customer["person"].search(text):
            counts["asked_person"] = 1
        self._wishes |= {name for name, (said, _) in self._ears.wishes.items() if said.search(text)}

    def _reply(self, text: str) -> None:
        if not text.strip():
            return
        counts = self._counts
        self._replies += 1
        self._reply_words += len(text.split())
        counts["questions"] += text.count("?")
        counts["refusals"] += len(self._ears.agent["refusals"].findall(text))
        counts["apologies"] += len(self._ears.agent["apologies"].findall(text))
        if not counts["actions"] and self._ears.agent["claims"].search(text):
            counts["unfounded_claims"] += 1

    def _call(self, call: ToolCall) -> None:
        counts, effect = self._counts, self._ears.effect(call["name"])
        key = call["name"] + json.dumps(call["args"], sort_keys=True, default=str)
        counts["calls"] += 1
        counts["repeats"] += key in self._made
        self._made.add(key)
        if effect == "handover":
            counts["handovers"] += 1
            counts["unasked_handovers"] += not counts["asked_person"]
        elif effect == "read":
            self._read.add(call["name"])
        self._open[call["id"] or ""] = call

    def _result(self, message: ToolMessage) -> None:
        call = self._open.pop(message.tool_call_id, None)
        if call is None:
            return
        action = self._ears.effect(call["name"]) == "write"
        if message.status == "error":
            self._counts["errors"] += 1
            self._counts["failed_actions"] += action
        elif action:
            self._counts["actions"] += 1
            self._counts["turns_since_action"] = 0
            self._answered |= {name for name, (_, done) in self._ears.wishes.items() if done.search(call["name"])}


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
