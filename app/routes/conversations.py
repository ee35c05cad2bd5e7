"""Conversations: open one, and read what was said and what it took."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from app.access import Caller, Ready, Rules, customer
from app.ownership import begin, seen
from app.transcripts import Entry, transcript
from tools.store import conversations, turns

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])
TOKEN_DAYS = 7


class Wanted(BaseModel):
    """How to open it."""

    model_config = ConfigDict(extra="forbid")

    fresh: bool = Field(False, description="Begin a new matter even if one is open.")


class Opened(BaseModel):
    """A conversation, and the key to it."""

    conversation_id: str
    access_token: str = Field(description="Send it as `Authorization: Bearer ...` with every message.")
    expires_at: datetime
    resumed: bool = Field(description="Whether the customer's open matter goes on.")


class Transcript(BaseModel):
    """What was said and done, in order."""

    conversation_id: str
    status: Literal["open", "closed"]
    holder: Literal["bot", "queue", "person"] = Field(description="Who answers.")
    disposition: str | None
    last_event_id: str = Field(description="Follow the events after it with GET .../events.")
    entries: list[Entry]


class TurnCost(BaseModel):
    """What one turn was and what it took."""

    turn_id: str
    started_at: datetime
    finished_at: datetime
    latency_ms: int
    area: str | None
    intent: str | None
    sentiment: str | None
    tier: str | None
    reason: str | None = Field(description="Why this tier answered.")
    prompts: tuple[str, ...]
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal
    calls: tuple[dict[str, Any], ...]


class Turns(BaseModel):
    """A conversation's turns and their sums."""

    turns: list[TurnCost]
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal


@router.post("", status_code=201)
async def open_conversation(
    who: Annotated[str | None, Depends(customer)], rules: Rules, ready: Ready, wanted: Wanted | None = None
) -> Opened:
    """Open a conversation, or go on with the customer's open matter.

    With a customer's token (`Authorization: Bearer ...`, signed by your site) the customer is known and may act on
    their account; without one the conversation is anonymous and can only ask.
    """
    house, _ = ready
    now = house.now()
    async with house.store.writing() as tx:
        found = None if who is None or (wanted and wanted.fresh) else await conversations.open_for(tx, who)
        opened = found or begin("web_chat", now, customer_id=who)
        if found is None:
            await conversations.create(tx, opened)
    token = rules.tokens.conversation(opened.conversation_id, now=rules.clock(), days=TOKEN_DAYS)
    return Opened(
        conversation_id=opened.conversation_id,
        access_token=token,
        expires_at=rules.clock() + timedelta(days=TOKEN_DAYS),
        resumed=found is not None,
    )


@router.get("/{conversation_id}/transcript")
async def read_transcript(conversation_id: str, who: Caller, ready: Ready) -> Transcript:
    """Read what was said and done."""
    house, _ = ready
    conversation = await seen(house.store, who, conversation_id)
    async with house.store.reading() as tx:
        entries, last = await transcript(tx, conversation_id)
    return Transcript(
        conversation_id=conversation_id,
        status=conversation.status,
        holder=conversation.holder,
        disposition=conversation.disposition,
        last_event_id=str(last),
        entries=entries,
    )


@router.get("/{conversation_id}/turns")
async def read_turns(conversation_id: str, who: Caller, ready: Ready) -> Turns:
    """Read which model answered each turn and why, with tokens, cost, latency and prompts."""
    house, _ = ready
    await seen(house.store, who, conversation_id)
    async with house.store.reading() as tx:
        rows = await turns.of_conversation(tx, conversation_id)
    return Turns(
        turns=[TurnCost(**row.model_dump(exclude={"conversation_id"})) for row in rows],
        input_tokens=sum(row.input_tokens for row in rows),
        output_tokens=sum(row.output_tokens for row in rows),
        cost_usd=sum((row.cost_usd for row in rows), Decimal(0)),
    )
