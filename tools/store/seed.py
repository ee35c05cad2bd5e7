"""Northlight's demonstration data: the same for the same day, and always recent enough to act on."""

import csv
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from tools.store import slots as calendar
from tools.store.engine import Store, Transaction
from tools.store.migrate import take_turns
from tools.store.tables import (
    broadband_lines,
    customers,
    devices,
    faults,
    invoice_lines,
    invoices,
    order_lines,
    orders,
    premises,
    refund_lines,
    refunds,
    slots,
    visits,
)

_HERE = Path(__file__).parent
_LONDON = ZoneInfo("Europe/London")
_WEEKS_AHEAD = 6
_FULL_WEEK = 2
"""Counted from the current one: nothing is free in the week after the next."""
_PLACES = 3
_WINDOWS = {
    "AM": ("morning", time(8), time(12)),
    "PM": ("afternoon", time(12), time(17)),
    "EV": ("evening", time(17), time(20)),
}
Row = dict[str, Any]


async def seed(store: Store, now: datetime) -> None:
    """Put the demonstration customers into an empty back office; later calls only open more days."""
    today = now.astimezone(_LONDON).date()
    async with store.writing() as tx:
        await take_turns(tx)
        fresh = await tx.scalar(select(func.count()).select_from(customers)) == 0
        await _open_calendar(tx, today, _monday(today, _FULL_WEEK) if fresh else None)
        if not fresh:
            return
        await _add_premises(tx)
        data = tomllib.loads((_HERE / "northlight.toml").read_text(encoding="utf-8"))
        for customer in data["customer"]:
            await _add_customer(tx, customer)
            await _add_orders(tx, customer, today)
            await _add_invoices(tx, customer, today)
            await _add_equipment(tx, customer, now)
            await _add_visits(tx, customer, now)


def _monday(today: date, weeks_ahead: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks_ahead)


async def _open_calendar(tx: Transaction, today: date, full_week: date | None) -> None:
    """Add the windows that are missing, from today to the end of the last week; Sundays have none."""
    known = set(await tx.scalars(select(slots.c.slot_id)))
    days = (_monday(today, _WEEKS_AHEAD) - today).days
    rows = [
        row
        for offset in range(days)
        for row in _windows(today + timedelta(days=offset), full_week)
        if row["slot_id"] not in known
    ]
    if rows:
        await tx.execute(insert(slots), rows)


def _windows(day: date, full_week: date | None) -> list[Row]:
    if day.weekday() == 6:
        return []
    full = full_week is not None and full_week <= day < full_week + timedelta(weeks=1)
    return [
        {
            "slot_id": f"S-{day:%Y%m%d}-{part}",
            "starts_at": datetime.combine(day, starts, _LONDON),
            "ends_at": datetime.combine(day, ends, _LONDON),
            "part_of_day": part_of_day,
            # Nobody works on a Saturday evening.
            "places_left": 0 if full or (day.weekday() == 5 and part == "EV") else _PLACES,
        }
        for part, (part_of_day, starts, ends) in _WINDOWS.items()
    ]


async def _add_premises(tx: Transaction) -> None:
    with (_HERE / "premises.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            {**row, "first_number": int(row["first_number"]), "last_number": int(row["last_number"])}
            for row in csv.DictReader(lines)
        ]
    await tx.execute(insert(premises), rows)


async def _add_customer(tx: Transaction, customer: Row) -> None:
    row = {name: customer[name] for name in ("customer_id", "name", "email", "phone")}
    for kind in ("billing", "delivery"):
        row |= {f"{kind}_{part}": text for part, text in _address(customer, kind).items()}
    await tx.execute(insert(customers).values(row))


def _address(customer: Row, kind: str) -> Row:
    """Return an address of theirs; who names only one has it for both."""
    street, city, postcode = customer[kind] if kind in customer else customer["billing"]
    return {"street": street, "city": city, "postcode": postcode}


