"""What a replay or a simulation writes down: a header, then a line a conversation, so that it can be taken up again."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from evals.transcript import Call, Change, Recorded

Mode = Literal["forced", "free"]
"""`forced`: each recorded customer turn against the recorded history; `free`: with a simulated customer."""


class Used(Recorded):
    """What the models of one turn took."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal = Decimal(0)


class Done(Recorded):
    """What became of an action of the ledger in this turn."""

    tool: str
    arguments: dict[str, Any]
    state: str
    """As in the ledger: proposed, confirmed, waiting, done, declined, changed, expired, failed."""
    asked_before: bool
    """Whether the customer had been asked before this turn began."""
    agreed: bool
    """Whether words of the customer's, in this turn or an earlier one, were read as a yes to it."""
    approved_by: str | None = None
    """The supervisor who approved it, where one had to."""
    receipt: dict[str, Any] | None = None


class Receipt(Recorded):
    """What one completed action left behind."""

    tool: str
    receipt: dict[str, Any]


class TurnRun(Recorded):
    """What the product did in one turn."""

    turn: int
    """Which turn of the transcript, from 0."""
    customer: str
    reply: str
    area: str | None = None
    intent: str | None = None
    """Of the first request, as routed; None where no routing was needed."""
    requests: tuple[str, ...] = ()
    """All intents that were routed in this turn, in order."""
    sentiment: str | None = None
    tier: str | None = None
    reason: str | None = None
    calls: tuple[Call, ...] = ()
    """Reads that ran, and writes that were proposed, with their canonical arguments."""
    proposed: tuple[str, ...] = ()
    """The write tools that were proposed in this turn (their calls are in `calls`)."""
    actions: tuple[Done, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    """Of all that has been done in the conversation so far, this turn included: what a reply may claim."""
    changes: tuple[Change, ...] = ()
    """What this turn itself changed in the store."""
    effect: tuple[Change, ...] = ()
    """What it changed, and what it would have changed after a yes to what it proposed."""
    escalation: str | None = None
    disposition: str | None = None
    evidence: tuple[str, ...] = ()
    """What the reply may rest on: tool results, passages, receipts, the question's terms, the customer's own words."""
    prompts: tuple[str, ...] = ()
    """References such as `billing@1`."""
    used: Used = Used()
    latency_ms: float = 0.0
    error: str | None = None
    """The kind of fault that ended the turn, if one did."""


class ConversationRun(Recorded):
    """What the product did in one conversation."""

    id: str
    """The transcript's or the scenario's."""
    trial: int = 0
    turns: tuple[TurnRun, ...]
    broken: str | None = None
    """Why the rest of the recording could not be replayed: it must be recorded anew."""
    ended: str | None = None
    """Of a simulation: why it ended (`goal_reached`, `gave_up`, `handed_over`, `too_long`)."""
    changes: tuple[Change, ...] = ()
    """All that the whole conversation changed in the store; of a forced run, what its last state holds."""
    wanted: tuple[Change, ...] | None = None
    """Of a simulation: what the customer's wishes change when they are simply carried out."""
    seconds: float = 0.0


class Header(Recorded):
    """What a file of runs says of itself, in its first line."""

    mode: Mode
    source: str
    """The transcripts' or scenarios' file or folder, as it was named."""
    part: str | None = None
    models: dict[str, str]
    """Tier -> model."""
    prompts: dict[str, int]
    """Every prompt's name -> version in use."""
    checksums: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    """Every prompt's name -> sha256 of that version's file, which may change as long as it is not released."""
    changed: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    """What was tried besides the release: prompt -> reference or file."""
    version: str = ""
    """The product's version and, where it runs in a checkout, the commit."""
    started_at: datetime


class Runs(Recorded):
    """A whole file."""

    header: Header
    conversations: tuple[ConversationRun, ...]
