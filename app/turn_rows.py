"""What a turn takes from the store and what it gives back, each in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage
from pydantic import BaseModel, ConfigDict

from app.stream import Held
from graphs.events import BETWEEN_PARTS, Done, Escalated, Failed, Message, Routed, TurnEvent
from graphs.models.record import ModelCall
from graphs.state import Area, Closing, Conversation, Decision, Escalation, Inbound, Request, Session
from tools.store import events, handoffs, inbound, leases, turns
from tools.store.engine import Store, Transaction
from tools.store.handoffs import Handoff
from tools.store.turns import Begun, TurnRow

LEASE_SECONDS = 30.0
WENT_ON = "the customer went on without a person"


class LeaseLostError(Exception):
    """Another process took the conversation over; what this one found out is dropped."""


class Kept(BaseModel):
    """The part of the state that outlives a turn."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    area: Area | None = None
    requests: list[Request] = []
    session: Session = Session()
    decision: Decision | None = None
    escalation: Escalation | None = None

    def returned(self) -> "Kept":
        """Begin afresh after a hand-off: what led to it is no evidence for a new one."""
        return Kept(area=self.area, session=Session(spent=self.session.spent))


@dataclass(frozen=True)
class Taken:
    """One turn, with all that it starts from."""

    begun: Begun
    kept: Kept
    started_at: datetime

    @property
    def conversation_id(self) -> str:
        """Whose turn it is."""
        return self.begun.conversation.conversation_id

    @property
    def turn_id(self) -> str:
        """The same when the turn runs again."""
        return self.begun.turn_id

    @property
    def attempt(self) -> int:
        """How often this very turn has begun, now included: one that ended in a fault, or with its process, did not."""
        return self.begun.batch[0].attempts

    @property
    def answers(self) -> list[str]:
        """The client message ids that the turn answers."""
        return [word.client_message_id for word in self.begun.batch]

    @property
    def text(self) -> str:
        """The customer's words, a burst as one text."""
        return "\n".join(word.text for word in self.begun.batch if word.text)

    @property
    def decision(self) -> dict[str, Any] | None:
        """A supervisor's decision (action_id, approved, by), if that is what the turn is about."""
        return self.begun.batch[0].payload if self.begun.batch[0].kind == "decision" else None

    def state(self) -> Conversation:
        """Make the graph's input."""
        decision = (self.decision["action_id"], self.decision["approved"]) if self.decision else None
        return Conversation(
            inbound=Inbound(turn_id=self.turn_id, text=self.text, decision=decision),
            messages=list(self.begun.history),
            area=self.kept.area,
            requests=list(self.kept.requests),
            session=self.kept.session,
            decision=self.kept.decision,
            # A decision is carried out whoever the customer waits for.
            escalation=None if decision else self.kept.escalation,
        )


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a turn came to."""

    heard: Sequence[tuple[int, TurnEvent]] = ()
    """What listeners heard while it ran and what is kept of it, with its number."""
    reply: Sequence[str] = ()
    messages: Sequence[AnyMessage] = ()
    kept: Kept
    escalation: Escalation | None = None
    """Only one that this turn found."""
    closing: Closing | None = None
    calls: Sequence[ModelCall] = ()

    @property
    def cost(self) -> Decimal:
        """What the turn's model calls cost, in US dollars."""
        return sum((call.cost_usd for call in self.calls), Decimal(0))


@dataclass(frozen=True)
class Committed:
    """What has become of a turn."""

    stored: Mapping[int, int]
    """Each stored event's number, and under which number listeners heard it (0: they did not)."""
    events: Sequence[TurnEvent]
    more: bool
    """Whether messages wait for another turn."""


async def take(store: Store, conversation_id: str, owner: str, now: datetime) -> Taken | None:
    """Claim the conversation and read what its next turn starts from; None if nothing waits or another has it."""
    async with store.writing() as tx:
        begun = await turns.begin(tx, conversation_id, owner, now, LEASE_SECONDS)
    return None if begun is None else Taken(begun, Kept.model_validate(begun.conversation.state), now)


async def commit(store: Store, taken: Taken, outcome: Outcome, now: datetime) -> Committed:
    """Keep everything the turn came to, or nothing of it.

    Raises:
        LeaseLostError: Another process has taken the conversation over.
    """
    changes: dict[str, Any] = {"state": outcome.kept.model_dump(mode="json"), "status": "open"}
    if outcome.closing is not None:
        closing = outcome.closing
        changes |= {"status": "closed", "disposition": closing.disposition, "summary": closing.summary}
    called_off = taken.kept.escalation is not None and outcome.kept.escalation is None
    async with store.writing() as tx:
        # The lease is every turn's first lock: a stale owner and a new one must not wait for each other.
        if (called_off or outcome.escalation) and not await leases.held(tx, taken.conversation_id, taken.begun.token):
            raise LeaseLostError(taken.conversation_id)
        if called_off:
            await _call_off(tx, taken, now)
        handoff_id = await _hand_off(tx, taken, outcome, now)
        told = _told(taken, outcome, handoff_id)
        left = turns.Outcome(
            turn=_row(taken, outcome, now),
            messages=outcome.messages,
            events=[_packed(event) for _, event in told],
            changes=changes,
        )
        return await _finish(tx, taken, left, told)


