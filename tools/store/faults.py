"""Faults that engineers work on: at most one open for a device, and one for a line."""

from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from tools.errors import Refused
from tools.records import Fault
from tools.store.engine import Transaction
from tools.store.numbers import new_number
from tools.store.tables import faults


async def of_customer(tx: Transaction, customer_id: str) -> list[Fault]:
    """Return all faults of a customer, oldest first."""
    query = select(faults).where(faults.c.customer_id == customer_id).order_by(faults.c.fault_id)
    return [_record(row) for row in await tx.execute(query)]


async def find_open(tx: Transaction, customer_id: str, device_id: str | None) -> Fault | None:
    """Return the open fault of a device or, for None, of the line."""
    every = await of_customer(tx, customer_id)
    return next((fault for fault in every if fault.device_id == device_id and fault.status == "open"), None)


async def open_one(tx: Transaction, customer_id: str, fault: Fault, key: str) -> Fault:
    """Open a fault and return it with its number.

    Raises:
        Refused: One has been opened for the same thing a moment ago.
    """
    opened = fault.model_copy(update={"fault_id": await new_number(tx, "fault")})
    try:
        await tx.execute(insert(faults).values(customer_id=customer_id, key=key, **opened.model_dump()))
    except IntegrityError as error:
        raise Refused(f"A fault about this {fault.about} is already open.") from error
    return opened


async def close(tx: Transaction, fault_id: str) -> None:
    """Close a fault; a second time changes nothing."""
    await tx.execute(update(faults).where(faults.c.fault_id == fault_id).values(status="closed"))


def _record(row: Row[Any]) -> Fault:
    return Fault(
        fault_id=row.fault_id,
        about=row.about,
        device_id=row.device_id,
        description=row.description,
        status=row.status,
        repaired_by=row.repaired_by,
    )