async def _add_orders(tx: Transaction, customer: Row, today: date) -> None:
    for order in customer.get("orders", ()):
        order_id = order["order_id"]
        await tx.execute(
            insert(orders).values(
                order_id=order_id,
                customer_id=customer["customer_id"],
                placed_on=today + timedelta(days=order["placed"]),
                delivered_on=today + timedelta(days=order["delivered"]) if "delivered" in order else None,
                paid_with=order["paid_with"],
            )
        )
        refunded = dict(order.get("refunded", ()))
        for position, (item, paid) in enumerate(order["lines"]):
            row = {"order_id": order_id, "item": item, "position": position, "paid_minor": paid}
            await tx.execute(insert(order_lines).values(**row, refunded_minor=refunded.get(item, 0)))
        for item, amount in refunded.items():
            await _add_refund(tx, order, item, amount, today)


async def _add_refund(tx: Transaction, order: Row, item: str, amount: int, today: date) -> None:
    refund_id = f"R-{order['order_id'][-3:]}"
    paid_on = today + timedelta(days=order["delivered"] + 2)
    row = {
        "refund_id": refund_id,
        "key": f"seed:{refund_id}",
        "order_id": order["order_id"],
        "item": item,
        "amount_minor": amount,
        "refunded_to": order["paid_with"],
        "paid_at": datetime.combine(paid_on, time(12), _LONDON),
        "arrives_by": paid_on + timedelta(days=7),
    }
    await tx.execute(insert(refunds).values(row))
    part = {"refund_id": refund_id, "order_id": order["order_id"], "item": item, "amount_minor": amount}
    await tx.execute(insert(refund_lines).values(part))


async def _add_invoices(tx: Transaction, customer: Row, today: date) -> None:
    for invoice in customer.get("invoices", ()):
        await tx.execute(
            insert(invoices).values(
                invoice_id=invoice["invoice_id"],
                customer_id=customer["customer_id"],
                issued_on=today + timedelta(days=invoice["issued"]),
                due_on=today + timedelta(days=invoice["due"]),
                paid=invoice["paid"],
            )
        )
        for position, (charge, amount, explanation) in enumerate(invoice["lines"]):
            row = {"invoice_id": invoice["invoice_id"], "position": position, "charge": charge}
            await tx.execute(insert(invoice_lines).values(**row, amount_minor=amount, explanation=explanation))


async def _add_equipment(tx: Transaction, customer: Row, now: datetime) -> None:
    customer_id = customer["customer_id"]
    if "line" in customer:
        result, download = customer["line"]
        await tx.execute(insert(broadband_lines).values(customer_id=customer_id, result=result, download_kbps=download))
    for device in customer.get("devices", ()):
        row = {name: device[name] for name in ("device_id", "device", "model", "online", "light")}
        row["last_seen"] = now + timedelta(days=device["seen"])
        row["restart_helps"] = device.get("restart_helps", False)
        await tx.execute(insert(devices).values(customer_id=customer_id, **row))
    for fault in customer.get("faults", ()):
        row = {name: fault[name] for name in ("fault_id", "about", "description")}
        row["repaired_by"] = now + timedelta(days=fault["repaired_in"])
        await tx.execute(
            insert(faults).values(customer_id=customer_id, key=f"seed:{row['fault_id']}", status="open", **row)
        )


async def _add_visits(tx: Transaction, customer: Row, now: datetime) -> None:
    home = _address(customer, "delivery")
    for visit in customer.get("visits", ()):
        slot_id = await _slot_of(tx, visit, now)
        if not await calendar.take(tx, slot_id):
            raise AssertionError(f"the calendar has no place for {visit['visit_id']}")
        row = {name: visit[name] for name in ("visit_id", "reason")} | home
        row |= {"customer_id": customer["customer_id"], "slot_id": slot_id, "status": "booked"}
        await tx.execute(insert(visits).values(key=f"seed:{visit['visit_id']}", **row))


async def _slot_of(tx: Transaction, visit: Row, now: datetime) -> str:
    if visit.get("soonest"):
        (first,) = await calendar.free(tx, now, None, None, 1)
        return first.slot_id
    today = now.astimezone(_LONDON).date()
    day = _monday(today, visit["week"]) + timedelta(days=visit["weekday"])
    return f"S-{day:%Y%m%d}-{visit['part']}"
