"""The back office: customers, orders, invoices, visits, devices and faults."""

import sqlalchemy as sa
from alembic import op

from tools.store.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "customers",
    "premises",
    "numbers",
    "orders",
    "order_lines",
    "refunds",
    "refund_lines",
    "invoices",
    "invoice_lines",
    "slots",
    "visits",
    "devices",
    "broadband_lines",
    "faults",
)
"""In the order in which they are made."""


def upgrade() -> None:
    """Make the tables and set every number to where Northlight's own stand."""
    _make_customers()
    _make_orders()
    _make_refunds()
    _make_invoices()
    _make_visits()
    _make_devices()
    _make_faults()
    numbers = sa.table("numbers", sa.column("noun"), sa.column("last"))
    op.bulk_insert(
        numbers,
        [{"noun": "visit", "last": 400}, {"noun": "refund", "last": 700}, {"noun": "fault", "last": 500}],
    )


def downgrade() -> None:
    """Drop the tables, the youngest first."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_customers() -> None:
    op.create_table(
        "customers",
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("billing_street", sa.String(length=120), nullable=False),
        sa.Column("billing_city", sa.String(length=80), nullable=False),
        sa.Column("billing_postcode", sa.String(length=8), nullable=False),
        sa.Column("delivery_street", sa.String(length=120), nullable=False),
        sa.Column("delivery_city", sa.String(length=80), nullable=False),
        sa.Column("delivery_postcode", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_customers"),
    )
    op.create_table(
        "premises",
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("street", sa.String(length=80), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", "street", name="pk_premises"),
    )
    op.create_table(
        "numbers",
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("noun", name="pk_numbers"),
    )


def _make_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("order_id", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("paid_with", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name="fk_orders_customer_id"),
        sa.PrimaryKeyConstraint("order_id", name="pk_orders"),
    )
    op.create_index("ix_orders_customer_id", "orders", ["customer_id"])
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "refunded_minor >= 0 AND refunded_minor <= paid_minor", name="ck_order_lines_refunded_within_paid"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name="fk_order_lines_order_id"),
        sa.PrimaryKeyConstraint("order_id", "item", name="pk_order_lines"),
    )


def _make_refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("refund_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("order_id", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_to", sa.String(length=40), nullable=False),
        sa.Column("paid_at", Instant(), nullable=False),
        sa.Column("arrives_by", sa.Date(), nullable=False),
        sa.Column("reversed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name="ck_refunds_positive"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name="fk_refunds_order_id"),
        sa.PrimaryKeyConstraint("refund_id", name="pk_refunds"),
        sa.UniqueConstraint("key", name="uq_refunds_key"),
    )
    op.create_index("ix_refunds_order_id", "refunds", ["order_id"])
    op.create_table(
        "refund_lines",
        sa.Column("refund_id", sa.String(length=16), nullable=False),
        sa.Column("order_id", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id", "item"],
            ["order_lines.order_id", "order_lines.item"],
            name="fk_refund_lines_order_id_item",
        ),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.refund_id"], name="fk_refund_lines_refund_id"),
        sa.PrimaryKeyConstraint("refund_id", "item", name="pk_refund_lines"),
    )


def _make_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("invoice_id", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name="fk_invoices_customer_id"),
        sa.PrimaryKeyConstraint("invoice_id", name="pk_invoices"),
    )
    op.create_index("ix_invoices_customer_id", "invoices", ["customer_id"])
    op.create_table(
        "invoice_lines",
        sa.Column("invoice_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("charge", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name="fk_invoice_lines_invoice_id"),
        sa.PrimaryKeyConstraint("invoice_id", "position", name="pk_invoice_lines"),
    )


def _make_visits() -> None:
    op.create_table(
        "slots",
        sa.Column("slot_id", sa.String(length=16), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("part_of_day", sa.String(length=16), nullable=False),
        sa.Column("places_left", sa.Integer(), nullable=False),
        sa.CheckConstraint("places_left >= 0", name="ck_slots_places_left"),
        sa.PrimaryKeyConstraint("slot_id", name="pk_slots"),
    )
    op.create_index("ix_slots_starts_at", "slots", ["starts_at"])
    op.create_table(
        "visits",
        sa.Column("visit_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("slot_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name="fk_visits_customer_id"),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.slot_id"], name="fk_visits_slot_id"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visits"),
        sa.UniqueConstraint("key", name="uq_visits_key"),
    )
    op.create_index("ix_visits_customer_id", "visits", ["customer_id"])
    op.create_index(
        "uq_visits_booked_reason",
        "visits",
        ["customer_id", "reason"],
        unique=True,
        sqlite_where=sa.text("status = 'booked'"),
        postgresql_where=sa.text("status = 'booked'"),
    )


def _make_devices() -> None:
    op.create_table(
        "devices",
        sa.Column("device_id", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("light", sa.String(length=8), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("restarted_at", Instant(), nullable=True),
        sa.Column("restart_helps", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name="fk_devices_customer_id"),
        sa.PrimaryKeyConstraint("device_id", name="pk_devices"),
    )
    op.create_index("ix_devices_customer_id", "devices", ["customer_id"])
    op.create_table(
        "broadband_lines",
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("download_kbps", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name="fk_broadband_lines_customer_id"),
        sa.PrimaryKeyConstraint("customer_id", name="pk_broadband_lines"),
    )


def _make_faults() -> None:
    op.create_table(
        "faults",
        sa.Column("fault_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("customer_id", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("device_id", sa.String(length=16), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("repaired_by", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name="fk_faults_customer_id"),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name="fk_faults_device_id"),
        sa.PrimaryKeyConstraint("fault_id", name="pk_faults"),
        sa.UniqueConstraint("key", name="uq_faults_key"),
    )
    op.create_index("ix_faults_customer_id", "faults", ["customer_id"])
    op.create_index(
        "uq_faults_open_device",
        "faults",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "uq_faults_open_line",
        "faults",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open' AND about = 'line'"),
        postgresql_where=sa.text("status = 'open' AND about = 'line'"),
    )
