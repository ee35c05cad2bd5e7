"""Orders of goods, and how much of each article has been refunded."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, Select, select

from tools.records import Money, Order, OrderLine
from tools.store.engine import Transaction
from tools.store.tables import order_lines, orders


async def find(tx: Transaction, customer_id: str, order_id: str) -> Order | None:
    """Return one order of this customer; another customer's is not found."""
    found = await _read(tx, select(orders).where(orders.c.order_id == order_id), customer_id)
    return found[0] if found else None


async def of_customer(tx: Transaction, customer_id: str) -> list[Order]:
    """Return all orders of a customer, newest first."""
    return await _read(tx, select(orders).order_by(orders.c.placed_on.desc(), orders.c.order_id.desc()), customer_id)


async def _read(tx: Transaction, query: Select[Any], customer_id: str) -> list[Order]:
    rows = (await tx.execute(query.where(orders.c.customer_id == customer_id))).all()
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    for line in await tx.execute(
        select(order_lines)
        .where(order_lines.c.order_id.in_([row.order_id for row in rows]))
        .order_by(order_lines.c.order_id, order_lines.c.position)
    ):
        lines[line.order_id].append(_line(line))
    return [_record(row, lines[row.order_id]) for row in rows]


def _line(row: Row[Any]) -> OrderLine:
    return OrderLine(item=row.item, paid=Money.of_minor(row.paid_minor), refunded=Money.of_minor(row.refunded_minor))


def _record(row: Row[Any], lines: list[OrderLine]) -> Order:
    return Order(
        order_id=row.order_id,
        placed_on=row.placed_on,
        delivered_on=row.delivered_on,
        lines=tuple(lines),
        paid=Money.of_minor(sum(line.paid.minor for line in lines)),
        refunded=Money.of_minor(sum(line.refunded.minor for line in lines)),
        paid_with=row.paid_with,
    )
