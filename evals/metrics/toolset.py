"""What is known of the product's tools by name: what they do to the world, and how their arguments are compared."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from tools.effects import effect_of
from tools.toolbox import AREA_TOOLS

_TOOLS = {tool.name: tool for tools in AREA_TOOLS.values() for tool in tools}
_FREE_TEXT = "free-text"


def is_write(tool: str) -> bool:
    """Whether a tool of ours changes something; of a tool that is not ours nothing is known."""
    return tool in _TOOLS and effect_of(_TOOLS[tool]) == "write"


def is_handover(tool: str) -> bool:
    """Whether a tool brings in a person: that is judged as an escalation, not as a call."""
    return tool in _TOOLS and effect_of(_TOOLS[tool]) == "handover"


@lru_cache(maxsize=64)
def format_of(tool: str, argument: str) -> str | None:
    """Return the JSON Schema `format` of an argument, such as `money`."""
    return next((part["format"] for part in _parts(_properties(tool).get(argument)) if "format" in part), None)


def is_free_text(tool: str, argument: str) -> bool:
    """Whether an argument is free text, of which no two people write the same."""
    return format_of(tool, argument) == _FREE_TEXT


@lru_cache(maxsize=1)
def free_text_columns() -> frozenset[str]:
    """Return the names under which write tools put free text into the store."""
    return frozenset(
        argument for tool in _TOOLS if is_write(tool) for argument in _properties(tool) if is_free_text(tool, argument)
    )


@lru_cache(maxsize=64)
def _properties(tool: str) -> Mapping[str, Any]:
    if tool not in _TOOLS:
        return {}
    schema = _TOOLS[tool].tool_call_schema
    described: Mapping[str, Any] = schema if isinstance(schema, dict) else TypeAdapter(schema).json_schema()
    found: Mapping[str, Any] = described.get("properties", {})
    return found


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield a schema and what it may be instead, such as null."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.get("anyOf", ()):
            yield from _parts(part)
