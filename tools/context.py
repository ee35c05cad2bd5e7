"""Whom a tool acts for and what it may reach. Set by the app; the model never sees or fills any of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from langgraph.prebuilt import ToolRuntime

from tools.errors import NotVerified
from tools.store.engine import Store

if TYPE_CHECKING:
    from tools.knowledge_base.index import KnowledgeBase

Channel = Literal["web_chat", "sms", "voice", "api"]


class Strength(IntEnum):
    """How sure we are of who is calling, weakest first."""

    ANONYMOUS = 0
    CLAIMED = 1
    """They said a name or a number."""
    CHANNEL = 2
    """Their caller id or address matches a record: enough to greet, never enough to write."""
    OTP = 3
    """They repeated a one-time code sent to a contact on file."""
    SIGNED = 4
    """The customer's own site signed a token for them."""


@dataclass(frozen=True)
class Caller:
    """The person on the other end."""

    customer_id: str | None
    channel: Channel
    strength: Strength

    @property
    def verified(self) -> bool:
        """Whether this caller may read and change an account."""
        return self.customer_id is not None and self.strength >= Strength.OTP


@dataclass(frozen=True, kw_only=True)
class ToolContext:
    """The part of a run's context that tools see."""

    caller: Caller
    conversation_id: str
    store: Store
    knowledge: "KnowledgeBase"
    now: Callable[[], datetime]
    """The clock: an aware time in UTC."""
    timezone: ZoneInfo
    """Where the company keeps its working hours."""
    approval_limit_minor: int
    """Refunds above this many minor units (pence) wait for a supervisor."""

    def customer(self) -> str:
        """Return the customer's id, or refuse if nobody has proved who they are."""
        if self.caller.customer_id is None or not self.caller.verified:
            raise NotVerified("Please sign in first, so that I know this account is yours.")
        return self.caller.customer_id


if TYPE_CHECKING:
    Call = ToolRuntime[ToolContext, Any]
    """What a tool's `runtime` argument is; injected, never part of the schema a model sees."""
else:
    # Spelled out, pydantic would validate the whole context again on every call.
    Call = ToolRuntime[Any, Any]
