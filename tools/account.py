"""Account: who the customer is to us, where they live, how they are reached."""

from tools.addresses import checked_address
from tools.arguments import City, Email, Phone, Postcode, Street
from tools.context import Call
from tools.effects import Plan, reads, writes
from tools.errors import Correctable, NotFound, Refused, Unavailable
from tools.records import AddressChange, AddressKind, ContactChange, Customer
from tools.store import customers
from tools.store.engine import Transaction

_MEANWHILE = "Your {what} has been changed meanwhile."


@reads
async def show_account(runtime: Call) -> Customer:
    """Show the customer's name, e-mail address, phone number, billing address and delivery address."""
    async with runtime.context.store.reading() as tx:
        return await _customer(tx, runtime.context.customer())


async def _undo_address(tx: Transaction, receipt: AddressChange) -> None:
    restored = await customers.replace_address(tx, receipt.customer_id, receipt.kind, receipt.address, receipt.before)
    if not restored:
        raise Unavailable(f"the {receipt.kind} address has been changed again since")


@writes(risk="personal_data", undo=_undo_address)
async def update_address(
    kind: AddressKind, street: Street, postcode: Postcode, runtime: Call, city: City | None = None
) -> Plan[AddressChange]:
    """Change the customer's billing address or delivery address, as after moving house.

    Args:
        kind: Which address: where bills go, or where goods and technicians go.
        street: House number and street, such as 12 Harbour Road.
        postcode: The postcode.
        city: The town or city, if the customer says it.
    """
    customer_id = runtime.context.customer()
    async with runtime.context.store.reading() as tx:
        customer = await _customer(tx, customer_id)
        address = await checked_address(tx, street, postcode, city)
    before = customer.billing if kind == "billing" else customer.delivery
    if before == address:
        raise Refused(f"Your {kind} address is already {address}.")
    terms = AddressChange(customer_id=customer_id, kind=kind, before=before, address=address)

    async def apply(tx: Transaction, _key: str) -> AddressChange:
        if not await customers.replace_address(tx, customer_id, kind, before, address):
            raise Refused(_MEANWHILE.format(what=f"{kind} address"))
        return terms

    return Plan(terms=terms, subject=f"address:{kind}:{customer_id}", apply=apply)


async def _undo_contact(tx: Transaction, receipt: ContactChange) -> None:
    before = (receipt.before_email, receipt.before_phone)
    if not await customers.replace_contact(tx, receipt.customer_id, _contact_after(receipt), before):
        raise Unavailable("the contact data has been changed again since")


@writes(risk="personal_data", undo=_undo_contact)
async def update_contact(runtime: Call, email: Email | None = None, phone: Phone | None = None) -> Plan[ContactChange]:
    """Change the customer's e-mail address, phone number, or both.

    Args:
        email: The new e-mail address.
        phone: The new phone number.
    """
    if email is None and phone is None:
        raise Correctable("Please give a new e-mail address or a new phone number.", "email")
    customer_id = runtime.context.customer()
    number = None if phone is None else _international(phone)
    async with runtime.context.store.reading() as tx:
        customer = await _customer(tx, customer_id)
    before = (customer.email, customer.phone)
    terms = ContactChange(
        customer_id=customer_id,
        email=None if email == customer.email else email,
        phone=None if number == customer.phone else number,
        before_email=customer.email,
        before_phone=customer.phone,
    )
    if terms.email is None and terms.phone is None:
        raise Refused("That is already what your account says.")

    async def apply(tx: Transaction, _key: str) -> ContactChange:
        if not await customers.replace_contact(tx, customer_id, before, _contact_after(terms)):
            raise Refused(_MEANWHILE.format(what="contact data"))
        return terms

    return Plan(terms=terms, subject=f"contact:{customer_id}", apply=apply)


def _contact_after(change: ContactChange) -> tuple[str, str]:
    return change.email or change.before_email, change.phone or change.before_phone


def _international(phone: str) -> str:
    """Write a British number as in +447700900101."""
    digits = "".join(digit for digit in phone if digit.isdigit())
    number = digits.removeprefix("00").removeprefix("44").removeprefix("0")
    if len(number) not in (9, 10):
        raise Correctable("That is not a British phone number; one looks like 07700 900101.", "phone")
    return f"+44{number}"


async def _customer(tx: Transaction, customer_id: str) -> Customer:
    customer = await customers.find(tx, customer_id)
    if customer is None:
        raise NotFound("There is no account under your name.")
    return customer
