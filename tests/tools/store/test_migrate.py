import asyncio
from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import Connection

from tests.databases import START, Content
from tools.store import customers
from tools.store.engine import Store
from tools.store.migrate import all_tables, migrate
from tools.store.seed import seed


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), all_tables()))


async def test_the_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    async with store.reading() as tx:
        assert await tx.run_sync(_differences) == []


async def test_migrating_again_changes_nothing(store: Store) -> None:
    await migrate(store)
    async with store.reading() as tx:
        assert await tx.run_sync(_differences) == []


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: object, database_url: Callable[[str, Content], str]) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/blank.db"
    copies = request.getfixturevalue("postgres_copies")
    copies.execute("DROP DATABASE IF EXISTS blank WITH (FORCE)")
    copies.execute("CREATE DATABASE blank")
    url: str = copies.at("blank")
    return url


async def test_processes_that_start_at_once_migrate_and_seed_once(blank_url: str) -> None:
    stores = [Store.at(blank_url) for _ in range(4)]

    async def start(store: Store) -> None:
        await migrate(store)
        await seed(store, START)

    await asyncio.gather(*(start(store) for store in stores))
    async with stores[0].reading() as tx:
        assert len(await customers.everybody(tx)) == 16
        assert (await tx.execute(text("SELECT count(*) FROM alembic_version"))).scalar_one() == 1
    for store in stores:
        await store.close()
