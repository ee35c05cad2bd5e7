"""A write tool as the ledger uses it: arguments checked and made canonical, then planned."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast, get_type_hints

from langchain_core.tools import BaseTool, StructuredTool
from langgraph.prebuilt import ToolRuntime
from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python

from tools.action_record import Action
from tools.context import ToolContext
from tools.effects import Plan, ToolFunction, Writes, effect_of
from tools.errors import Correctable
from tools.records import Record


@dataclass(frozen=True)
class WriteTool:
    """What the ledger needs of one write tool."""

    name: str
    function: ToolFunction
    schema: type[BaseModel]
    """The arguments a model may fill."""
    receipt: type[Record]
    """What its plan's terms and its receipt are."""
    writes: Writes

    @classmethod
    def of(cls, tool: BaseTool) -> "WriteTool":
        """Take a tool made with `@writes` apart."""
        function = cast(StructuredTool, tool).coroutine
        details = (tool.extras or {}).get("writes")
        if function is None or not isinstance(details, Writes):
            raise TypeError(f"{tool.name} is not made with @writes")
        (receipt,) = get_type_hints(function)["return"].__args__
        return cls(tool.name, function, cast(type[BaseModel], tool.tool_call_schema), receipt, details)

    def canonical(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Check arguments and write them in the one way that all equal arguments share, as JSON.

        Raises:
            Correctable: An argument is missing, unknown or not within its limits.
        """
        unknown = sorted(set(arguments) - set(self.schema.model_fields))
        if unknown:
            raise Correctable(f"{self.name} takes no {unknown[0]}.", unknown[0])
        values = self._checked(arguments).model_dump(exclude_none=True)
        return cast(dict[str, Any], to_jsonable_python(_plain(values)))

    async def plan(self, context: ToolContext, arguments: Mapping[str, Any]) -> Plan[Any]:
        """Ask the tool what it would do.

        Raises:
            ToolError: The tool will not do it, or cannot tell.
        """
        checked = self._checked(arguments)
        values = {name: getattr(checked, name) for name in self.schema.model_fields}
        return cast(Plan[Any], await self.function(**values, runtime=_runtime(context)))

    def _checked(self, arguments: Mapping[str, Any]) -> BaseModel:
        try:
            return self.schema.model_validate(dict(arguments))
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            argument = str(first["loc"][0]) if first["loc"] else None
            raise Correctable(f"{argument or self.name}: {first['msg']}.", argument) from error


def write_tools(tools: Sequence[BaseTool]) -> dict[str, WriteTool]:
    """Pick the write tools, by name."""
    return {tool.name: WriteTool.of(tool) for tool in tools if effect_of(tool) == "write"}


def key_of(conversation_id: str, customer_id: str, tool: str, arguments: Mapping[str, Any]) -> str:
    """Name the action: the same conversation, customer, tool and canonical arguments have the same key."""
    text = json.dumps([conversation_id, customer_id, tool, arguments], sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def still_true(plan: Plan[Any], action: Action) -> bool:
    """Say whether a plan made now is what the customer, and the supervisor where one must, said yes to."""
    return (
        plan.terms.model_dump(mode="json") == action.terms
        and (plan.subject, plan.amount) == (action.subject, action.amount)
        and (plan.approval is None or action.decided_by is not None)
    )


def _plain(value: Any) -> Any:
    """Write 10 and 10.00 alike."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _runtime(context: ToolContext) -> ToolRuntime[ToolContext, Any]:
    def written(_text: object) -> None:
        """A planning tool has nobody to stream to."""

    return ToolRuntime(
        state={}, context=context, config={}, stream_writer=written, tool_call_id=None, store=None, tools=[]
    )
