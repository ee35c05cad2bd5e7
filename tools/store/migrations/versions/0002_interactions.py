"""Interactions: conversations, what was said in them, what was promised and what was done."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tools.store.columns import Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "conversations",
    "leases",
    "inbound",
    "messages",
    "events",
    "turns",
    "handoffs",
    "actions",
    "action_audit",
)
"""In the order in which they are made."""
_APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER action_audit_no_update BEFORE UPDATE ON action_audit "
        "BEGIN SELECT RAISE(ABORT, 'action_audit is append-only'); END",
        "CREATE TRIGGER action_audit_no_delete BEFORE DELETE ON action_audit "
        "BEGIN SELECT RAISE(ABORT, 'action_audit is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION action_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'action_audit is append-only'; END $$",
        "CREATE TRIGGER action_audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON action_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION action_audit_is_append_only()",
    ),
}


def upgrade() -> None:
    """Make the tables, and forbid every change to the audit."""
    _make_conversations()
    _make_leases()
    _make_inbound()
    _make_messages()
    _make_events()
    _make_turns()
    _make_handoffs()
    _make_actions()
    _index_actions()
    _make_action_audit()
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, the youngest first."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION action_audit_is_append_only")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("holder", sa.String(length=16), nullable=False),
        sa.Column("state", Json(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("disposition", sa.String(length=64), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_customer_id", "conversations", ["customer_id", "status", "updated_at"])
    op.create_index("ix_conversations_fingerprint", "conversations", ["fingerprint"])


def _make_leases() -> None:
    op.create_table(
        "leases",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=True),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_leases"),
    )


def _make_inbound() -> None:
    op.create_table(
        "inbound",
        sa.Column("inbound_id", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("client_message_id", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", Json(), nullable=True),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("turn_id", sa.String(length=64), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name="fk_inbound_conversation_id"
        ),
        sa.PrimaryKeyConstraint("inbound_id", name="pk_inbound"),
        sa.UniqueConstraint(
            "conversation_id", "client_message_id", name="uq_inbound_conversation_id_client_message_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbound_waiting", "inbound", ["conversation_id", "inbound_id"], **_where("state = 'waiting'"))


def _make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("message_id", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("body", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name="fk_messages_conversation_id"
        ),
        sa.PrimaryKeyConstraint("message_id", name="pk_messages"),
    )
    op.create_index("ix_messages_conversation_id", "messages", ["conversation_id", "message_id"])


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("data", Json(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name="fk_events_conversation_id"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_events"),
    )


def _make_turns() -> None:
    op.create_table(
        "turns",
        sa.Column("turn_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=True),
        sa.Column("intent", sa.String(length=64), nullable=True),
        sa.Column("sentiment", sa.String(length=16), nullable=True),
        sa.Column("tier", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("prompts", Json(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_nano_usd", sa.BigInteger(), nullable=False),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("calls", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name="fk_turns_conversation_id"
        ),
        sa.PrimaryKeyConstraint("turn_id", name="pk_turns"),
    )
    op.create_index("ix_turns_conversation_id", "turns", ["conversation_id", "started_at"])


def _make_handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("handoff_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("packet", Json(), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name="fk_handoffs_conversation_id"
        ),
        sa.PrimaryKeyConstraint("handoff_id", name="pk_handoffs"),
    )
    op.create_index("ix_handoffs_state", "handoffs", ["state", "requested_at"])
    op.create_index(
        "uq_handoffs_live",
        "handoffs",
        ["conversation_id"],
        unique=True,
        **_where("state IN ('requested', 'offered', 'accepted')"),
    )


def _make_actions() -> None:
    op.create_table(
        "actions",
        sa.Column("number", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=64), nullable=False),
        sa.Column("arguments", Json(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("terms", Json(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_in", sa.String(length=64), nullable=False),
        sa.Column("answered_in", sa.String(length=64), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("approval", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("receipt", Json(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_actions"),
        sa.UniqueConstraint("action_id", name="uq_actions_action_id"),
        sa.UniqueConstraint("key", "attempt", name="uq_actions_key_attempt"),
    )


def _index_actions() -> None:
    op.create_index("ix_actions_conversation_id", "actions", ["conversation_id", "created_at"])
    op.create_index("ix_actions_state", "actions", ["state", "expires_at"])
    op.create_index(
        "uq_actions_open_key",
        "actions",
        ["key"],
        unique=True,
        **_where("state IN ('proposed', 'confirmed', 'waiting', 'approved', 'executing')"),
    )
    op.create_index("uq_actions_proposed", "actions", ["conversation_id"], unique=True, **_where("state = 'proposed'"))


def _make_action_audit() -> None:
    op.create_table(
        "action_audit",
        sa.Column("audit_id", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=True),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("audit_id", name="pk_action_audit"),
    )
    op.create_index("ix_action_audit_action_id", "action_audit", ["action_id", "audit_id"])
