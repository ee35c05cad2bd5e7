"""Monthly bills and their charges."""

from collections import defaultdict

from sqlalchemy import select

from tools.records import Invoice, InvoiceLine, Money
from tools.store.engine import Transaction
from tools.store.tables import invoice_lines, invoices


async def of_customer(tx: Transaction, customer_id: str) -> list[Invoice]:
    """Return all invoices of a customer, newest first."""
    rows = (
        await tx.execute(
            select(invoices)
            .where(invoices.c.customer_id == customer_id)
            .order_by(invoices.c.issued_on.desc(), invoices.c.invoice_id.desc())
        )
    ).all()
    lines: dict[str, list[InvoiceLine]] = defaultdict(list)
    for line in await tx.execute(
        select(invoice_lines)
        .where(invoice_lines.c.invoice_id.in_([row.invoice_id for row in rows]))
        .order_by(invoice_lines.c.invoice_id, invoice_lines.c.position)
    ):
        amount = Money.of_minor(line.amount_minor)
        lines[line.invoice_id].append(InvoiceLine(charge=line.charge, amount=amount, explanation=line.explanation))
    return [
        Invoice(
            invoice_id=row.invoice_id,
            issued_on=row.issued_on,
            due_on=row.due_on,
            lines=tuple(lines[row.invoice_id]),
            total=Money.of_minor(sum(line.amount.minor for line in lines[row.invoice_id])),
            paid=row.paid,
        )
        for row in rows
    ]


async def find(tx: Transaction, customer_id: str, invoice_id: str) -> Invoice | None:
    """Return one invoice of this customer; another customer's is not found."""
    every = await of_customer(tx, customer_id)
    return next((invoice for invoice in every if invoice.invoice_id == invoice_id), None)
