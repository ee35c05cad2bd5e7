"""Fixtures that every test may use: a clock that stands still, and stores."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.databases import START, Content, PostgresCopies, SqliteCopies
from tests.minds import articles, endings, minilm, shipped, stories
from tools.store.engine import Store

__all__ = ["articles", "endings", "minilm", "shipped", "stories"]


@dataclass
class Clock:
    """A clock that moves only when it is told to."""

    time: datetime = START

    def __call__(self) -> datetime:
        """Say what time it is, in UTC."""
        return self.time

    def forward(self, **span: float) -> None:
        """Move on, as in `clock.forward(days=2)`."""
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> SqliteCopies:
    return SqliteCopies(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_copies() -> Iterator[PostgresCopies]:
    """One server for a session (or for a worker of one)."""
    copies = PostgresCopies()
    yield copies
    copies.stop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str, Content], str]]:
    """Give URLs of fresh databases: `database_url("postgresql", "northlight")`."""
    made: list[Callable[[], None]] = []

    def fresh(database: str, content: Content) -> str:
        if database == "sqlite":
            copies: Any = request.getfixturevalue("sqlite_copies")
            url: str = copies.url(content, tmp_path / f"{content}.db")
            return url
        server: PostgresCopies = request.getfixturevalue("postgres_copies")
        url = server.url(content)
        made.append(lambda: server.drop(url))
        return url

    yield fresh
    for drop in made:
        drop()


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, database_url: Callable[[str, Content], str]) -> AsyncIterator[Store]:
    """An empty store with all its tables, on both databases."""
    opened = Store.at(database_url(request.param, "empty"))
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def seeded_store(
    request: pytest.FixtureRequest, database_url: Callable[[str, Content], str]
) -> AsyncIterator[Store]:
    """Northlight's back office, on both databases."""
    opened = Store.at(database_url(request.param, "northlight"))
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(database_url: Callable[[str, Content], str]) -> AsyncIterator[Store]:
    """An empty store with all its tables, for tests that need only one database."""
    opened = Store.at(database_url("sqlite", "empty"))
    yield opened
    await opened.close()


@pytest.fixture
async def northlight(database_url: Callable[[str, Content], str]) -> AsyncIterator[Store]:
    """Northlight's back office on SQLite, as of the clock's start."""
    opened = Store.at(database_url("sqlite", "northlight"))
    yield opened
    await opened.close()
