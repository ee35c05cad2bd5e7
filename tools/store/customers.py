"""Customers: who they are, where they live, how they are reached."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update

from tools.records import Address, AddressKind, Customer
from tools.store.engine import Transaction
from tools.store.tables import customers


async def find(tx: Transaction, customer_id: str) -> Customer | None:
    """Return one customer."""
    found = await tx.execute(select(customers).where(customers.c.customer_id == customer_id))
    row = found.one_or_none()
    return None if row is None else _record(row)


async def named(tx: Transaction, name: str) -> list[Customer]:
    """Return all customers of a name: it never says who somebody is."""
    query = select(customers).where(customers.c.name == name).order_by(customers.c.customer_id)
    return [_record(row) for row in await tx.execute(query)]


async def everybody(tx: Transaction) -> list[Customer]:
    """Return all customers."""
    return [_record(row) for row in await tx.execute(select(customers).order_by(customers.c.customer_id))]


async def replace_address(
    tx: Transaction, customer_id: str, kind: AddressKind, before: Address, address: Address
) -> bool:
    """Set an address if it is still `before`; otherwise change nothing and say so."""
    changed = await tx.execute(
        update(customers)
        .where(customers.c.customer_id == customer_id, _lives_at(kind, before))
        .values(
            {
                f"{kind}_street": address.street,
                f"{kind}_city": address.city,
                f"{kind}_postcode": address.postcode,
            }
        )
    )
    return changed.rowcount == 1


async def replace_contact(tx: Transaction, customer_id: str, before: tuple[str, str], contact: tuple[str, str]) -> bool:
    """Set (e-mail, phone) if they are still `before`; otherwise change nothing and say so."""
    changed = await tx.execute(
        update(customers)
        .where(
            customers.c.customer_id == customer_id,
            customers.c.email == before[0],
            customers.c.phone == before[1],
        )
        .values(email=contact[0], phone=contact[1])
    )
    return changed.rowcount == 1


def _lives_at(kind: AddressKind, address: Address) -> ColumnElement[bool]:
    return and_(
        customers.c[f"{kind}_street"] == address.street,
        customers.c[f"{kind}_city"] == address.city,
        customers.c[f"{kind}_postcode"] == address.postcode,
    )


def _record(row: Row[Any]) -> Customer:
    return Customer(
        customer_id=row.customer_id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        billing=Address(street=row.billing_street, city=row.billing_city, postcode=row.billing_postcode),
        delivery=Address(street=row.delivery_street, city=row.delivery_city, postcode=row.delivery_postcode),
    )
