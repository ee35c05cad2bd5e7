"""Numbers for new visits, refunds and faults: counted up in the caller's own transaction."""

from typing import Literal

from sqlalchemy import update

from tools.store.engine import Transaction
from tools.store.tables import numbers

Noun = Literal["visit", "refund", "fault"]
_PREFIX: dict[Noun, str] = {"visit": "V", "refund": "R", "fault": "F"}


async def new_number(tx: Transaction, noun: Noun) -> str:
    """Return the next number, such as `V-401`; others wait for this transaction to take theirs."""
    counted = await tx.execute(
        update(numbers).where(numbers.c.noun == noun).values(last=numbers.c.last + 1).returning(numbers.c.last)
    )
    return f"{_PREFIX[noun]}-{counted.scalar_one()}"
