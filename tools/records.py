"""Records that tools return: frozen, complete, and named by the words that tools' arguments use.

An argument called `order_id` takes a value that some record holds under `order_id`: that is how a model, or a reader,
knows where it comes from.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

OrderId = Annotated[str, Field(pattern=r"^N-\d{4}$", description="An order number, such as N-1042.")]
InvoiceId = Annotated[str, Field(pattern=r"^INV-\d{4}$", description="An invoice number, such as INV-2042.")]
VisitId = Annotated[str, Field(pattern=r"^V-\d{3,}$", description="A technician visit's number, such as V-301.")]
SlotId = Annotated[str, Field(pattern=r"^S-\d{8}-(AM|PM|EV)$", description="A free visit slot, such as S-20260514-AM.")]
DeviceId = Annotated[str, Field(pattern=r"^D-\d{4}$", description="A device's number, such as D-4001.")]
FaultId = Annotated[str, Field(pattern=r"^F-\d{3,}$", description="A fault's number, such as F-501.")]
AddressKind = Literal["billing", "delivery"]
PartOfDay = Literal["morning", "afternoon", "evening"]
VisitReason = Literal["installation", "repair", "relocation"]


class Record(BaseModel):
    """What every record has in common: it never changes and holds nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Money(Record):
    """An amount in one currency, to the minor unit."""

    amount: Annotated[Decimal, Field(decimal_places=2)]
    currency: Literal["GBP"] = "GBP"

    def __str__(self) -> str:
        sign = "-" if self.amount < 0 else ""
        whole = self.amount == self.amount.to_integral_value()
        return f"{sign}£{abs(self.amount):,.0f}" if whole else f"{sign}£{abs(self.amount):,.2f}"

    @classmethod
    def of_minor(cls, minor: int) -> "Money":
        """Make money from minor units (pence)."""
        return cls(amount=Decimal(minor).scaleb(-2))

    @property
    def minor(self) -> int:
        """The amount in minor units (pence)."""
        return int(self.amount * 100)


class Address(Record):
    """A place in the United Kingdom."""

    street: str
    city: str
    postcode: str

    def __str__(self) -> str:
        return f"{self.street}, {self.city} {self.postcode}"


class Customer(Record):
    """A customer as the CRM knows them."""

    customer_id: str
    name: str
    email: str
    phone: str
    billing: Address
    delivery: Address


class OrderLine(Record):
    """One article of an order."""

    item: str
    """Its name, unique within the order."""
    paid: Money
    refunded: Money


class Order(Record):
    """An order of goods."""

    order_id: OrderId
    placed_on: date
    delivered_on: date | None
    lines: tuple[OrderLine, ...]
    paid: Money
    refunded: Money
    paid_with: str
    """Such as "Visa ending 4242"."""


class InvoiceLine(Record):
    """One charge on an invoice and the reason for it."""

    charge: str
    amount: Money
    explanation: str


class Invoice(Record):
    """A monthly bill."""

    invoice_id: InvoiceId
    issued_on: date
    due_on: date
    lines: tuple[InvoiceLine, ...]
    total: Money
    paid: bool


class Charge(Record):
    """One charge, the invoice it is on and the reason for it."""

    invoice_id: InvoiceId
    issued_on: date
    charge: str
    amount: Money
    explanation: str


class Refund(Record):
    """Money going back for an order, or for one article of it."""

    order_id: OrderId
    item: str | None
    amount: Money
    refunded_to: str
    """Such as "Visa ending 4242"."""
    working_days: int
    """How many working days the money takes at most."""
    arrives_by: date | None = None
    """Given when it is done: the terms must stay the same while a supervisor thinks about them."""
    refund_id: str | None = None
    """Given when it is done."""


class AddressChange(Record):
    """A new billing or delivery address."""

    customer_id: str
    kind: AddressKind
    before: Address
    address: Address


class ContactChange(Record):
    """New contact data; what does not change is None."""

    customer_id: str
    email: str | None
    phone: str | None
    before_email: str
    before_phone: str


class Slot(Record):
    """A free window for a technician."""

    slot_id: SlotId
    starts_at: datetime
    ends_at: datetime
    part_of_day: PartOfDay


class Visit(Record):
    """A technician's visit, booked or no longer so."""

    visit_id: VisitId | None
    """None until it is booked."""
    slot_id: SlotId
    reason: VisitReason
    starts_at: datetime
    ends_at: datetime
    address: Address
    status: Literal["booked", "cancelled", "completed"]


class VisitMove(Record):
    """A visit that changes its time."""

    visit_id: VisitId
    slot_id: SlotId
    previous_slot_id: SlotId
    previous_starts_at: datetime
    starts_at: datetime
    ends_at: datetime


class Device(Record):
    """A device at the customer's home, and how it is doing."""

    device_id: DeviceId
    device: str
    """What it is, such as "router" or "smart speaker"."""
    model: str
    online: bool
    light: Literal["green", "amber", "red", "off"]
    last_seen: datetime
    finding: str
    """What the status means, in a sentence."""
    suggested_action: str | None
    """The tool to use next, if the back office suggests one."""
    suggested_if_tried: str | None
    """The tool to use instead, where the customer has tried by hand what that one does."""


class LineTest(Record):
    """A test of the broadband line."""

    tested_at: datetime
    result: Literal["good", "degraded", "fault"]
    download_mbps: Decimal
    finding: str
    suggested_action: str | None
    suggested_if_tried: str | None


class Restart(Record):
    """A remote restart of a device."""

    device_id: DeviceId
    device: str
    minutes_offline: int


class Fault(Record):
    """A fault that engineers are working on."""

    fault_id: FaultId | None
    """None until it is opened."""
    about: Literal["line", "device"]
    device_id: DeviceId | None
    description: str
    status: Literal["open", "closed"]
    repaired_by: datetime


class Passage(Record):
    """A passage of a knowledge-base article."""

    title: str
    source: str
    """The article's file and heading, such as `refunds.md#refund-window`."""
    text: str
    score: float
    """Fused rank score, 0 to 1."""


class HandoverRequest(Record):
    """The customer goes to a person."""

    reason: str
