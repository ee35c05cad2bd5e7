"""One hop to SQLite's thread for each statement.

aiosqlite takes four (open a cursor, execute, fetch, close), and the hops cost more than the statements.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Cursor as SqliteCursor
from sqlite3 import connect as sqlite_connect
from typing import Any

from aiosqlite import Connection


def connect(database: str, **options: Any) -> "OneHopConnection":
    """Open a database; await what comes back."""
    connection = OneHopConnection(partial(sqlite_connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection


class OneHopConnection(Connection):
    """A connection whose cursors fetch as they execute."""

    def cursor(self) -> "OneHopCursor":  # type: ignore[override]
        """Make a cursor; nothing happens in the database yet."""
        return OneHopCursor(self)

    async def hop(self, work: Callable[..., None], *arguments: Any) -> None:
        """Have SQLite's thread do something."""
        await self._execute(work, *arguments)  # type: ignore[no-untyped-call]


class OneHopCursor:
    """The part of a cursor that SQLAlchemy uses, except for streaming."""

    arraysize = 1

    def __init__(self, connection: OneHopConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "OneHopCursor":
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement and fetch all that it returns."""
        await self._connection.hop(self._run, SqliteConnection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Execute a statement once for each set of parameters."""
        await self._connection.hop(self._run, SqliteConnection.executemany, statement, parameters)

    async def fetchall(self) -> list[Any]:
        """Hand over what was fetched."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: SQLite's own cursor was closed in the same hop."""

    def _run(self, method: Any, statement: str, parameters: Any) -> None:
        cursor: SqliteCursor = method(self._connection._conn, statement, parameters)
        try:
            self._rows = cursor.fetchall() if cursor.description else []
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()
