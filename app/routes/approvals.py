"""Approvals: what waits for a supervisor, and their answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from app.access import Ready, supervisor
from app.problems import Problem
from app.tokens import Staff
from tools.actions import Action, AuditEntry
from tools.audit import trail
from tools.store import action_rows
from tools.store.inbound import Incoming

router = APIRouter(prefix="/v1/approvals", tags=["approvals"])
Supervisor = Annotated[Staff, Depends(supervisor)]


class Approval(BaseModel):
    """An action that a customer has confirmed and a supervisor must approve."""

    action_id: str
    conversation_id: str
    customer_id: str
    tool: str
    terms: dict[str, Any]
    amount: str | None
    reason: str | None
    """Why it needs approval."""
    question: str
    """As the customer was asked."""
    asked_at: datetime


class Decided(BaseModel):
    """The supervisor's answer."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["approve", "refuse"]


class Taken(BaseModel):
    """The answer is stored; the conversation goes on with it."""

    action_id: str
    conversation_id: str
    decision: Literal["approve", "refuse"]


@router.get("")
async def list_waiting(_who: Supervisor, ready: Ready) -> list[Approval]:
    """List what waits, oldest first."""
    house, _ = ready
    return [_approval(action) for action in await house.ledger.waiting(house.store)]


@router.post("/{action_id}", status_code=202)
async def decide(action_id: str, wanted: Decided, who: Supervisor, ready: Ready) -> Taken:
    """Approve or refuse; the customer is told in their conversation. The same answer twice is taken once."""
    house, turns = ready
    async with house.store.reading() as tx:
        action = await action_rows.find(tx, action_id)
    if action is None:
        raise Problem(404, f"There is no action {action_id}; GET /v1/approvals lists what waits.")
    approved = wanted.decision == "approve"
    if action.state != "waiting" and action.decided_by is None:
        raise Problem(409, f"{action_id} is not waiting for approval: it is {action.state}.")
    incoming = Incoming(
        client_message_id=f"decision:{action_id}",
        kind="decision",
        payload={"action_id": action_id, "approved": approved, "by": who.name},
        customer_id=action.customer_id,
        channel=action.channel,
        strength=action.strength,
    )
    await turns.receive(action.conversation_id, incoming)
    turns.start(action.conversation_id)
    return Taken(action_id=action_id, conversation_id=action.conversation_id, decision=wanted.decision)


@router.get("/{action_id}/trail")
async def read_trail(action_id: str, _who: Supervisor, ready: Ready) -> list[AuditEntry]:
    """Read all that ever happened to an action, oldest first, and through whom."""
    house, _ = ready
    entries = await trail(house.store, action_id)
    if not entries:
        raise Problem(404, f"There is no action {action_id}; GET /v1/approvals lists what waits.")
    return list(entries)


def _approval(action: Action) -> Approval:
    return Approval(
        action_id=action.action_id,
        conversation_id=action.conversation_id,
        customer_id=action.customer_id,
        tool=action.tool,
        terms=action.terms,
        amount=None if action.amount is None else str(action.amount),
        reason=action.approval,
        question=action.question,
        asked_at=action.created_at,
    )