async def stand_back(store: Store, taken: Taken, now: datetime) -> Committed:
    """Leave the messages to the person who has the conversation."""
    told: list[tuple[int, TurnEvent]] = [
        (0, Held(messages=taken.answers)),
        (0, Done(answers=taken.answers, tier="none", cost_usd="0")),
    ]
    async with store.writing() as tx:
        left = turns.Outcome(
            turn=_row(taken, Outcome(kept=taken.kept), now),
            messages=[HumanMessage(taken.text)] if taken.text else [],
            events=[_packed(event) for _, event in told],
        )
        return await _finish(tx, taken, left, told)


async def note_fault(store: Store, taken: Taken, failed: Failed, now: datetime) -> Committed:
    """Store that an attempt failed and let go of the conversation; the messages still wait."""
    async with store.writing() as tx:
        if not await leases.release(tx, taken.conversation_id, taken.begun.token):
            raise LeaseLostError(taken.conversation_id)
        seqs = await events.append(tx, taken.conversation_id, taken.turn_id, [_packed(failed)], now)
    return Committed(dict.fromkeys(seqs, 0), [failed], more=True)


async def let_go(store: Store, taken: Taken, *, counts: bool) -> None:
    """Give up a turn that was cut short, so that it can be taken up at once; whether it counts as an attempt."""
    async with store.writing() as tx:
        if await leases.release(tx, taken.conversation_id, taken.begun.token) and not counts:
            await inbound.uncount(tx, taken.conversation_id, taken.turn_id)


async def _finish(
    tx: Transaction, taken: Taken, left: turns.Outcome, told: Sequence[tuple[int, TurnEvent]]
) -> Committed:
    # The lease is released before the look: whoever stores a message after it finds the conversation free.
    seqs = await turns.commit(tx, taken.begun.token, left)
    if seqs is None:
        raise LeaseLostError(taken.conversation_id)
    more = bool(await inbound.waiting(tx, taken.conversation_id))
    heard = {seq: number for seq, (number, _) in zip(seqs, told, strict=True)}
    return Committed(heard, [event for _, event in told], more)


async def _hand_off(tx: Transaction, taken: Taken, outcome: Outcome, now: datetime) -> str | None:
    if outcome.escalation is None:
        return None
    packet = outcome.escalation.model_dump(mode="json")
    handoff_id = taken.turn_id.replace("T-", "H-", 1)
    reason = outcome.escalation.reason
    new = Handoff(
        handoff_id=handoff_id,
        conversation_id=taken.conversation_id,
        reason=reason,
        packet=packet,
        requested_at=now,
        updated_at=now,
    )
    asked = await handoffs.request(tx, new)
    return asked.handoff_id


async def _call_off(tx: Transaction, taken: Taken, now: datetime) -> None:
    """Withdraw the hand-off of a customer who would rather go on here."""
    waiting = await handoffs.live(tx, taken.conversation_id)
    if waiting is not None and waiting.state != "accepted":
        await handoffs.move(tx, waiting.handoff_id, "fail", now, WENT_ON)


def _told(taken: Taken, outcome: Outcome, handoff_id: str | None) -> list[tuple[int, TurnEvent]]:
    """List what is kept of what was said, then the whole reply and the end."""
    told = list(outcome.heard)
    if outcome.escalation is not None:
        opened = Escalated(reason=outcome.escalation.reason, handoff_id=handoff_id)
        # Who listens has heard that a person comes; what is kept also says under which number.
        told = [(number, opened if isinstance(event, Escalated) else event) for number, event in told]
        told += [] if any(event is opened for _, event in told) else [(0, opened)]
    if outcome.reply:
        told.append((0, Message(text=BETWEEN_PARTS.join(outcome.reply))))
    tier = outcome.kept.decision.tier if outcome.kept.decision is not None else "none"
    told.append((0, Done(answers=taken.answers, tier=tier, cost_usd=f"{outcome.cost:f}")))
    return told


def _packed(event: TurnEvent) -> events.NewEvent:
    data = event.model_dump(mode="json")
    return data.pop("type"), data


def _row(taken: Taken, outcome: Outcome, now: datetime) -> TurnRow:
    routed = next((event for _, event in outcome.heard if isinstance(event, Routed)), None)
    decision, kept, calls = outcome.kept.decision, outcome.kept, outcome.calls
    return TurnRow(
        turn_id=taken.turn_id,
        conversation_id=taken.conversation_id,
        started_at=taken.started_at,
        finished_at=now,
        area=kept.area,
        intent=routed.intent if routed else (kept.session.current.intent if kept.session.current else None),
        sentiment=routed.sentiment if routed else None,
        tier=decision.tier if decision else None,
        reason=decision.reason if decision else None,
        prompts=tuple(dict.fromkeys(call.prompt for call in calls)),
        input_tokens=sum(call.input_tokens for call in calls),
        output_tokens=sum(call.output_tokens for call in calls),
        cost_usd=outcome.cost,
        latency_ms=round((now - taken.started_at).total_seconds() * 1000),
        calls=tuple(call.model_dump(mode="json") for call in calls),
    )
