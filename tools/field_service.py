"""Field service: technicians' visits."""

from datetime import date, datetime, time, timedelta

from tools.context import Call, ToolContext
from tools.effects import Plan, reads, writes
from tools.errors import Correctable, NotFound, Refused
from tools.records import PartOfDay, Slot, SlotId, Visit, VisitId, VisitMove, VisitReason
from tools.store import customers, slots, visits
from tools.store.engine import Transaction
from tools.wording import day_words, listed, window_words

NOTICE = timedelta(hours=24)
"""A visit can be moved or cancelled until so long before it starts."""
_SHOWN = 6
"""More free windows than this are not shown at once."""


@reads
async def list_visits(runtime: Call) -> list[Visit]:
    """List the customer's technician visits, in the order of their times."""
    customer_id = runtime.context.customer()
    async with runtime.context.store.reading() as tx:
        return await visits.of_customer(tx, customer_id)


@reads
async def list_slots(
    runtime: Call,
    day: date | None = None,
    part_of_day: PartOfDay | None = None,
) -> list[Slot]:
    """List free windows for a technician's visit; when a day is full, the next ones after it.

    Args:
        day: The day the customer wants; leave out for the nearest ones.
        part_of_day: The part of the day the customer wants.
    """
    context = runtime.context
    context.customer()
    now = context.now()
    if day is not None and day < now.astimezone(context.timezone).date():
        raise Correctable(f"{day_words(day)} is in the past.", "day")
    begin, end = (now, None) if day is None else _hours(day, context)
    begin = max(begin, now)
    async with context.store.reading() as tx:
        found = await slots.free(tx, begin, end, part_of_day, _SHOWN)
        if not found and end is not None:
            found = await slots.free(tx, begin, None, part_of_day, _SHOWN)
        last = await slots.last_start(tx)
    if found or day is None or last is None:
        return found
    end_of_calendar = day_words(last.astimezone(context.timezone).date())
    raise Correctable(f"Nothing is free after that; the calendar is open until {end_of_calendar}.", "day")


def _hours(day: date, context: ToolContext) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time.min, context.timezone)
    return midnight - timedelta(microseconds=1), midnight + timedelta(days=1)


async def _undo_booking(tx: Transaction, receipt: Visit) -> None:
    if receipt.visit_id is not None:
        await visits.cancel(tx, receipt.visit_id, receipt.slot_id)


@writes(risk="service", undo=_undo_booking)
async def book_visit(slot_id: SlotId, reason: VisitReason, runtime: Call) -> Plan[Visit]:
    """Book a technician's visit at the customer's delivery address.

    Args:
        slot_id: The free window.
        reason: What the technician comes for.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        customer = await customers.find(tx, customer_id)
        if customer is None:
            raise NotFound("There is no account under your name.")
        slot = await _free_slot(tx, slot_id, context)
        for visit in await visits.of_customer(tx, customer_id):
            if visit.status == "booked" and visit.reason == reason:
                raise Refused(
                    f"Your {reason} visit {visit.visit_id} is already booked for {_when(visit, context)}; "
                    "it can be moved or cancelled."
                )
    terms = Visit(
        visit_id=None,
        slot_id=slot_id,
        reason=reason,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        address=customer.delivery,
        status="booked",
    )

    async def apply(tx: Transaction, key: str) -> Visit:
        return await visits.book(tx, customer_id, terms, key)

    return Plan(terms=terms, subject=_subject(customer_id, reason), apply=apply)


async def _undo_move(tx: Transaction, receipt: VisitMove) -> None:
    await visits.move(tx, receipt.visit_id, receipt.slot_id, receipt.previous_slot_id)


@writes(risk="service", undo=_undo_move)
async def move_visit(visit_id: VisitId, slot_id: SlotId, runtime: Call) -> Plan[VisitMove]:
    """Move a booked technician's visit to another free window.

    Args:
        visit_id: The visit.
        slot_id: The free window to move it to.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        visit = await _changeable(tx, customer_id, visit_id, context)
        if visit.slot_id == slot_id:
            raise Correctable(f"Visit {visit_id} is already at that time.", "slot_id")
        slot = await _free_slot(tx, slot_id, context)
    terms = VisitMove(
        visit_id=visit_id,
        slot_id=slot_id,
        previous_slot_id=visit.slot_id,
        previous_starts_at=visit.starts_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )

    async def apply(tx: Transaction, _key: str) -> VisitMove:
        await visits.move(tx, visit_id, visit.slot_id, slot_id)
        return terms

    return Plan(terms=terms, subject=_subject(customer_id, visit.reason), apply=apply)


async def _undo_cancelling(tx: Transaction, receipt: Visit) -> None:
    if receipt.visit_id is not None:
        await visits.restore(tx, receipt.visit_id, receipt.slot_id)


@writes(risk="service", undo=_undo_cancelling)
async def cancel_visit(visit_id: VisitId, runtime: Call) -> Plan[Visit]:
    """Cancel a booked technician's visit.

    Args:
        visit_id: The visit.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        visit = await _changeable(tx, customer_id, visit_id, context)
    terms = visit.model_copy(update={"status": "cancelled"})

    async def apply(tx: Transaction, _key: str) -> Visit:
        await visits.cancel(tx, visit_id, visit.slot_id)
        return terms

    return Plan(terms=terms, subject=_subject(customer_id, visit.reason), apply=apply)


def _subject(customer_id: str, reason: VisitReason) -> str:
    """Name a visit so that it has a name before it has a number: there is one for one reason at a time."""
    return f"visit:{customer_id}:{reason}"


async def _free_slot(tx: Transaction, slot_id: str, context: ToolContext) -> Slot:
    slot = await slots.find(tx, slot_id)
    now = context.now()
    if slot is None:
        raise Correctable(f"There is no visit window {slot_id}.", "slot_id")
    if slot.starts_at <= now:
        raise Correctable(f"{_when(slot, context)} is in the past.", "slot_id")
    if not await slots.has_place(tx, slot_id):
        later = await slots.free(tx, slot.starts_at, None, None, 3)
        windows = [_when(free, context) for free in later]
        instead = f" The next free ones are {listed(windows)}." if windows else ""
        raise Correctable(f"{_when(slot, context)} is fully booked.{instead}", "slot_id")
    return slot


async def _changeable(tx: Transaction, customer_id: str, visit_id: str, context: ToolContext) -> Visit:
    """Return a visit that may still be moved or cancelled."""
    visit = await visits.find(tx, customer_id, visit_id)
    if visit is None:
        raise NotFound(f"There is no visit {visit_id} on your account.")
    if visit.status != "booked":
        raise Refused(f"Visit {visit_id} is {visit.status}; it cannot be changed.")
    if visit.starts_at - context.now() < NOTICE:
        raise Refused(
            f"Visit {visit_id} is on {_when(visit, context)}; "
            "a visit can be moved or cancelled until 24 hours before it starts."
        )
    return visit


def _when(window: Slot | Visit, context: ToolContext) -> str:
    return window_words(window.starts_at, window.ends_at, context.timezone)
