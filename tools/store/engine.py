"""One database, two doors: `reading` changes nothing, `writing` is one transaction that is kept whole or not at all."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Cursor as SqliteCursor
from sqlite3 import OperationalError as SqliteError

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from tools.errors import Contended, Unavailable
from tools.store.sqlite_connection import connect

Transaction = AsyncConnection
"""What store functions take: they never commit, the `Store` does."""
_IN_THE_WAY = ("40001", "40P01")
"""PostgreSQL's states for a transaction that was undone for another's sake: serialization failure, deadlock."""
_ATTEMPTS, _PAUSE = 50, 0.02
"""How often a new file's journal is tried again, and after how many seconds."""
_GONE = ("08", "53", "57P")
"""Classes of states in which it cannot serve anybody: no connection, no resources, going down."""


class Store:
    """The database behind the tools: SQLite in WAL mode or PostgreSQL, by URL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @classmethod
    def at(cls, url: str) -> "Store":
        """Open a database, such as `sqlite+aiosqlite:///var/switchboard.db` or `postgresql+asyncpg://...`."""
        if url.startswith("sqlite"):
            engine = create_async_engine(url, connect_args={"timeout": 30, "async_creator_fn": connect})
            event.listen(engine.sync_engine, "connect", _tune_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        else:
            engine = create_async_engine(url, pool_pre_ping=True)
        return cls(engine)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a transaction that changes nothing.

        On SQLite it sees one consistent state; on PostgreSQL each statement sees what was committed before it.

        Raises:
            Unavailable: The database did not answer.
        """
        with _translated():
            async with self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """Open a transaction that commits at the end of the block, and rolls back if the block raises.

        Raises:
            Contended: Another transaction was in the way; this one may be tried again.
            Unavailable: The database did not answer.
        """
        with _translated():
            async with self.engine.connect() as connection:
                writer = await connection.execution_options(switchboard_writes=True)
                async with writer.begin():
                    yield writer


@contextmanager
def _translated() -> Iterator[None]:
    """Say what a fault of the database means to those who asked it."""
    try:
        yield
    except (OperationalError, InterfaceError, OSError) as error:
        raise Unavailable("the back office did not answer") from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or ""
        if state in _IN_THE_WAY:
            raise Contended("another change was in the way") from error
        if state.startswith(_GONE):
            raise Unavailable("the back office did not answer") from error
        raise


def _tune_sqlite(connection: SqliteConnection, _record: object) -> None:
    """Switch on what SQLite leaves off, and hand transactions to `_begin_sqlite`."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        _switch_on(cursor, f"PRAGMA {pragma}")
    cursor.close()


def _switch_on(cursor: SqliteCursor, pragma: str) -> None:
    """Execute a pragma; SQLite itself does not wait while another process changes a new file's journal."""
    for _ in range(_ATTEMPTS):
        try:
            cursor.execute(pragma)
        except SqliteError as error:
            if "locked" not in str(error):
                raise
            # So seldom, and so short, that holding up the other conversations does not matter.
            time.sleep(_PAUSE)
        else:
            return
    cursor.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where writing is meant: a read that turns into a write could fail half-way."""
    writes = connection.get_execution_options().get("switchboard_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
