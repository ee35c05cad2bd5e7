"""Billing: what was ordered and charged, why, and money back."""

from datetime import timedelta

from tools.arguments import Amount, ChargeName, Item
from tools.context import Call, ToolContext
from tools.effects import Plan, reads, writes
from tools.errors import Correctable, NotFound, Refused
from tools.records import Charge, Invoice, InvoiceId, Money, Order, OrderId, OrderLine, Refund
from tools.store import invoices, orders, refunds
from tools.store.engine import Transaction
from tools.wording import day_words, listed, meant
from tools.working_days import working_days_after

REFUND_DAYS = 30
"""Refunds are possible for so long after delivery."""
_TOGETHER = timedelta(days=7)
"""Refunds of one order within this time count as one when a supervisor's approval is due."""


@reads
async def list_orders(runtime: Call) -> list[Order]:
    """List the customer's orders: articles, what was paid, what has been refunded, newest first."""
    customer_id = runtime.context.customer()
    async with runtime.context.store.reading() as tx:
        return await orders.of_customer(tx, customer_id)


@reads
async def list_invoices(runtime: Call) -> list[Invoice]:
    """List the customer's invoices (bills): charges, total, due date, whether it is paid, newest first."""
    customer_id = runtime.context.customer()
    async with runtime.context.store.reading() as tx:
        return await invoices.of_customer(tx, customer_id)


@reads
async def explain_charge(
    runtime: Call, charge: ChargeName | None = None, invoice_id: InvoiceId | None = None
) -> list[Charge]:
    """Explain why an amount is on an invoice (a bill).

    Args:
        charge: The charge in question, such as "Late payment fee"; leave out to have all explained.
        invoice_id: The invoice; leave out for the newest one that has the charge.
    """
    customer_id = runtime.context.customer()
    async with runtime.context.store.reading() as tx:
        bills = await invoices.of_customer(tx, customer_id)
    if invoice_id is not None:
        bills = [bill for bill in bills if bill.invoice_id == invoice_id]
        if not bills:
            raise NotFound(f"There is no invoice {invoice_id} on your account.")
    return _charges(bills, charge) if bills else []


def _charges(bills: list[Invoice], charge: str | None) -> list[Charge]:
    for bill in bills:
        names = [line.charge for line in bill.lines]
        wanted = names if charge is None else meant(charge, names)
        if wanted:
            return [
                Charge(invoice_id=bill.invoice_id, issued_on=bill.issued_on, **line.model_dump())
                for line in bill.lines
                if line.charge in wanted
            ]
    known = dict.fromkeys(line.charge for bill in bills for line in bill.lines)
    raise Correctable(f"There is no charge called {charge}; the charges are {listed(known)}.", "charge")


async def _reverse(tx: Transaction, receipt: Refund) -> None:
    if receipt.refund_id is not None:
        await refunds.reverse(tx, receipt.refund_id)


@writes(risk="money", undo=_reverse)
async def refund_order(
    order_id: OrderId, runtime: Call, item: Item | None = None, amount: Amount | None = None
) -> Plan[Refund]:
    """Refund an order or one article of it, within 30 days of delivery, to the card or account that paid.

    Args:
        order_id: The order.
        item: The article; leave out to refund the whole order.
        amount: How much, in pounds; leave out to refund all that is left.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        order = await orders.find(tx, customer_id, order_id)
        if order is None:
            raise NotFound(f"There is no order {order_id} on your account.")
        recent = await refunds.paid_since(tx, order_id, context.now() - _TOGETHER)
    _check_window(order, context)
    lines = order.lines if item is None else (_line(order, item),)
    terms = Refund(
        order_id=order_id,
        # An order of one article refunded whole and that article refunded are one and the same.
        item=lines[0].item if len(lines) == 1 else None,
        amount=_checked_amount(order_id, lines, None if amount is None else Money.of_minor(int(amount * 100))),
        refunded_to=order.paid_with,
        working_days=refunds.WORKING_DAYS,
    )
    return _refund_plan(terms, lines, recent, context)


def _check_window(order: Order, context: ToolContext) -> None:
    """Refuse when the order was delivered too long ago; what is still on its way can go back at any time."""
    today = context.now().astimezone(context.timezone).date()
    if order.delivered_on is not None and today > order.delivered_on + timedelta(days=REFUND_DAYS):
        raise Refused(
            f"Order {order.order_id} was delivered on {day_words(order.delivered_on)}; "
            f"refunds are possible for {REFUND_DAYS} days after delivery."
        )


def _line(order: Order, item: str) -> OrderLine:
    names = [line.item for line in order.lines]
    found = meant(item, names)
    if len(found) > 1:
        raise Correctable(f"Which one: {listed(found, 'or')}?", "item")
    if not found:
        raise Correctable(f"Order {order.order_id} holds no {item}; it holds {listed(names)}.", "item")
    return next(line for line in order.lines if line.item == found[0])


def _left(line: OrderLine) -> int:
    return line.paid.minor - line.refunded.minor


def _checked_amount(order_id: str, lines: tuple[OrderLine, ...], wanted: Money | None) -> Money:
    """Return what is to be refunded, never more than was paid and not yet refunded."""
    left = Money.of_minor(sum(_left(line) for line in lines))
    what = f"the {lines[0].item} of order {order_id}" if len(lines) == 1 else f"order {order_id}"
    if left.minor == 0:
        raise Refused(f"Nothing is left to refund for {what}: all that was paid has gone back already.")
    if wanted is None:
        return left
    if wanted.minor > left.minor:
        paid = Money.of_minor(sum(line.paid.minor for line in lines))
        refunded = f", and {Money.of_minor(paid.minor - left.minor)} has been refunded" if left != paid else ""
        raise Correctable(
            f"At most {left} can be refunded for {what}: {paid} was paid{refunded}.",
            "amount",
        )
    return wanted


def _refund_plan(terms: Refund, lines: tuple[OrderLine, ...], recent: Money, context: ToolContext) -> Plan[Refund]:
    limit = Money.of_minor(context.approval_limit_minor)
    free = terms.amount.minor + recent.minor <= limit.minor

    async def apply(tx: Transaction, key: str) -> Refund:
        now = context.now()
        arrives_by = working_days_after(now.astimezone(context.timezone).date(), terms.working_days)
        receipt = terms.model_copy(update={"arrives_by": arrives_by})
        paid = await refunds.pay(tx, receipt, _parts(lines, terms.amount.minor), key, now)
        if free and (await refunds.paid_since(tx, terms.order_id, now - _TOGETHER)).minor > limit.minor:
            raise Refused(f"Another refund of order {terms.order_id} has been paid meanwhile.")
        return paid

    return Plan(
        terms=terms,
        subject=f"order:{terms.order_id}",
        apply=apply,
        amount=terms.amount,
        approval=None if free else f"A supervisor approves refunds above {limit} for one order.",
    )


def _parts(lines: tuple[OrderLine, ...], minor: int) -> dict[str, int]:
    """Spread an amount over articles, in the order's own order."""
    parts = {}
    for line in lines:
        part = min(minor, _left(line))
        if part:
            parts[line.item] = part
        minor -= part
    return parts
