"""The technicians' calendar: windows and how many places each has left."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from tools.records import PartOfDay, Slot
from tools.store.engine import Transaction
from tools.store.tables import slots


async def find(tx: Transaction, slot_id: str) -> Slot | None:
    """Return one window, free or not."""
    row = (await tx.execute(select(slots).where(slots.c.slot_id == slot_id))).one_or_none()
    return None if row is None else record(row)


async def has_place(tx: Transaction, slot_id: str) -> bool:
    """Say whether a visit can still be booked into a window."""
    left = await tx.scalar(select(slots.c.places_left).where(slots.c.slot_id == slot_id))
    return left is not None and left > 0


async def free(
    tx: Transaction, begin: datetime, end: datetime | None, part_of_day: PartOfDay | None, limit: int
) -> list[Slot]:
    """Return the first free windows that start after `begin` and before `end`."""
    query = select(slots).where(slots.c.starts_at > begin, slots.c.places_left > 0)
    if end is not None:
        query = query.where(slots.c.starts_at < end)
    if part_of_day is not None:
        query = query.where(slots.c.part_of_day == part_of_day)
    return [record(row) for row in await tx.execute(query.order_by(slots.c.starts_at).limit(limit))]


async def last_start(tx: Transaction) -> datetime | None:
    """Return when the calendar's last window starts."""
    last: datetime | None = await tx.scalar(select(func.max(slots.c.starts_at)))
    return last


async def lock(tx: Transaction, *slot_ids: str) -> None:
    """Lock windows in one order, so that two visits that swap their times do not wait for each other."""
    await tx.execute(
        select(slots.c.slot_id).where(slots.c.slot_id.in_(slot_ids)).order_by(slots.c.slot_id).with_for_update()
    )


async def take(tx: Transaction, slot_id: str) -> bool:
    """Take a place, or say that none is left."""
    taken = await tx.execute(
        update(slots)
        .where(slots.c.slot_id == slot_id, slots.c.places_left > 0)
        .values(places_left=slots.c.places_left - 1)
    )
    return taken.rowcount == 1


async def release(tx: Transaction, slot_id: str) -> None:
    """Give a place back."""
    await tx.execute(update(slots).where(slots.c.slot_id == slot_id).values(places_left=slots.c.places_left + 1))


def record(row: Row[Any]) -> Slot:
    """Make a slot of a row that has its columns."""
    return Slot(slot_id=row.slot_id, starts_at=row.starts_at, ends_at=row.ends_at, part_of_day=row.part_of_day)
