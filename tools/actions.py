"""The action ledger: every write is proposed, confirmed and done exactly once, or not at all.

    proposed -> confirmed (by the customer) -> [waiting (for a supervisor) -> approved] -> executing -> done (receipt)
        \\-> declined | changed | expired              \\-> refused                            \\-> failed -> compensated
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from langchain_core.tools import BaseTool

from tools.context import ToolContext
from tools.records import Money, Record
from tools.store.engine import Store

ActionState = Literal[
    "proposed", "confirmed", "waiting", "approved", "executing", "done",
    "declined", "changed", "expired", "refused", "failed", "compensated",
]  # fmt: skip
Reading = Literal["yes", "no", "changed", "other"]


class Action(Record):
    """One row of the ledger."""

    action_id: str
    conversation_id: str
    tool: str
    arguments: dict[str, Any]
    """Frozen when the question was asked: what runs is exactly this."""
    subject: str
    terms: dict[str, Any]
    """What will be true when it is done, as JSON."""
    question: str
    """As the customer was asked."""
    state: ActionState
    asked_in: str
    """The turn that proposed it."""
    answered_in: str | None
    """The turn that confirmed, declined or changed it."""
    amount: Money | None
    approval: str | None
    """Why a supervisor must approve it, if one must."""
    decided_by: str | None
    """The supervisor who approved or refused it."""
    receipt: dict[str, Any] | None
    error: str | None
    created_at: datetime
    expires_at: datetime
    done_at: datetime | None
