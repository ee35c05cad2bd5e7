"""One SQLite table of messages, for contenders that leave the keeping of state to their users."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

_TABLE = "CREATE TABLE messages (number INTEGER PRIMARY KEY, conversation TEXT NOT NULL, body TEXT NOT NULL)"
_INDEX = "CREATE INDEX by_conversation ON messages (conversation, number)"


class History:
    """What was said in each conversation, as JSON texts."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def read(self, conversation: str) -> list[str]:
        """Return a conversation's texts, oldest first."""
        query = "SELECT body FROM messages WHERE conversation = ? ORDER BY number"
        return [row[0] for row in await self._connection.execute_fetchall(query, (conversation,))]

    async def append(self, conversation: str, bodies: Iterable[str]) -> None:
        """Keep more of them, in one transaction."""
        rows = [(conversation, body) for body in bodies]
        # The cursor is closed in SQLite's thread: left to the collector, it may be reset while another statement runs.
        async with self._connection.executemany("INSERT INTO messages (conversation, body) VALUES (?, ?)", rows):
            await self._connection.commit()


@asynccontextmanager
async def kept(database: Path) -> AsyncIterator[History]:
    """Open a new database."""
    async with aiosqlite.connect(database) as connection:
        for statement in ("PRAGMA journal_mode=WAL", _TABLE, _INDEX):
            await connection.execute(statement)
        await connection.commit()
        yield History(connection)
