"""Tools bound to a model once, not once a call: making their schemas costs more than sending them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import ToolCall
from langchain_core.tools import BaseTool
from pydantic import BaseModel, ValidationError

from graphs.models.speaking import Model

KEPT = 128
"""Bindings kept at most: models times areas, with room to spare."""


@dataclass(frozen=True)
class Binding:
    """A model that knows some tools, and the means to check its calls of them."""

    model: Model
    tools: Mapping[str, BaseTool]
    schemas: Mapping[str, type[BaseModel]]
    keeps: tuple[object, ...]
    """What the binding was looked up by: kept, so that no id is ever given to another object."""

    def fault(self, call: ToolCall) -> str | None:
        """Say what is wrong with a call, if anything is."""
        if call["name"] not in self.tools:
            return "unknown_tool"
        schema = self.schemas.get(call["name"])
        try:
            if schema is not None:
                schema.model_validate(call["args"])
        except ValidationError:
            return "invalid_arguments"
        return None


@dataclass
class Bindings:
    """The bindings made so far, by model and tools."""

    _made: dict[tuple[int, ...], Binding] = field(default_factory=dict)

    def bind(self, model: BaseChatModel, tools: Sequence[BaseTool]) -> Binding:
        """Return the model with these tools bound."""
        key = (id(model), *map(id, tools))
        if key not in self._made:
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[key] = _bound(model, tools)
        return self._made[key]


def _bound(model: BaseChatModel, tools: Sequence[BaseTool]) -> Binding:
    schemas: dict[str, Any] = {tool.name: tool.tool_call_schema for tool in tools}
    return Binding(
        model=model.bind_tools(tools) if tools else model,
        tools={tool.name: tool for tool in tools},
        # A tool from elsewhere may describe its arguments by a bare JSON schema: it checks them itself.
        schemas={name: schema for name, schema in schemas.items() if isinstance(schema, type)},
        keeps=(model, *tools),
    )
