"""What one conversation remembers between turns, and who writes each field."""

from dataclasses import dataclass, field
from decimal import Decimal
from operator import add
from typing import Annotated, Literal

from langchain_core.messages import AnyMessage
from pydantic import BaseModel, ConfigDict

from tools.actions import Action

Area = Literal["billing", "account", "field_service", "tech_support"]
Tier = Literal["none", "small", "large"]
Sentiment = Literal["positive", "neutral", "negative", "angry"]


class Remembered(BaseModel):
    """What the state's values have in common: frozen and nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Inbound(Remembered):
    """The customer's new words, already redacted; a burst of messages is one of these."""

    turn_id: str
    """Unique to the stored message that started the turn: a turn that runs again after a crash has the same one."""
    text: str
    decision: tuple[str, bool] | None = None
    """A supervisor's answer to a waiting approval, (action id, approved): such a turn has no words."""


class Request(Remembered):
    """One thing the customer asked for."""

    text: str
    area: Area | None
    intent: str
    """A tool's name, or one of greeting, thanks, goodbye, human, abuse, out_of_scope, question."""


class Session(Remembered):
    """What the conversation has been like so far; `choose_tier` and `escalate` decide on it."""

    current: Request | None = None
    """What is being dealt with; None once it is finished, or has become a proposal."""
    moods: tuple[Sentiment, ...] = ()
    """The last ten turns' sentiment, newest last."""
    clarified: int = 0
    """Questions asked in a row because a request was ambiguous."""
    stalled: int = 0
    """Turns in a row that repeated what the turn before said or did."""
    reminded: bool = False
    """Whether the last turn ended with the open question asked again in full."""
    failures: int = 0
    """Small-model answers of this conversation that had to be repeated on the large one."""
    spent: Decimal = Decimal(0)
    """Cost of all model calls of earlier turns, in US dollars; the app adds each turn's as it keeps it."""


class Decision(Remembered):
    """Which tier answered and why: stored with every turn, so that a policy can be replayed."""

    tier: Tier
    reason: str


class Journey(Remembered):
    """Where the customer's matter stands, read afresh from the store at the start of each turn."""

    proposal: Action | None
    """The open question to the customer, if there is one."""
    answered: Action | None
    """The action this very turn has answered already: set only when the turn runs again after a crash."""
    receipts: tuple[Action, ...]
    """What has been done in this conversation, oldest first."""
    greeting_name: str | None
    """The verified customer's name."""


class Packet(Remembered):
    """The complete picture for the person who takes over; the thread itself is read by the conversation's id."""

    who: str
    """The customer as far as known, and how sure that is."""
    intent: str | None
    area: Area | None
    moods: tuple[Sentiment, ...]
    """The trend, newest last."""
    tried: tuple[str, ...]
    """What was done or asked, a line each, with the receipts' facts."""
    open_requests: tuple[str, ...]
    next_step: str
    """What to do first."""


class Escalation(Remembered):
    """Why a person must take over, and what they should know."""

    reason: Literal[
        "asked_for_person",
        "angry",
        "unavailable",
        "fault",
        "stalled",
        "unclear",
        "over_budget",
        "unsafe",
        "specialist_asked",
    ]
    summary: str
    """The customer's words that led to it."""
    detail: str = ""
    """What only the code knows of the cause, such as an outage's words."""
    packet: Packet | None = None
    """Put together by `escalate`."""


class Closing(Remembered):
    """How the matter ended."""

    disposition: str
    """Such as `refund_issued`, `visit_moved`, `answered`, `abandoned`."""
    summary: str


@dataclass(kw_only=True)
class Turn:
    """What a channel hands in."""

    inbound: Inbound


@dataclass(kw_only=True)
class Conversation(Turn):
    """The whole state. `area`, `requests`, `session`, `decision` and `escalation` are kept between turns."""

    messages: Annotated[list[AnyMessage], add] = field(default_factory=list)
    """What the models have seen and said, the latest part of it; nodes only append."""
    area: Area | None = None
    """Who is answering; set by `route` and `take_next`, kept until the matter changes."""
    requests: list[Request] = field(default_factory=list)
    """What else is still to be done, besides the current request; filled by `route`, emptied by `take_next`."""
    session: Session = field(default_factory=Session)
    """Set by `route` (current, moods, clarified), `answer` (failures) and `screen_reply` (current, stalled)."""
    decision: Decision | None = None
    """The tier that answers and why; set by `confirm` and `route`, raised by `answer`."""
    journey: Journey | None = None
    """Set by `look_up_journey`, brought up to date by `confirm` and `propose`; never kept."""
    reply: Annotated[list[str], add] = field(default_factory=list)
    """What this turn says to the customer, part by part; the nodes that speak append to it."""
    escalation: Escalation | None = None
    """Set by any node that finds that a person is needed; `escalate` words it."""
    closing: Closing | None = None
    """Set by `wrap_up`."""
