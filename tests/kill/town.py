"""The people of these tests: customers with orders, a free calendar, and a conversation each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select, update

from tools.context import Caller, Strength
from tools.store import conversations
from tools.store.conversations import Conversation
from tools.store.engine import Store
from tools.store.tables import customers, order_lines, orders, slots

ITEMS = ("Smart plug", "Wall mount", "Charger", "Cable clip", "Spare fuse", "Door sensor", "Screw set", "Dust cap")
"""Cheap: together they stay under the limit above which a supervisor must approve."""
ITEM_MINOR = 599
COSTLY, COSTLY_MINOR = "Mesh set", 34900
PLACES = 10_000
"""In each window of the calendar: nobody's visit is in anybody's way."""
MOST_PEOPLE = 2000


@dataclass(frozen=True)
class Person:
    """One customer."""

    number: int
    today: date

    @property
    def customer_id(self) -> str:
        return f"C-9{self.number:04d}"

    @property
    def conversation_id(self) -> str:
        return f"K-{self.number:04d}"

    @property
    def order_id(self) -> str:
        return f"N-{5000 + 2 * self.number}"

    @property
    def costly_order_id(self) -> str:
        return f"N-{5001 + 2 * self.number}"

    @property
    def caller(self) -> Caller:
        return Caller(self.customer_id, "web_chat", Strength.SIGNED)

    def slot(self, days: int, part: str) -> str:
        """Name a window some days ahead; Sundays have none."""
        day = self.today + timedelta(days=days)
        return f"S-{day + timedelta(days=day.weekday() == 6):%Y%m%d}-{part}"


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[Store]:
    """Open a store, and close it whatever happens."""
    store = Store.at(url)
    try:
        yield store
    finally:
        await store.close()


async def settle(store: Store, count: int, now: datetime) -> list[Person]:
    """Let people move into a seeded store, and open a conversation for each."""
    people = [Person(number, now.date()) for number in range(count)]
    async with store.writing() as tx:
        await tx.execute(insert(customers), [_customer(one) for one in people])
        days = {"placed_on": now.date() - timedelta(days=9), "delivered_on": now.date() - timedelta(days=5)}
        for ids, lines in (
            ([(one, one.order_id) for one in people], [(item, ITEM_MINOR) for item in ITEMS]),
            ([(one, one.costly_order_id) for one in people], [(COSTLY, COSTLY_MINOR)]),
        ):
            paid = {**days, "paid_with": "Visa ending 4242"}
            await tx.execute(
                insert(orders), [{"order_id": key, "customer_id": one.customer_id, **paid} for one, key in ids]
            )
            await tx.execute(insert(order_lines), [row for _, key in ids for row in _lines(key, lines)])
        await tx.execute(update(slots).values(places_left=PLACES))
        for one in people:
            await conversations.create(tx, _conversation(one, now))
    return people


async def places_taken(store: Store) -> int:
    """Count the places that are gone from the calendar."""
    async with store.reading() as tx:
        return int(await tx.scalar(select(func.sum(PLACES - slots.c.places_left))) or 0)


def _customer(person: Person) -> dict[str, str]:
    who = {"name": f"Customer {person.number}", "email": f"c{person.number}@example.com", "phone": "+447700900999"}
    home = {"street": "12 Harbour Road", "city": "Bristol", "postcode": "BS1 6QH"}
    addresses = {f"{kind}_{part}": text for kind in ("billing", "delivery") for part, text in home.items()}
    return {"customer_id": person.customer_id, **who, **addresses}


def _lines(order_id: str, lines: list[tuple[str, int]]) -> list[dict[str, str | int]]:
    return [
        {"order_id": order_id, "item": item, "position": position, "paid_minor": minor}
        for position, (item, minor) in enumerate(lines)
    ]


def _conversation(person: Person, now: datetime) -> Conversation:
    return Conversation(
        conversation_id=person.conversation_id,
        customer_id=person.customer_id,
        channel="web_chat",
        created_at=now,
        updated_at=now,
    )
