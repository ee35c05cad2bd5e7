"""SQLite files that are copied over and over: each keeps its engine, and so every statement that was compiled once."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from evals import store_changes
from tools.store.engine import Store


@dataclass(frozen=True)
class Database:
    """One file and the store that opens it."""

    path: Path
    store: Store

    @classmethod
    def at(cls, path: Path) -> "Database":
        """Name a file; it is opened when it is first read or written."""
        return cls(path, Store.at(f"sqlite+aiosqlite:///{path}"))


@dataclass(frozen=True)
class Databases:
    """Copies, of which those that nobody uses any more serve again."""

    _free: list[Database] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    async def copy_of(self, source: Path) -> Database:
        """Copy a database, which may be in use, beside it."""
        fresh = source.with_name(f"copy-{next(self._numbers)}.db")
        database = self._free.pop() if self._free else Database.at(fresh)
        await asyncio.to_thread(store_changes.copy, source, database.path)
        return database

    async def give_back(self, database: Database) -> None:
        """Close a database: what is in it will be written over."""
        await database.store.close()
        self._free.append(database)
