"""A recorded conversation as a router would have met it: what was known, and spent, at each customer message."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from evals.tiers.runs import Run
from graphs.models.tiers_signals import Ears, Listening
from prompts.registry import Prompts
from tools.effects import Effect

_HANDOVER = re.compile(r"transfer|human|escalat|hand_?(?:over|off)")
_LOOKS = re.compile(
    r"^(?:get|find|list|search|look_?up|check|calculate|think|fetch|verify|show|read|count|query|retrieve|explain"
    r"|goto|todo|can|test|run_speed|kb)(?:_|$)"
)
"""Tools of others say what they do only by their names; a tool that is not known to look changes something."""
_ERROR = re.compile(r"\s*(?:error\b|\{\s*\"error\")", re.IGNORECASE)
_WRITTEN = 4.0
"""A token written costs about so many times one read, where a recording gives tokens but no prices."""


@dataclass(frozen=True)
class Heard:
    """One run, checkpoint by checkpoint: at each customer message before it is answered, and at the end."""

    signals: tuple[Mapping[str, float], ...]
    spent: tuple[float, ...]
    """The share of the run's cost that had been spent by then."""
    first: str = ""
    """The customer's first message."""

    def of(self, names: Collection[str]) -> "Heard":
        """Keep some of the signals."""
        kept = tuple({name: value for name, value in known.items() if name in names} for known in self.signals)
        return replace(self, signals=kept)


def ears() -> Ears:
    """Return what recordings of any product are listened to with."""
    return Ears.of(Prompts().table("tiers/signals"), effect)


def effect(tool: str) -> Effect:
    """Tell what a tool does from its name."""
    if _HANDOVER.search(tool):
        return "handover"
    return "read" if _LOOKS.match(tool) else "write"


def heard(run: Run, by: Ears) -> Heard:
    """Listen to a run; one without messages is known by its given features alone, before and after it."""
    given = dict(run.features)
    if not run.messages:
        counted = ("calls", "handovers", "messages")
        before = {name: value for name, value in given.items() if name not in counted}
        return Heard((before, given), (0.0, 1.0))
    listening, signals, shares, spent = Listening(by), [], [], 0.0
    first = ""
    parts = list(_costs(run.messages))
    for message, part in zip(run.messages, parts, strict=True):
        for said in _said(message):
            listening.hear(said)
        if message.get("role") == "user" and _text(message):
            first = first or _text(message)
            signals.append(asdict(listening.signals()))
            shares.append(spent)
        spent += part
    whole = spent or 1.0
    return Heard(
        (*signals, asdict(listening.signals())),
        (*(share / whole for share in shares), 1.0),
        first,
    )


def _said(message: Mapping[str, Any]) -> Iterator[BaseMessage]:
    """Turn a recorded message into one of the product's; what a simulated customer does with tools is not heard."""
    role, text = message.get("role"), _text(message)
    if role == "user" and text:
        yield HumanMessage(text)
    elif role == "assistant":
        calls = [call for call in message.get("tool_calls") or [] if call.get("requestor") != "user"]
        yield AIMessage(
            text,
            tool_calls=[
                {"name": str(call["name"]), "args": _arguments(call), "id": _id(call.get("id")), "type": "tool_call"}
                for call in calls
            ],
        )
    elif role == "tool":
        failed = bool(message.get("error")) or _ERROR.match(text) is not None
        yield ToolMessage(text, tool_call_id=_id(message.get("tool_call_id")), status="error" if failed else "success")


def _id(given: object) -> str:
    """A recording without ids answers each call at once, so that one name will do for all."""
    return str(given) if given else "call"


def _arguments(call: Mapping[str, Any]) -> dict[str, Any]:
    given = call.get("arguments", call.get("args"))
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = {"text": given}
    return dict(given) if isinstance(given, Mapping) else {}


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    return content.strip() if isinstance(content, str) else ""


def _costs(messages: Sequence[Mapping[str, Any]]) -> Iterator[float]:
    """Say what each of the agent's messages cost: by price, else by tokens, else by how much it had to read."""
    agents = [message for message in messages if message.get("role") == "assistant"]
    priced = any(message.get("cost") for message in agents)
    counted = any(message.get("usage") for message in agents)
    read = 0
    for message in messages:
        own = message.get("role") == "assistant"
        if not own or read == 0:
            # What opens the conversation is a fixed greeting.
            cost = 0.0
        elif priced:
            cost = float(message.get("cost") or 0.0)
        elif counted:
            into, out = message.get("usage") or (0, 0)
            cost = float(into) + _WRITTEN * float(out)
        else:
            cost = float(read)
        yield cost
        if message.get("role") != "system" and (read or not own):
            read += len(_text(message)) + 1
