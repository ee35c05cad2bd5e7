"""Refunds: money that goes back for the articles of an order, each at most once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from tools.errors import Refused
from tools.records import Money, Refund
from tools.store.engine import Transaction
from tools.store.numbers import new_number
from tools.store.tables import order_lines, refund_lines, refunds

WORKING_DAYS = 5
"""How long a refund takes to arrive, at most."""


async def pay(tx: Transaction, refund: Refund, parts: Mapping[str, int], key: str, paid_at: datetime) -> Refund:
    """Pay a refund made of these parts (item -> pence), and return it with its number.

    Raises:
        Refused: It has been paid under this key, or an article has been refunded meanwhile.
    """
    refund_id = await new_number(tx, "refund")
    row = {
        "refund_id": refund_id,
        "key": key,
        "order_id": refund.order_id,
        "item": refund.item,
        "amount_minor": refund.amount.minor,
        "refunded_to": refund.refunded_to,
        "paid_at": paid_at,
        "arrives_by": refund.arrives_by,
    }
    try:
        await tx.execute(insert(refunds).values(row))
    except IntegrityError as error:
        raise Refused(f"This refund for order {refund.order_id} has already been paid.") from error
    for item, minor in sorted(parts.items()):
        await _add_to_line(tx, refund.order_id, item, minor)
        await tx.execute(
            insert(refund_lines).values(refund_id=refund_id, order_id=refund.order_id, item=item, amount_minor=minor)
        )
    return refund.model_copy(update={"refund_id": refund_id})


async def reverse(tx: Transaction, refund_id: str) -> None:
    """Take a refund back; a second time changes nothing."""
    reversed_now = await tx.execute(
        update(refunds).where(refunds.c.refund_id == refund_id, refunds.c.reversed.is_(False)).values(reversed=True)
    )
    if reversed_now.rowcount == 0:
        return
    for part in await tx.execute(
        select(refund_lines).where(refund_lines.c.refund_id == refund_id).order_by(refund_lines.c.item)
    ):
        await _add_to_line(tx, part.order_id, part.item, -part.amount_minor)


async def of_order(tx: Transaction, order_id: str) -> list[Refund]:
    """Return the refunds of an order that stand, oldest first."""
    found = await tx.execute(
        select(refunds)
        .where(refunds.c.order_id == order_id, refunds.c.reversed.is_(False))
        .order_by(refunds.c.paid_at, refunds.c.refund_id)
    )
    return [
        Refund(
            order_id=row.order_id,
            item=row.item,
            amount=Money.of_minor(row.amount_minor),
            refunded_to=row.refunded_to,
            working_days=WORKING_DAYS,
            arrives_by=row.arrives_by,
            refund_id=row.refund_id,
        )
        for row in found
    ]


async def paid_since(tx: Transaction, order_id: str, since: datetime) -> Money:
    """Return how much of an order has been refunded from a time on."""
    total = await tx.scalar(
        select(func.sum(refunds.c.amount_minor)).where(
            refunds.c.order_id == order_id, refunds.c.paid_at >= since, refunds.c.reversed.is_(False)
        )
    )
    return Money.of_minor(int(total or 0))


async def _add_to_line(tx: Transaction, order_id: str, item: str, minor: int) -> None:
    refunded = order_lines.c.refunded_minor + minor
    changed = await tx.execute(
        update(order_lines)
        .where(
            order_lines.c.order_id == order_id,
            order_lines.c.item == item,
            refunded >= 0,
            refunded <= order_lines.c.paid_minor,
        )
        .values(refunded_minor=refunded)
    )
    if changed.rowcount == 0:
        raise Refused(f"The {item} of order {order_id} has been refunded meanwhile.")
