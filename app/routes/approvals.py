"""Approvals: what waits for a supervisor, and their answer."""

from datetime import datetime
from itertools import count
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from app.access import Ready, supervisor
from app.problems import Problem
from app.tokens import Staff
from app.turns import Turns
from tools.actions import Action, ActionState
from tools.errors import Refused
from tools.store import action_rows, inbound
from tools.store.engine import Store, Transaction
from tools.store.inbound import Incoming, Stored

router = APIRouter(prefix="/v1/approvals", tags=["approvals"])
Supervisor = Annotated[Staff, Depends(supervisor)]
_UNSETTLED: frozenset[ActionState] = frozenset({"waiting", "approved", "executing"})
"""States in which a decision has not had its effect."""


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
    """Approve or refuse; the customer is told in their conversation.

    The same decision twice, by whomever, is taken once; a contrary one is refused (409).
    """
    house, turns = ready
    approved = wanted.decision == "approve"
    while True:
        action, earlier = await _standing(house.store, action_id, approved)
        if earlier.taken or await _received(turns, action, _decision(action, earlier.name, approved, who)):
            turns.start(action.conversation_id)
            return Taken(action_id=action_id, conversation_id=action.conversation_id, decision=wanted.decision)


async def _received(turns: Turns, action: Action, decision: Incoming) -> bool:
    """Store a decision; False where another supervisor was quicker."""
    try:
        await turns.receive(action.conversation_id, decision)
    except Refused:
        return False
    return True


class _Earlier(NamedTuple):
    taken: bool
    """This decision has been taken already, or is about to be."""
    name: str
    """What the message that carries the next one is called."""


async def _standing(store: Store, action_id: str, approved: bool) -> tuple[Action, _Earlier]:
    """Say whether a decision is still to be taken.

    Raises:
        Problem: 404, there is no such action; 409, nobody waits for a decision, or the contrary was decided.
    """
    async with store.reading() as tx:
        action = await action_rows.find(tx, action_id)
        if action is None:
            raise Problem(404, f"There is no action {action_id}; GET /v1/approvals lists what waits.")
        name, last = await _last_decision(tx, action)
        # Read after the decision: one that has been answered has done to the action what it could.
        action = await action_rows.find(tx, action_id) or action
    if action.decided_by is None and action.state != "waiting":
        raise Problem(409, f"{action_id} is not waiting for approval: it is {action.state}.")
    pending = last is not None and last.state == "waiting"
    if (action.decided_by and approved == (action.state == "refused")) or (
        pending and last is not None and (last.payload or {})["approved"] != approved
    ):
        by = action.decided_by or ((last.payload or {})["by"] if last is not None else "somebody")
        raise Problem(
            409, f"{action_id} was decided the other way by {by}; GET /v1/actions/{action_id}/trail says how."
        )
    return action, _Earlier(pending or action.state not in _UNSETTLED, name)


async def _last_decision(tx: Transaction, action: Action) -> tuple[str, Stored | None]:
    """Find the message with the last decision, and the name for the next: a turn that was given up leaves one."""
    last: Stored | None = None
    for number in count(1):
        name = f"decision:{action.action_id}" if number == 1 else f"decision:{action.action_id}:{number}"
        found = await inbound.find(tx, action.conversation_id, name)
        if found is None:
            return name, last
        last = found
    raise AssertionError  # count never ends


def _decision(action: Action, name: str, approved: bool, who: Staff) -> Incoming:
    return Incoming(
        client_message_id=name,
        kind="decision",
        payload={"action_id": action.action_id, "approved": approved, "by": who.name},
        customer_id=action.customer_id,
        channel=action.channel,
        strength=action.strength,
    )


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
