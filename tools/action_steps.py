"""The ledger's steps: each is one transaction, or a part of one that has locked the action's row."""

from typing import Any

from tools.action_record import Action
from tools.action_states import ActionEvent
from tools.context import ToolContext
from tools.effects import Plan
from tools.errors import NotFound, NotVerified, Unavailable
from tools.store import action_rows
from tools.store.action_rows import Note
from tools.store.engine import Store, Transaction


class _MetAnotherError(Exception):
    """Another proposal was there first: undo what this transaction began."""


async def added(store: Store, action: Action) -> bool:
    """Insert a proposal in place of the conversation's open one; False where another one was there first."""
    turn = f"turn:{action.asked_in}"
    try:
        async with store.writing() as tx:
            note = Note(action.created_at, turn, f"{action.action_id} took its place")
            await action_rows.move_all(tx, action.conversation_id, "change", note)
            if not await action_rows.add(tx, action, turn):
                raise _MetAnotherError
    except _MetAnotherError:
        return False
    return True


async def found(tx: Transaction, action_id: str) -> Action:
    """Find an action and lock it.

    Raises:
        NotFound: There is none.
    """
    action = await action_rows.find(tx, action_id, lock=True)
    if action is None:
        raise NotFound(f"There is no action {action_id}.")
    return action


async def own(tx: Transaction, context: ToolContext, action_id: str) -> Action:
    """Find an action of this conversation and lock it; another customer's reads as if there were none.

    Raises:
        NotVerified: Nobody is signed in.
        NotFound: It is not theirs.
    """
    if context.caller.customer_id is None:
        raise NotVerified("Please sign in first, so that I know this account is yours.")
    action = await found(tx, action_id)
    if (action.conversation_id, action.customer_id) != (context.conversation_id, context.caller.customer_id):
        raise NotFound(f"There is no action {action_id}.")
    return action


async def moved(tx: Transaction, action: Action, event: ActionEvent, note: Note, **changes: Any) -> Action:
    """Advance an action that this transaction has locked."""
    moved = await action_rows.move(tx, action, event, note, **changes)
    if moved is None:
        raise Unavailable(f"{action.action_id} changed under a lock")
    return moved


async def started(context: ToolContext, action_id: str) -> tuple[Action, bool]:
    """Move to `executing` where that is next; the second value says that an earlier try had done so."""
    async with context.store.writing() as tx:
        action = await own(tx, context, action_id)
        if action.state in ("confirmed", "approved"):
            return await moved(tx, action, "start", Note(context.now(), "system")), False
        return action, True


async def applied(context: ToolContext, action: Action, plan: Plan[Any]) -> Action:
    """Make the effect and `done` one transaction under the row's lock: a second try waits and sees it."""
    async with context.store.writing() as tx:
        current = await found(tx, action.action_id)
        if current.state != "executing":
            return current
        receipt = await plan.apply(tx, action.idempotency_key)
        now = context.now()
        changes = {"receipt": receipt.model_dump(mode="json"), "done_at": now}
        return await moved(tx, current, "finish", Note(now, "system"), **changes)


async def ended(context: ToolContext, action: Action, event: ActionEvent, error: str) -> Action:
    """End an action without effect, unless another try of it got further."""
    async with context.store.writing() as tx:
        current = await found(tx, action.action_id)
        if current.state != "executing":
            return current
        return await moved(tx, current, event, Note(context.now(), "system", error), error=error)
