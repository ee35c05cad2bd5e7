"""The reckoning: what the store says happened, against what the customers said and agreed to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from app.transcripts import transcript
from tests.kill.customer import Customer, Exchange
from tests.kill.errands import Brings
from tests.kill.town import places_taken
from tools.action_record import Action
from tools.action_states import OPEN
from tools.audit import TrailError, replay
from tools.store import action_rows, conversations, events, inbound, messages, turns
from tools.store.engine import Store, Transaction
from tools.store.events import Event
from tools.store.interaction_tables import actions as action_table
from tools.store.interaction_tables import leases as lease_table
from tools.store.tables import customers, order_lines, orders, refunds, visits

_BOOKED = select(func.count()).where(visits.c.status == "booked", visits.c.key.not_like("seed:%"))
_STATES: dict[Brings, str] = {"done": "done", "declined": "declined", "waiting": "waiting"}


@dataclass
class Reckoning:
    """What was found; each entry is a sentence."""

    turns: int = 0
    writes: int = 0
    lost: list[str] = field(default_factory=list)
    """Messages that are not in the store, or have no answer."""
    doubled_effects: list[str] = field(default_factory=list)
    missing_effects: list[str] = field(default_factory=list)
    doubled_replies: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    """Leases, messages and actions that wait for nobody."""
    wrong: list[str] = field(default_factory=list)
    """Everything else: order, gaps, an audit that does not replay, an answer of another kind."""

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        return [
            *self.lost,
            *self.doubled_effects,
            *self.missing_effects,
            *self.doubled_replies,
            *self.stuck,
            *self.wrong,
        ]

    def compare(self, what: str, found: Iterable[Any], expected: Iterable[Any]) -> None:
        """Set effects against what was agreed to."""
        there, wanted = Counter(found), Counter(expected)
        self.doubled_effects += [f"{what}: {one} x{count} too many" for one, count in (there - wanted).items()]
        self.missing_effects += [f"{what}: {one} x{count} missing" for one, count in (wanted - there).items()]


async def reckon(store: Store, people: Sequence[Customer]) -> Reckoning:
    """Check every conversation that these customers have finished."""
    found = Reckoning()
    async with store.reading() as tx:
        for customer in people:
            await _words(tx, customer, found)
            await _actions(tx, customer, found)
            await _effects(tx, customer, found)
        count = await tx.scalar(_BOOKED)
    taken = await places_taken(store)
    if taken != count:
        found.wrong.append(f"{count} visits are booked and {taken} places are taken")
    return found


async def _words(tx: Transaction, customer: Customer, found: Reckoning) -> None:
    where = customer.person.conversation_id
    told = await events.after(tx, where)
    stored = {word.client_message_id: word for word in await inbound.of_conversation(tx, where)}
    answered = Counter(one for event in told if event.type == "done" for one in event.data["answers"])
    for exchange in customer.said:
        name = f"{where} {exchange.message_id}"
        word = stored.pop(exchange.message_id, None)
        if exchange.told is None:
            found.stuck.append(f"{name}: no answer")
        elif word is None or not answered[exchange.message_id]:
            found.lost.append(f"{name}: {word and word.state}")
        elif word.state != "answered":
            found.stuck.append(f"{name}: {word.state}")
        if answered[exchange.message_id] > 1:
            found.doubled_replies.append(f"{name}: answered {answered[exchange.message_id]} times")
        found.wrong += [f"{name}: {fault}" for fault in _answers_amiss(exchange, told)]
    found.wrong += [f"{where} {one}: nobody sent this" for one in stored]
    await _turns(tx, customer, told, found)


async def _turns(tx: Transaction, customer: Customer, told: Sequence[Event], found: Reckoning) -> None:
    """Each turn has one reply, in its place; the events have no gap, and the models' history holds nothing twice."""
    where = customer.person.conversation_id
    replies = Counter(event.turn_id for event in told if event.type == "message")
    for turn in await turns.of_conversation(tx, where):
        found.turns += 1
        if replies[turn.turn_id] != 1:
            list_of = found.doubled_replies if replies[turn.turn_id] else found.lost
            list_of.append(f"{where} {turn.turn_id}: {replies[turn.turn_id]} replies")
    conversation = await conversations.find(tx, where)
    if conversation is None or [event.seq for event in told] != list(range(1, conversation.next_seq)):
        found.wrong.append(f"{where}: events have gaps")
    entries, _ = await transcript(tx, where)
    spoken = [entry.client_message_id or "reply" for entry in entries if entry.type in ("message", "decision")]
    if spoken != [part for exchange in customer.said for part in (exchange.message_id, "reply")]:
        found.wrong.append(f"{where}: the transcript reads {spoken}")
    if any(event.type == "error" for event in told):
        found.wrong.append(f"{where}: a turn failed")
    heard = [one.text for one in await messages.recent(tx, where, 10_000) if one.type == "human"]
    if len(heard) < len({exchange.message_id for exchange in customer.said if exchange.line.text}):
        found.wrong.append(f"{where}: the models' history lacks words")
    held = await tx.scalar(select(lease_table.c.owner).where(lease_table.c.conversation_id == where))
    if held is not None:
        found.stuck.append(f"{where}: held by {held}")


