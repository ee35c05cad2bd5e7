"""Hand-offs: who waits for a person, with the whole picture, and what becomes of them."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.access import Ready, colleague
from app.notices import Notice
from app.stream import HandoffChanged
from app.tokens import Staff
from app.turn_rows import Kept
from tools.store import conversations, handoffs
from tools.store.engine import Transaction
from tools.store.handoffs import Handoff, HandoffState

router = APIRouter(prefix="/v1/handoffs", tags=["handoffs"])
Colleague = Annotated[Staff, Depends(colleague)]


class Handoffs(BaseModel):
    """Hand-offs in one state, longest wait first."""

    handoffs: tuple[Handoff, ...]


@router.get("")
async def list_handoffs(_who: Colleague, ready: Ready, state: HandoffState = "requested") -> Handoffs:
    """List who waits for a person."""
    house, _ = ready
    async with house.store.reading() as tx:
        return Handoffs(handoffs=await handoffs.in_state(tx, state))


@router.post("/{handoff_id}/{step}")
async def move(handoff_id: str, step: Literal["accept", "close", "return"], who: Colleague, ready: Ready) -> Handoff:
    """Accept a conversation (the bot is silent from now on), close it, or return it to the bot."""
    house, turns = ready
    now = house.now()
    async with house.store.writing() as tx:
        before = await handoffs.find(tx, handoff_id)
        if step == "accept" and before is not None and before.state == "requested":
            await handoffs.move(tx, handoff_id, "offer", now)
        if step == "return" and before is not None and before.state == "accepted":
            await handoffs.move(tx, handoff_id, "close", now)
        moves: handoffs.HandoffEvent = "give_back" if step == "return" else step
        after = await handoffs.move(tx, handoff_id, moves, now, who.name if step == "accept" else None)
        if step in ("close", "return"):
            await _forget(tx, after.conversation_id, now)
    event = HandoffChanged(handoff_id=handoff_id, state=after.state)
    await turns.tell(Notice(after.conversation_id, handoff_id, (event,)))
    return after


async def _forget(tx: Transaction, conversation_id: str, now: datetime) -> None:
    """Let the bot begin afresh: what led to the last escalation is no evidence for a new one."""
    conversation = await conversations.find(tx, conversation_id)
    if conversation is not None:
        kept = Kept.model_validate(conversation.state).returned()
        await conversations.save(tx, conversation_id, now, state=kept.model_dump(mode="json"))
