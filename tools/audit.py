"""Read what happened to an action: the audit alone says how it came to its state."""

from collections.abc import Iterable

from tools.action_record import AuditEntry
from tools.action_states import ALLOWED, ActionState
from tools.store import action_rows
from tools.store.engine import Store


class TrailError(ValueError):
    """The audit tells of a step that no action can take, or leaves one out."""


async def trail(store: Store, action_id: str) -> tuple[AuditEntry, ...]:
    """Read everything that ever happened to an action, oldest first."""
    async with store.reading() as tx:
        return await action_rows.trail(tx, action_id)


def replay(entries: Iterable[AuditEntry]) -> ActionState | None:
    """Follow a trail to the state it ends in.

    Raises:
        TrailError: A step does not follow from the one before.
    """
    state: ActionState | None = None
    steps = {(before, after) for (before, _), after in ALLOWED.items()}
    for entry in entries:
        if entry.before != state or (entry.before, entry.after) not in steps:
            raise TrailError(f"{entry.action_id}: {state} cannot become {entry.after} from {entry.before}")
        state = entry.after
    return state