def _answers_amiss(exchange: Exchange, stored: Sequence[Event]) -> list[str]:
    """Say what a turn should have brought and has not, and what the customer has not heard of it."""
    answers = (event.turn_id for event in stored if exchange.message_id in event.data.get("answers", ()))
    turn_id = next(answers, None)
    told = [(event.type, event.data) for event in stored if event.turn_id == turn_id]
    kinds = Counter(kind for kind, _ in told)
    states = Counter(data["state"] for kind, data in told if kind == "action")
    expected = Counter(_STATES[one] for one in exchange.line.brings if one in _STATES)
    amiss = [] if states == expected else [f"brought {dict(states)}, not {dict(expected)}"]
    for brings, kind in (("question", "confirmation"), ("closed", "closed")):
        if kinds[kind] != exchange.line.brings.count(brings):
            amiss.append(f"{kinds[kind]} x {kind}")
    if kinds["escalation"]:
        amiss.append("a person was asked")
    heard = sum(kind == "message" for kind, _ in exchange.told or ())
    if heard != 1:
        amiss.append(f"the customer heard {heard} replies")
    return amiss


async def _actions(tx: Transaction, customer: Customer, found: Reckoning) -> None:
    where = customer.person.conversation_id
    query = select(action_table.c.action_id).where(action_table.c.conversation_id == where)
    rows = [await action_rows.find(tx, one) for one in (await tx.scalars(query.order_by(action_table.c.number))).all()]
    asked = [row for row in rows if row is not None]
    for action in asked:
        await _audit(tx, action, found)
        if action.state in OPEN:
            found.stuck.append(f"{where} {action.action_id}: {action.state}")
    done = sorted((one for one in asked if one.state == "done"), key=lambda one: (one.done_at, one.attempt))
    found.writes += len(done)
    expected = [tool for errand in customer.errands for tool in errand.done]
    found.compare(f"{where} actions", (one.tool for one in done), expected)


async def _audit(tx: Transaction, action: Action, found: Reckoning) -> None:
    try:
        replayed = replay(await action_rows.trail(tx, action.action_id))
    except TrailError as error:
        found.wrong.append(str(error))
        return
    if replayed != action.state:
        found.wrong.append(f"{action.action_id}: the audit ends in {replayed}, the action is {action.state}")


async def _effects(tx: Transaction, customer: Customer, found: Reckoning) -> None:
    person = customer.person
    theirs = orders.c.customer_id == person.customer_id
    paid = await tx.execute(
        select(refunds.c.order_id, refunds.c.item, refunds.c.amount_minor).join(orders).where(theirs)
    )
    back = await tx.execute(
        select(order_lines.c.order_id, order_lines.c.item, order_lines.c.refunded_minor)
        .join(orders)
        .where(theirs, order_lines.c.refunded_minor > 0)
    )
    expected = [one for errand in customer.errands for one in errand.refunds]
    lines = [(order_id, item) for order_id, item, _ in expected]
    refunded = [(row.order_id, row.amount_minor) for row in paid]
    found.compare(f"{person.conversation_id} refunds", refunded, [(order_id, minor) for order_id, _, minor in expected])
    found.compare(f"{person.conversation_id} lines", ((row.order_id, row.item) for row in back), lines)
    booked = await tx.execute(
        select(visits.c.slot_id, visits.c.status).where(visits.c.customer_id == person.customer_id)
    )
    agreed = [one for errand in customer.errands for one in errand.visits]
    found.compare(f"{person.conversation_id} visits", (tuple(row) for row in booked), agreed)
    lives = (await tx.execute(select(customers).where(customers.c.customer_id == person.customer_id))).one()
    wanted = {kind: street for errand in customer.errands for kind, street in errand.addresses.items()}
    for kind, street in wanted.items():
        if getattr(lives, f"{kind}_street") != street:
            found.missing_effects.append(f"{person.conversation_id}: the {kind} address is not {street}")
