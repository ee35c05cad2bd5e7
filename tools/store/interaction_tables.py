"""Tables of every interaction: what customers said, what models saw, what was promised and what was done."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Connection

from tools.store.columns import Instant, Json, Minor, metadata

Counter = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts only an INTEGER key by itself."""


def _conversation(*, primary_key: bool = False) -> Column[str]:
    of = ForeignKey("conversations.conversation_id")
    return Column("conversation_id", String(64), of, primary_key=primary_key, nullable=False)


def _unique_where(name: str, column: str, where: TextClause) -> Index:
    """Make an index that allows one row at most among those that match."""
    return Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("customer_id", String(64)),
    Column("channel", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("holder", String(16), nullable=False),
    Column("state", Json, nullable=False),
    Column("summary", Text),
    Column("disposition", String(64)),
    Column("fingerprint", String(64)),
    Column("next_seq", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_conversations_customer_id", "customer_id", "status", "updated_at"),
    Index("ix_conversations_fingerprint", "fingerprint"),
)

leases = Table(
    "leases",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("owner", String(128)),
    Column("token", BigInteger, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

inbound = Table(
    "inbound",
    metadata,
    Column("inbound_id", Counter, primary_key=True, autoincrement=True),
    _conversation(),
    Column("client_message_id", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("payload", Json),
    Column("customer_id", String(64)),
    Column("channel", String(16), nullable=False),
    Column("strength", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("turn_id", String(64)),
    Column("received_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("conversation_id", "client_message_id"),
    Index(
        "ix_inbound_waiting",
        "conversation_id",
        "inbound_id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    # A turn is named by its first message: a number is never given twice, even after messages were erased.
    sqlite_autoincrement=True,
)

messages = Table(
    "messages",
    metadata,
    Column("message_id", Counter, primary_key=True, autoincrement=True),
    _conversation(),
    Column("body", Json, nullable=False),
    Index("ix_messages_conversation_id", "conversation_id", "message_id"),
)

events = Table(
    "events",
    metadata,
    _conversation(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("turn_id", String(64), nullable=False),
    Column("type", String(32), nullable=False),
    Column("data", Json, nullable=False),
    Column("at", Instant, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", String(64), primary_key=True),
    _conversation(),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("area", String(32)),
    Column("intent", String(64)),
    Column("sentiment", String(16)),
    Column("tier", String(16)),
    Column("reason", Text),
    Column("prompts", Json, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost_nano_usd", BigInteger, nullable=False),
    Column("latency_ms", Integer, nullable=False),
    Column("calls", Json, nullable=False),
    Index("ix_turns_conversation_id", "conversation_id", "started_at"),
)

LIVE_HANDOFF = text("state IN ('requested', 'offered', 'accepted')")
handoffs = Table(
    "handoffs",
    metadata,
    Column("handoff_id", String(64), primary_key=True),
    _conversation(),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("packet", Json, nullable=False),
    Column("person", String(128)),
    Column("failure", Text),
    Column("requested_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    _unique_where("uq_handoffs_live", "conversation_id", LIVE_HANDOFF),
    Index("ix_handoffs_state", "state", "requested_at"),
)

PROPOSED = text("state = 'proposed'")
OPEN_ACTION = text("state IN ('proposed', 'confirmed', 'waiting', 'approved', 'executing')")
# No foreign key to the conversation: what was done to an account is kept longer than what was said about it.
actions = Table(
    "actions",
    metadata,
    Column("number", Counter, primary_key=True, autoincrement=True),
    Column("action_id", String(64), nullable=False, unique=True),
    Column("conversation_id", String(64), nullable=False),
    Column("customer_id", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("strength", Integer, nullable=False),
    Column("tool", String(64), nullable=False),
    Column("arguments", Json, nullable=False),
    Column("key", String(64), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("subject", String(128), nullable=False),
    Column("terms", Json, nullable=False),
    Column("question", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_in", String(64), nullable=False),
    Column("answered_in", String(64)),
    Column("amount_minor", Minor),
    Column("approval", Text),
    Column("decided_by", String(128)),
    Column("receipt", Json),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("key", "attempt"),
    _unique_where("uq_actions_open_key", "key", OPEN_ACTION),
    _unique_where("uq_actions_proposed", "conversation_id", PROPOSED),
    Index("ix_actions_conversation_id", "conversation_id", "created_at"),
    Index("ix_actions_state", "state", "expires_at"),
)

action_audit = Table(
    "action_audit",
    metadata,
    Column("audit_id", Counter, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("action_id", String(64), nullable=False),
    Column("before", String(16)),
    Column("after", String(16), nullable=False),
    Column("by", String(128), nullable=False),
    Column("detail", Text),
    Index("ix_action_audit_action_id", "action_id", "audit_id"),
)

APPEND_ONLY = {
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
"""Triggers, by dialect, that keep anyone with a plain connection from rewriting what happened."""


@event.listens_for(action_audit, "after_create")
def _forbid_changes(_table: Table, connection: Connection, **_options: object) -> None:
    for statement in APPEND_ONLY[connection.dialect.name]:
        connection.exec_driver_sql(statement)
