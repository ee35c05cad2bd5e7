"""What a turn tells its listener while it runs: written by nodes to LangGraph's custom stream, sent on by the app.

The same records are the data of the API's Server-Sent Events.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from graphs.state import Tier

BETWEEN_PARTS = "\n\n"
"""What stands between the parts of a reply that deals with several things."""


class TurnEvent(BaseModel):
    """What every event has in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TextDelta(TurnEvent):
    """The next piece of the reply; pieces are joined without a separator."""

    type: Literal["text.delta"] = "text.delta"
    text: str


class TextReset(TurnEvent):
    """The pieces sent so far are void: the answer is being made again."""

    type: Literal["text.reset"] = "text.reset"
    reason: str


class Routed(TurnEvent):
    """Where the turn went, and which tier answers it."""

    type: Literal["routed"] = "routed"
    area: str | None
    intent: str | None
    intents: tuple[str, ...] = ()
    """What each separate wish of the message asks for, in order; empty where the words only answered a question."""
    sentiment: str
    tier: Tier
    reason: str


class ToolUsed(TurnEvent):
    """A read tool ran."""

    type: Literal["tool"] = "tool"
    tool: str
    arguments: dict[str, Any]
    ok: bool
    latency_ms: float


class ConfirmationAsked(TurnEvent):
    """The customer is asked to confirm an action."""

    type: Literal["confirmation"] = "confirmation"
    action_id: str
    tool: str
    question: str
    terms: dict[str, Any]
    expires_at: str


class ActionChanged(TurnEvent):
    """An action was declined, changed, sent for approval, failed, or is done (then `receipt` holds its record)."""

    type: Literal["action"] = "action"
    action_id: str
    tool: str
    state: str
    receipt: dict[str, Any] | None = None


class Escalated(TurnEvent):
    """A person is taking over."""

    type: Literal["escalation"] = "escalation"
    reason: str
    handoff_id: str | None = None


class Message(TurnEvent):
    """The whole reply of the turn: it replaces the deltas."""

    type: Literal["message"] = "message"
    text: str


class Closed(TurnEvent):
    """The matter ended."""

    type: Literal["closed"] = "closed"
    disposition: str


class Done(TurnEvent):
    """The turn is over; nothing more follows for these messages."""

    type: Literal["done"] = "done"
    answers: list[str]
    """The client message ids that this turn answered."""
    tier: Tier
    cost_usd: str


class Failed(TurnEvent):
    """The turn ended in a fault of ours; the message is kept and can be sent again."""

    type: Literal["error"] = "error"
    detail: str


AnyEvent = (
    TextDelta
    | TextReset
    | Routed
    | ToolUsed
    | ConfirmationAsked
    | ActionChanged
    | Escalated
    | Message
    | Closed
    | Done
    | Failed
)
