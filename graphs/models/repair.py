"""Mend a history before a model reads it: providers refuse calls without results, and results without calls.

A crash or a hand-over between a call and its result leaves such a history behind.
"""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, ToolCall, ToolMessage

UNANSWERED = "interrupted"
"""The content of a result that never came."""


def repair(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Return the history with every tool call followed by exactly one result, and no other results in it."""
    repaired: list[AnyMessage] = []
    index = 0
    while index < len(messages):
        message = messages[index]
        index += 1
        if isinstance(message, ToolMessage):
            continue
        repaired.append(message)
        if isinstance(message, AIMessage) and message.tool_calls:
            results, index = _results(messages, index)
            repaired += [results.get(call["id"] or "") or _lost(call) for call in message.tool_calls]
    return repaired


def _results(messages: Sequence[AnyMessage], index: int) -> tuple[dict[str, ToolMessage], int]:
    """Collect the results that directly follow a message with calls; of two for one call the first counts."""
    results: dict[str, ToolMessage] = {}
    while index < len(messages) and isinstance(message := messages[index], ToolMessage):
        results.setdefault(message.tool_call_id, message)
        index += 1
    return results, index


def _lost(call: ToolCall) -> ToolMessage:
    return ToolMessage(UNANSWERED, name=call["name"], tool_call_id=call["id"] or "", status="error")
