"""Tools bound to a model, once for all its calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import ToolCall
from langchain_core.tools import BaseTool
from pydantic import BaseModel, ValidationError

from graphs.models.kept import Kept
from graphs.models.speaking import Model


@dataclass(frozen=True)
class Binding:
    """A model that knows some tools, and the means to check its calls of them."""

    model: Model
    tools: Mapping[str, BaseTool]
    schemas: Mapping[str, type[BaseModel]]

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


_BINDINGS: Kept[Binding] = Kept()


def bind(model: BaseChatModel, tools: Sequence[BaseTool]) -> Binding:
    """Return the model with these tools bound."""
    return _BINDINGS.get((model, *tools), lambda: _bound(model, tools))


def _bound(model: BaseChatModel, tools: Sequence[BaseTool]) -> Binding:
    schemas: dict[str, Any] = {tool.name: tool.tool_call_schema for tool in tools}
    return Binding(
        model=model.bind_tools(tools) if tools else model,
        tools={tool.name: tool for tool in tools},
        # A tool from elsewhere may describe its arguments by a bare JSON schema: it checks them itself.
        schemas={name: schema for name, schema in schemas.items() if isinstance(schema, type)},
    )
