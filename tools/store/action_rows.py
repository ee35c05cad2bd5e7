"""The ledger's rows: every change of state is one conditional update with one line of audit beside it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tools.action_record import Action, AuditEntry, Standing
from tools.action_states import ActionEvent, ActionState, advance
from tools.records import Money
from tools.store.engine import Transaction
from tools.store.interaction_tables import action_audit, actions


class Note(NamedTuple):
    """What the audit says of a transition besides its states."""

    at: datetime
    by: str
    detail: str | None = None


_later = actions.alias("later")
_OVERTAKEN = (
    select(_later.c.number)
    .where(
        _later.c.conversation_id == actions.c.conversation_id,
        _later.c.subject == actions.c.subject,
        _later.c.key != actions.c.key,
        _later.c.state == "done",
        or_(
            _later.c.done_at > actions.c.done_at,
            and_(_later.c.done_at == actions.c.done_at, _later.c.number > actions.c.number),
        ),
    )
    .exists()
    .label("overtaken")
)


async def find(tx: Transaction, action_id: str, *, lock: bool = False) -> Action | None:
    """Find one action; `lock` makes every other writer of it wait for this transaction."""
    query = select(actions).where(actions.c.action_id == action_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).first()
    return None if row is None else _action(row)


async def newest_of_key(tx: Transaction, key: str) -> tuple[Action, bool] | None:
    """Find the last action of a key, and whether a later one on the same subject has overtaken it."""
    query = select(actions, _OVERTAKEN).where(actions.c.key == key).order_by(actions.c.attempt.desc()).limit(1)
    row = (await tx.execute(query)).first()
    return None if row is None else (_action(row), bool(row.overtaken))


async def add(tx: Transaction, action: Action, by: str) -> bool:
    """Insert a new proposal; False where another of its key and attempt, or of its conversation, is there."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = action.model_dump(exclude={"amount"})
    values["amount_minor"] = None if action.amount is None else action.amount.minor
    statement = dialect.insert(actions).on_conflict_do_nothing().returning(actions.c.number)
    if await tx.scalar(statement, values) is None:
        return False
    proposed = _audit(action.action_id, None, advance(None, "propose"), Note(action.created_at, by))
    await tx.execute(insert(action_audit), proposed)
    return True


async def move(tx: Transaction, action: Action, event: ActionEvent, note: Note, **changes: Any) -> Action | None:
    """Advance an action, unless somebody else did so since it was read: then None, and nothing is written."""
    after = advance(action.state, event)
    moved = await tx.execute(
        update(actions)
        .where(actions.c.action_id == action.action_id, actions.c.state == action.state)
        .values(state=after, **changes)
    )
    if moved.rowcount != 1:
        return None
    await tx.execute(insert(action_audit), _audit(action.action_id, action.state, after, note))
    return action.model_copy(update={"state": after, **changes})


async def move_all(tx: Transaction, conversation_id: str, event: ActionEvent, note: Note) -> int:
    """Advance every open proposal of a conversation."""
    return await _move_proposals(tx, actions.c.conversation_id == conversation_id, event, note)


async def expire(tx: Transaction, now: datetime) -> int:
    """Expire every proposal whose time is up."""
    return await _move_proposals(tx, actions.c.expires_at <= now, "expire", Note(now, "system"))


async def of_conversation(tx: Transaction, conversation_id: str, customer_id: str, turn_id: str) -> Standing:
    """Read the open proposal, what this turn answered already, and the receipts, in one statement."""
    query = (
        select(actions)
        .where(
            actions.c.conversation_id == conversation_id,
            actions.c.customer_id == customer_id,
            or_(actions.c.state.in_(("proposed", "done")), actions.c.answered_in == turn_id),
        )
        .order_by(actions.c.done_at, actions.c.number)
    )
    found = [_action(row) for row in await tx.execute(query)]
    return Standing(
        proposal=next((one for one in found if one.state == "proposed" and one.asked_in != turn_id), None),
        answered=next((one for one in reversed(found) if one.answered_in == turn_id), None),
        receipts=tuple(one for one in found if one.state == "done"),
    )


async def all_of(tx: Transaction, conversation_id: str) -> tuple[Action, ...]:
    """List everything that was ever proposed in a conversation, oldest first."""
    query = select(actions).where(actions.c.conversation_id == conversation_id).order_by(actions.c.number)
    return tuple(_action(row) for row in await tx.execute(query))


async def in_state(tx: Transaction, state: ActionState) -> tuple[Action, ...]:
    """List the actions of every conversation that are in a state, oldest first."""
    query = select(actions).where(actions.c.state == state).order_by(actions.c.number)
    return tuple(_action(row) for row in await tx.execute(query))


async def trail(tx: Transaction, action_id: str) -> tuple[AuditEntry, ...]:
    """Read everything that ever happened to an action, oldest first."""
    query = select(action_audit).where(action_audit.c.action_id == action_id).order_by(action_audit.c.audit_id)
    return tuple(_entry(row) for row in await tx.execute(query))


async def _move_proposals(tx: Transaction, which: ColumnElement[bool], event: ActionEvent, note: Note) -> int:
    after = advance("proposed", event)
    moved = await tx.scalars(
        update(actions).where(actions.c.state == "proposed", which).values(state=after).returning(actions.c.action_id)
    )
    entries = [_audit(action_id, "proposed", after, note) for action_id in moved]
    if entries:
        await tx.execute(insert(action_audit), entries)
    return len(entries)


def _audit(action_id: str, before: ActionState | None, after: ActionState, note: Note) -> dict[str, Any]:
    return {"action_id": action_id, "before": before, "after": after, **note._asdict()}


def _action(row: Row[Any]) -> Action:
    values = {name: value for name, value in row._mapping.items() if name in Action.model_fields}
    minor = row._mapping["amount_minor"]
    return Action(**values, amount=None if minor is None else Money.of_minor(minor))


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(**{name: row._mapping[name] for name in AuditEntry.model_fields})
