"""The action as everybody sees it: one row of the ledger."""

from datetime import datetime
from typing import Any, Literal

from tools.action_states import ActionState
from tools.context import Channel
from tools.records import Money, Record

Reading = Literal["yes", "no", "changed", "other"]
"""How the customer's words are read against the open question."""


class Action(Record):
    """One row of the ledger."""

    action_id: str
    conversation_id: str
    customer_id: str
    """Who proposed it; nobody else may confirm it."""
    channel: Channel
    """Where they proposed it."""
    strength: int
    """How sure their identity was, as a `Strength`."""
    tool: str
    arguments: dict[str, Any]
    """Frozen when the question was asked: what runs is exactly this."""
    key: str
    """The same for the same arguments in the same conversation."""
    attempt: int
    """Counts the actions of one key; together they are the idempotency key of a remote back office."""
    subject: str
    terms: dict[str, Any]
    """What will be true when it is done, as JSON."""
    question: str
    """As the customer was asked."""
    state: ActionState
    asked_in: str
    """The turn that proposed it."""
    answered_in: str | None = None
    """The turn that confirmed, declined or changed it."""
    amount: Money | None = None
    approval: str | None = None
    """Why a supervisor must approve it, if one must."""
    decided_by: str | None = None
    """The supervisor who approved or refused it."""
    receipt: dict[str, Any] | None = None
    error: str | None = None
    created_at: datetime
    expires_at: datetime
    done_at: datetime | None = None

    @property
    def idempotency_key(self) -> str:
        """What a remote back office is given: every try of this action has the same one."""
        return f"{self.key}-{self.attempt}"


class Standing(Record):
    """Where a conversation's actions stand, in one read."""

    proposal: Action | None
    """The open question, unless this very turn asked it."""
    answered: Action | None
    """What this turn answered already, before a crash made it run again."""
    receipts: tuple[Action, ...]
    """What has been done, oldest first."""


class AuditEntry(Record):
    """One transition of one action; kept for ever, never changed."""

    at: datetime
    action_id: str
    before: ActionState | None
    after: ActionState
    by: str
    """`customer:<id>`, `turn:<id>`, `supervisor:<name>` or `system`."""
    detail: str | None = None
