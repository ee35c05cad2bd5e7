"""The gazetteer: which house numbers a street has, in which city and under which postcode."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tools.store.engine import Transaction
from tools.store.tables import premises


@dataclass(frozen=True)
class Premises:
    """The houses of one street that share a postcode."""

    street: str
    first_number: int
    last_number: int
    city: str
    postcode: str


async def under(tx: Transaction, postcode: str) -> list[Premises]:
    """Return the streets of a postcode, written as "BS1 6QH"."""
    query = select(premises).where(premises.c.postcode == postcode).order_by(premises.c.street)
    return [Premises(**row) for row in (await tx.execute(query)).mappings()]


async def called(tx: Transaction, street: str) -> list[Premises]:
    """Return the streets of a name, in every city."""
    query = select(premises).where(func.lower(premises.c.street) == street.lower()).order_by(premises.c.postcode)
    return [Premises(**row) for row in (await tx.execute(query)).mappings()]
