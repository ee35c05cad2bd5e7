"""One turn of a conversation at a time, on any replica.

A claim that is taken over gets a higher token: whoever held the old one finds at its commit that it is no longer
valid. A token is checked under the row's lock, in the transaction that commits the turn.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tools.store.engine import Transaction
from tools.store.interaction_tables import leases

_PAST = datetime(1970, 1, 1, tzinfo=UTC)


async def claim(tx: Transaction, conversation_id: str, owner: str, now: datetime, seconds: float) -> int | None:
    """Take the conversation for a while and return the token, or None as long as anybody holds it."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {"owner": owner, "expires_at": now + timedelta(seconds=seconds)}
    statement = dialect.insert(leases).values(conversation_id=conversation_id, token=1, **values)
    token: int | None = await tx.scalar(
        statement.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_={**values, "token": leases.c.token + 1},
            where=or_(leases.c.owner.is_(None), leases.c.expires_at <= now),
        ).returning(leases.c.token)
    )
    return token


async def renew(tx: Transaction, conversation_id: str, token: int, now: datetime, seconds: float) -> bool:
    """Hold on for longer; False where it has been taken over."""
    changed = await tx.execute(
        update(leases)
        .where(leases.c.conversation_id == conversation_id, leases.c.token == token, leases.c.owner.is_not(None))
        .values(expires_at=now + timedelta(seconds=seconds))
    )
    return changed.rowcount == 1


async def held(tx: Transaction, conversation_id: str, token: int) -> bool:
    """Say whether a token is still the valid one; nobody can take over before this transaction ends."""
    query = select(leases.c.owner).where(leases.c.conversation_id == conversation_id, leases.c.token == token)
    return await tx.scalar(query.with_for_update()) is not None


async def release(tx: Transaction, conversation_id: str, token: int) -> bool:
    """Give the conversation up, as the first step of a turn's commit; False where it has been taken over."""
    changed = await tx.execute(
        update(leases)
        .where(leases.c.conversation_id == conversation_id, leases.c.token == token, leases.c.owner.is_not(None))
        .values(owner=None, expires_at=_PAST)
    )
    return changed.rowcount == 1


async def free_dead(tx: Transaction, prefix: str, alive: Callable[[str], bool]) -> tuple[str, ...]:
    """Free what owners of one prefix, such as this machine's name, held when they died: returns the conversations."""
    query = select(leases.c.owner).where(leases.c.owner.startswith(prefix, autoescape=True)).distinct()
    dead = [owner for owner in await tx.scalars(query) if not alive(owner)]
    if not dead:
        return ()
    freed = await tx.scalars(
        update(leases)
        .where(leases.c.owner.in_(dead))
        .values(owner=None, expires_at=_PAST)
        .returning(leases.c.conversation_id)
    )
    return tuple(freed)
