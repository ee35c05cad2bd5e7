"""Every tool says what it does to the world: it reads, it writes, or it hands the customer to a person.

Calling a write tool changes nothing. It checks policy and returns a `Plan`; only the action ledger
(tools/actions.py) applies a plan, after the customer has said yes to it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Literal, TypeVar, get_type_hints

from langchain_core.tools import BaseTool, tool
from pydantic import TypeAdapter

from tools.records import Money, Record
from tools.store.engine import Transaction

Effect = Literal["read", "write", "handover"]
Risk = Literal["service", "personal_data", "money"]
R = TypeVar("R", bound=Record)
ToolFunction = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class Plan(Generic[R]):
    """What a write tool would do: shown to the customer first, applied by the ledger after."""

    terms: R
    """What will be true if it is done; the question to the customer is worded from it, and what is applied must
    still equal it."""
    subject: str
    """The thing that changes, such as `visit:V-301`: a later action on it ends the validity of an earlier receipt."""
    apply: Callable[[Transaction, str], Awaitable[R]]
    """Makes the change in the ledger's own transaction and returns the receipt; the second argument is the action's
    idempotency key, for a remote back office."""
    amount: Money | None = None
    """The money that moves, if any does."""
    approval: str | None = None
    """Why a supervisor must approve it, if one must."""


Undo = Callable[[Transaction, R], Awaitable[None]]
"""Compensates a write, given its receipt."""


@dataclass(frozen=True)
class Writes:
    """What the ledger needs to know of a write tool besides its plan."""

    risk: Risk
    undo: Undo[Any] | None
    """None where nothing can or need be undone, as with a restart."""
    repeat_after: timedelta | None
    """After this long the same call is a new action; None: within a conversation it never is."""


def reads(function: ToolFunction) -> BaseTool:
    """Make a tool that only looks: it runs without asking."""
    return _tool(function, {"effect": "read"})


def writes(
    *, risk: Risk, undo: Undo[Any] | None, repeat_after: timedelta | None = None
) -> Callable[[ToolFunction], BaseTool]:
    """Make a tool that plans a change; it is applied only after the customer has confirmed it."""
    details = Writes(risk, undo, repeat_after)
    return lambda function: _tool(function, {"effect": "write", "writes": details})


def hands_over(function: ToolFunction) -> BaseTool:
    """Make a tool that ends the bot's part: the graph escalates when it is called."""
    return _tool(function, {"effect": "handover"})


def effect_of(a_tool: BaseTool) -> Effect:
    """Say what a tool does to the world; a tool that does not say counts as a write, and so cannot run unasked."""
    effect: Effect = (a_tool.extras or {}).get("effect", "write")
    return effect


def _tool(function: ToolFunction, extras: dict[str, Any]) -> BaseTool:
    return tool(parse_docstring=True, extras={**extras, "returns": _returned_schema(function)})(function)


def _returned_schema(function: ToolFunction) -> dict[str, Any]:
    """Describe what the tool returns: the record itself, for a write the record its plan holds."""
    returned = get_type_hints(function)["return"]
    if getattr(returned, "__origin__", None) is Plan:
        (returned,) = returned.__args__
    return TypeAdapter(returned).json_schema(mode="serialization")
