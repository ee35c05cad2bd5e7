"""Technicians' visits: booked, moved, cancelled; a place in the calendar goes with each."""

from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from tools.errors import Refused
from tools.records import Address, Visit
from tools.store import slots
from tools.store.engine import Transaction
from tools.store.numbers import new_number
from tools.store.tables import slots as slot_table
from tools.store.tables import visits

_WITH_TIMES = select(visits, slot_table.c.starts_at, slot_table.c.ends_at).join(slot_table)
_TAKEN = "That visit window has just been taken by somebody else."
_CHANGED = "Visit {visit_id} has been changed meanwhile."


async def find(tx: Transaction, customer_id: str, visit_id: str) -> Visit | None:
    """Return one visit of this customer; another customer's is not found."""
    found = await _read(tx, _WITH_TIMES.where(visits.c.visit_id == visit_id), customer_id)
    return found[0] if found else None


async def of_customer(tx: Transaction, customer_id: str) -> list[Visit]:
    """Return all visits of a customer, in the order of their times."""
    return await _read(tx, _WITH_TIMES.order_by(slot_table.c.starts_at, visits.c.visit_id), customer_id)


async def book(tx: Transaction, customer_id: str, visit: Visit, key: str) -> Visit:
    """Book a visit and return it with its number.

    Raises:
        Refused: The window is full, or the customer already has a visit booked for that reason.
    """
    if not await slots.take(tx, visit.slot_id):
        raise Refused(_TAKEN)
    booked = visit.model_copy(update={"visit_id": await new_number(tx, "visit")})
    row = {
        "visit_id": booked.visit_id,
        "key": key,
        "customer_id": customer_id,
        "slot_id": visit.slot_id,
        "reason": visit.reason,
        "status": "booked",
        **visit.address.model_dump(),
    }
    try:
        await tx.execute(insert(visits).values(row))
    except IntegrityError as error:
        raise Refused(f"A {visit.reason} visit has already been booked.") from error
    return booked


async def move(tx: Transaction, visit_id: str, from_slot: str, to_slot: str) -> None:
    """Move a booked visit from one window to another.

    Raises:
        Refused: The visit is not there any more, or the window is full.
    """
    await slots.lock(tx, from_slot, to_slot)
    if not await slots.take(tx, to_slot):
        raise Refused(_TAKEN)
    moved = await tx.execute(
        update(visits)
        .where(visits.c.visit_id == visit_id, visits.c.slot_id == from_slot, visits.c.status == "booked")
        .values(slot_id=to_slot)
    )
    if moved.rowcount == 0:
        raise Refused(_CHANGED.format(visit_id=visit_id))
    await slots.release(tx, from_slot)


async def cancel(tx: Transaction, visit_id: str, slot_id: str) -> None:
    """Cancel a booked visit and give its place back.

    Raises:
        Refused: It is not booked for that window any more.
    """
    await slots.lock(tx, slot_id)
    cancelled = await tx.execute(
        update(visits)
        .where(visits.c.visit_id == visit_id, visits.c.slot_id == slot_id, visits.c.status == "booked")
        .values(status="cancelled")
    )
    if cancelled.rowcount == 0:
        raise Refused(_CHANGED.format(visit_id=visit_id))
    await slots.release(tx, slot_id)


async def restore(tx: Transaction, visit_id: str, slot_id: str) -> None:
    """Book a cancelled visit again, for its old window.

    Raises:
        Refused: The window is full, or another visit has been booked instead.
    """
    if not await slots.take(tx, slot_id):
        raise Refused(_TAKEN)
    try:
        restored = await tx.execute(
            update(visits)
            .where(visits.c.visit_id == visit_id, visits.c.slot_id == slot_id, visits.c.status == "cancelled")
            .values(status="booked")
        )
    except IntegrityError as error:
        raise Refused(_CHANGED.format(visit_id=visit_id)) from error
    if restored.rowcount == 0:
        raise Refused(_CHANGED.format(visit_id=visit_id))


async def _read(tx: Transaction, query: Select[Any], customer_id: str) -> list[Visit]:
    return [_record(row) for row in await tx.execute(query.where(visits.c.customer_id == customer_id))]


def _record(row: Row[Any]) -> Visit:
    return Visit(
        visit_id=row.visit_id,
        slot_id=row.slot_id,
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        address=Address(street=row.street, city=row.city, postcode=row.postcode),
        status=row.status,
    )
