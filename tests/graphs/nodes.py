"""Single nodes of the graph: a run's services without a store, and what a node says while it runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from langchain_core.messages import AnyMessage
from langgraph.runtime import Runtime

from graphs.services import Models, Services
from graphs.state import Conversation, Inbound, Journey
from prompts.registry import Prompts
from tests.scripted import Line, ScriptedModel
from tools.actions import Action, Ledger
from tools.context import Caller, Strength

NOW = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
PROMPTS = Prompts()


@dataclass
class Node:
    """Where a node runs: with a model that plays its lines, and ears for what is said."""

    lines: Sequence[Line] = ()
    said: list[Any] = field(default_factory=list)
    model: ScriptedModel = field(default_factory=ScriptedModel)

    def __post_init__(self) -> None:
        self.model.play(*self.lines)

    @property
    def runtime(self) -> Runtime[Services]:
        """What the node is given beside the state."""
        nowhere = cast(Any, None)
        services = Services(
            caller=Caller("C-1001", "web_chat", Strength.SIGNED),
            conversation_id="K-test",
            store=nowhere,
            knowledge=nowhere,
            now=lambda: NOW,
            timezone=ZoneInfo("Europe/London"),
            approval_limit_minor=10_000,
            models=Models(small=self.model, large=self.model),
            prompts=PROMPTS,
            ledger=Ledger([]),
            company="Northlight",
            budget_usd=Decimal(1),
        )
        return Runtime(context=services, stream_writer=self.said.append)

    @property
    def told(self) -> list[str]:
        """What the customer heard, piece by piece."""
        return [event.text for event in self.said if event.type == "text.delta"]


def state(text: str, *messages: AnyMessage, **known: Any) -> Conversation:
    """Make a state with these words just said."""
    return Conversation(inbound=Inbound(turn_id="T-1", text=text), messages=list(messages), **known)


def journey(*receipts: Action, proposal: Action | None = None) -> Journey:
    """Make a journey with these receipts."""
    return Journey(proposal=proposal, answered=None, receipts=receipts, greeting_name="Ada Finch")


def action(tool: str = "refund_order", **changes: Any) -> Action:
    """Make an action that is done."""
    made = Action(
        action_id="A-1",
        conversation_id="K-test",
        customer_id="C-1001",
        channel="web_chat",
        strength=Strength.SIGNED,
        tool=tool,
        arguments={},
        key="k",
        attempt=1,
        subject="order:N-1042",
        terms={},
        question="Shall I?",
        state="done",
        asked_in="T-0",
        receipt={},
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=30),
    )
    return made.model_copy(update=changes)
