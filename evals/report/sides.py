"""One turn in short lines, so that what is right and what was done can be read side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from evals.runs import TurnRun
from evals.transcript import Call, Change, Expected

WHERE: Mapping[str, str] = {
    "area": "area",
    "intent": "requests",
    "wishes": "requests",
    "sentiment": "sentiment",
    "reading": "actions",
    "unconfirmed_write": "actions",
    "tool_choice": "calls",
    "reads": "calls",
    "arguments": "calls",
    "store_difference": "store",
    "over_escalation": "escalation",
    "under_escalation": "escalation",
    "person_reached": "escalation",
    "escalation_reason": "escalation",
    "disposition": "disposition",
    "faults": "fault",
}
"""Metric -> the line that shows it; all others are about the reply."""
REPLY = "reply"
LINES = ("area", "requests", "sentiment", "calls", "actions", "store", "escalation", "disposition", "fault", REPLY)
"""In the order in which they are shown."""


def line_of(metric: str) -> str:
    """Say which line shows what a metric judges."""
    return WHERE.get(metric, REPLY)


def expected_lines(expected: Expected | None) -> dict[str, str]:
    """Write what is right in a turn; what nobody has labelled is left out."""
    if expected is None:
        return {}
    found = {
        "area": expected.area,
        "requests": ", ".join(wish.intent for wish in expected.wishes),
        "sentiment": expected.sentiment,
        "calls": None if expected.calls is None else _calls(expected.calls) or "none",
        "actions": f"read as {expected.reading}" if expected.reading else None,
        "store": None if expected.effect is None else _changes(expected.effect) or "nothing changes",
        "escalation": expected.escalation,
        REPLY: "\n".join(f"says {fact}" for fact in expected.must_say),
    }
    return {name: text for name, text in found.items() if text}


def done_lines(turn: TurnRun) -> dict[str, str]:
    """Write what was done in a turn."""
    proposed = [f"{tool}: proposed" for tool in turn.proposed]
    actions = [f"{action.tool}: {action.state}" for action in turn.actions if action.state != "proposed"]
    found = {
        "area": turn.area,
        "requests": ", ".join(turn.requests) or turn.intent,
        "sentiment": turn.sentiment,
        "calls": _calls(turn.calls) or "none",
        "actions": "\n".join(dict.fromkeys([*proposed, *actions])),
        "store": _changes(turn.effect or turn.changes) or "nothing changes",
        "escalation": turn.escalation,
        "disposition": turn.disposition,
        "fault": turn.error,
        REPLY: turn.reply,
    }
    return {name: text for name, text in found.items() if text}


def _calls(calls: Iterable[Call]) -> str:
    return "\n".join(
        f"{call.call}({_arguments(call.arguments)})" + (f" failed: {call.error}" if call.error else "")
        for call in calls
    )


def _arguments(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in given.items() if value is not None)


def _changes(changes: Iterable[Change]) -> str:
    return "\n".join(f"{change.table} {change.key}: {_columns(change)}" for change in changes)


def _columns(change: Change) -> str:
    if change.before is None:
        return "new"
    if change.after is None:
        return "gone"
    return ", ".join(f"{name} {change.before.get(name)} -> {value}" for name, value in change.after.items())
