"""The back office as an auditor sees it: what has changed since the conversation began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from tools.store import interaction_tables as interactions
from tools.store import tables
from tools.store.engine import Store

Row = dict[str, Any]
BACK_OFFICE: tuple[Table, ...] = tuple(table for table in vars(tables).values() if isinstance(table, Table))


@dataclass
class Office:
    """Reads the store; `before` is how it was."""

    store: Store
    before: Mapping[str, Sequence[Row]]

    @classmethod
    async def at(cls, store: Store) -> "Office":
        """Remember the store as it is now."""
        office = cls(store, {})
        office.before = {table.name: await office.rows(table) for table in BACK_OFFICE}
        return office

    async def rows(self, table: Table, **where: Any) -> list[Row]:
        """Read the rows of a table that have these values."""
        query = select(table).where(*(table.c[name] == value for name, value in where.items()))
        async with self.store.reading() as tx:
            return [dict(row) for row in (await tx.execute(query)).mappings()]

    async def changes(self) -> dict[str, list[Row]]:
        """Return the rows of the back office that are new or different; empty where nothing was written."""
        changed = {}
        for table in BACK_OFFICE:
            rows, before = await self.rows(table), self.before[table.name]
            if rows != before:
                changed[table.name] = [row for row in rows if row not in before]
        return changed

    async def refunds(self) -> list[tuple[str, str | None, int]]:
        """List the refunds paid since then: order, article, pence."""
        rows = (await self.changes()).get("refunds", [])
        return [(row["order_id"], row["item"], row["amount_minor"]) for row in rows if not row["reversed"]]

    async def customer(self, customer_id: str = "C-1001") -> Row:
        """Read one customer."""
        (row,) = await self.rows(tables.customers, customer_id=customer_id)
        return row

    async def visits(self, customer_id: str = "C-1001") -> dict[str, str]:
        """List a customer's booked visits and their windows."""
        rows = await self.rows(tables.visits, customer_id=customer_id, status="booked")
        return {row["visit_id"]: row["slot_id"] for row in rows}

    async def places(self, slot_id: str) -> int:
        """Say how many places a window of the calendar has left."""
        (row,) = await self.rows(tables.slots, slot_id=slot_id)
        return int(row["places_left"])

    async def faults(self) -> list[Row]:
        """List the faults opened since then."""
        return (await self.changes()).get("faults", [])

    async def device(self, device_id: str) -> Row:
        """Read one device."""
        (row,) = await self.rows(tables.devices, device_id=device_id)
        return row

    async def actions(self) -> list[tuple[str, str]]:
        """List every action asked for, and where it stands."""
        return [(row["tool"], row["state"]) for row in await self.rows(interactions.actions)]

    async def audit(self) -> list[Row]:
        """List every step of every action, in order."""
        return await self.rows(interactions.action_audit)

    async def turns(self) -> list[Row]:
        """List every turn."""
        return await self.rows(interactions.turns)

    async def handoffs(self) -> list[Row]:
        """List every request for a person."""
        return await self.rows(interactions.handoffs)

    async def everything_said(self) -> str:
        """Return all that is kept of conversations, as one text."""
        kept = [table for table in vars(interactions).values() if isinstance(table, Table)]
        return "\n".join([str(row) for table in kept for row in await self.rows(table)])
