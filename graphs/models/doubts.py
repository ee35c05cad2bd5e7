"""Reasons to doubt an answer that a model gave without an error."""

import json
from collections.abc import Sequence
from itertools import takewhile

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall

from graphs.models.binding import Binding
from tools.effects import effect_of


def doubt_about(message: AIMessage, history: Sequence[AnyMessage], binding: Binding, unsure_below: float) -> str | None:
    """Return the first reason why another model should answer instead, or None."""
    for call in message.tool_calls:
        if fault := binding.fault(call):
            return fault
    if not message.tool_calls and not message.text.strip():
        return "empty_reply"
    confidence = message.response_metadata.get("confidence")
    if confidence is not None and confidence < unsure_below:
        return "unsure"
    return "repeated_call" if _repeats(message, history, binding) else None


def _repeats(message: AIMessage, history: Sequence[AnyMessage], binding: Binding) -> bool:
    """Whether a read is asked for whose result has come since the customer last spoke."""
    reads = [call for call in message.tool_calls if effect_of(binding.tools[call["name"]]) == "read"]
    if not reads:
        return False
    since = takewhile(lambda earlier: not isinstance(earlier, HumanMessage), reversed(history))
    made = {_key(call) for earlier in since if isinstance(earlier, AIMessage) for call in earlier.tool_calls}
    return any(_key(call) in made for call in reads)


def _key(call: ToolCall) -> tuple[str, str]:
    return call["name"], json.dumps(call["args"], sort_keys=True, default=str)
