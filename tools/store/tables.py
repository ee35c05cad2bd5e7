"""Northlight's back office: customers, orders, invoices, visits, devices and faults.

A rule that two writers at once could break is a constraint here, not only a check in a tool.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from tools.store.columns import Instant, Minor, metadata

customers = Table(
    "customers",
    metadata,
    Column("customer_id", String(16), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("billing_street", String(120), nullable=False),
    Column("billing_city", String(80), nullable=False),
    Column("billing_postcode", String(8), nullable=False),
    Column("delivery_street", String(120), nullable=False),
    Column("delivery_city", String(80), nullable=False),
    Column("delivery_postcode", String(8), nullable=False),
)

premises = Table(
    "premises",
    metadata,
    Column("postcode", String(8), primary_key=True),
    Column("street", String(80), primary_key=True),
    Column("city", String(80), nullable=False),
    Column("first_number", Integer, nullable=False),
    Column("last_number", Integer, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", String(16), primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False, index=True),
    Column("placed_on", Date, nullable=False),
    Column("delivered_on", Date),
    Column("paid_with", String(40), nullable=False),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", ForeignKey("orders.order_id"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("paid_minor", Minor, nullable=False),
    Column("refunded_minor", Minor, nullable=False, server_default=text("0")),
    CheckConstraint("refunded_minor >= 0 AND refunded_minor <= paid_minor", name="ck_order_lines_refunded_within_paid"),
)

refunds = Table(
    "refunds",
    metadata,
    Column("refund_id", String(16), primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("order_id", ForeignKey("orders.order_id"), nullable=False, index=True),
    Column("item", String(80)),
    Column("amount_minor", Minor, nullable=False),
    Column("refunded_to", String(40), nullable=False),
    Column("paid_at", Instant, nullable=False),
    Column("arrives_by", Date, nullable=False),
    Column("reversed", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("amount_minor > 0", name="ck_refunds_positive"),
)

refund_lines = Table(
    "refund_lines",
    metadata,
    Column("refund_id", ForeignKey("refunds.refund_id"), primary_key=True),
    Column("order_id", String(16), nullable=False),
    Column("item", String(80), primary_key=True),
    Column("amount_minor", Minor, nullable=False),
    ForeignKeyConstraint(["order_id", "item"], ["order_lines.order_id", "order_lines.item"]),
)

invoices = Table(
    "invoices",
    metadata,
    Column("invoice_id", String(16), primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False, index=True),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("paid", Boolean, nullable=False),
)

invoice_lines = Table(
    "invoice_lines",
    metadata,
    Column("invoice_id", ForeignKey("invoices.invoice_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("charge", String(80), nullable=False),
    Column("amount_minor", Minor, nullable=False),
    Column("explanation", Text, nullable=False),
)

slots = Table(
    "slots",
    metadata,
    Column("slot_id", String(16), primary_key=True),
    Column("starts_at", Instant, nullable=False, index=True),
    Column("ends_at", Instant, nullable=False),
    Column("part_of_day", String(16), nullable=False),
    Column("places_left", Integer, nullable=False),
    CheckConstraint("places_left >= 0", name="ck_slots_places_left"),
)

_BOOKED = text("status = 'booked'")
visits = Table(
    "visits",
    metadata,
    Column("visit_id", String(16), primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False, index=True),
    Column("slot_id", ForeignKey("slots.slot_id"), nullable=False),
    Column("reason", String(16), nullable=False),
    Column("street", String(120), nullable=False),
    Column("city", String(80), nullable=False),
    Column("postcode", String(8), nullable=False),
    Column("status", String(16), nullable=False),
    # One visit for one reason at a time, whoever books first.
    Index(
        "uq_visits_booked_reason",
        "customer_id",
        "reason",
        unique=True,
        sqlite_where=_BOOKED,
        postgresql_where=_BOOKED,
    ),
)

devices = Table(
    "devices",
    metadata,
    Column("device_id", String(16), primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False, index=True),
    Column("device", String(40), nullable=False),
    Column("model", String(80), nullable=False),
    Column("online", Boolean, nullable=False),
    Column("light", String(8), nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("restarted_at", Instant),
    Column("restart_helps", Boolean, nullable=False),
)

# What a test of the customer's line measures.
broadband_lines = Table(
    "broadband_lines",
    metadata,
    Column("customer_id", ForeignKey("customers.customer_id"), primary_key=True),
    Column("result", String(16), nullable=False),
    Column("download_kbps", Integer, nullable=False),
)

_OPEN = text("status = 'open'")
_OPEN_LINE = text("status = 'open' AND about = 'line'")
faults = Table(
    "faults",
    metadata,
    Column("fault_id", String(16), primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False, index=True),
    Column("about", String(16), nullable=False),
    Column("device_id", ForeignKey("devices.device_id")),
    Column("description", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("repaired_by", Instant, nullable=False),
    # One open fault a device, and one a line.
    Index("uq_faults_open_device", "device_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(
        "uq_faults_open_line",
        "customer_id",
        unique=True,
        sqlite_where=_OPEN_LINE,
        postgresql_where=_OPEN_LINE,
    ),
)

# The last number given to a visit, a refund or a fault: no gaps, no reuse, and the same on both databases.
numbers = Table(
    "numbers",
    metadata,
    Column("noun", String(16), primary_key=True),
    Column("last", Integer, nullable=False),
)
