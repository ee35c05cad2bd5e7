"""Actions: what is in doubt, what happened to each, and how one is undone."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from app.access import Ready
from app.notices import Notice
from app.problems import Problem
from app.routes.approvals import Supervisor
from graphs.events import ActionChanged, Message
from graphs.reports import report
from tools.actions import Action, ActionState, AuditEntry
from tools.audit import trail

router = APIRouter(prefix="/v1/actions", tags=["actions"])


class InDoubt(BaseModel):
    """An action that was begun and is not known to have ended."""

    action_id: str
    conversation_id: str
    customer_id: str
    tool: str
    terms: dict[str, Any]
    amount: str | None
    idempotency_key: str
    """What a remote back office knows it by."""
    asked_at: datetime


class Undone(BaseModel):
    """What has become of the action."""

    action_id: str
    conversation_id: str
    state: ActionState


@router.get("/in-doubt")
async def list_in_doubt(_who: Supervisor, ready: Ready) -> list[InDoubt]:
    """List what was begun and is not known to have ended, oldest first.

    What a running turn is just doing is here for a moment. What stays here was broken off by an outage: look in the
    back office whether it was done.
    """
    house, _ = ready
    return [_in_doubt(action) for action in await house.ledger.in_doubt(house.store)]


@router.get("/{action_id}/trail")
async def read_trail(action_id: str, _who: Supervisor, ready: Ready) -> list[AuditEntry]:
    """Read all that ever happened to an action, oldest first, and through whom."""
    house, _ = ready
    entries = await trail(house.store, action_id)
    if not entries:
        raise Problem(404, f"There is no action {action_id}; the conversation's `action` events name them.")
    return list(entries)


@router.post("/{action_id}/undo")
async def undo(action_id: str, who: Supervisor, ready: Ready) -> Undone:
    """Undo what was done; the customer is told in their conversation. Undoing it again changes nothing."""
    house, turns = ready
    action = await house.ledger.compensate(house.store, action_id, by=who.name, now=house.now())
    text = report(house.prompts, house.settings.timezone, action)
    changed = ActionChanged(action_id=action_id, tool=action.tool, state=action.state)
    # Told once, and told even if the process was killed between the two: whoever asks again brings it about.
    notice = Notice(action.conversation_id, f"undo-{action_id}", (changed, Message(text=text)), spoken=text)
    await turns.tell(notice)
    return Undone(action_id=action_id, conversation_id=action.conversation_id, state=action.state)


def _in_doubt(action: Action) -> InDoubt:
    return InDoubt(
        action_id=action.action_id,
        conversation_id=action.conversation_id,
        customer_id=action.customer_id,
        tool=action.tool,
        terms=action.terms,
        amount=None if action.amount is None else str(action.amount),
        idempotency_key=action.idempotency_key,
        asked_at=action.created_at,
    )
