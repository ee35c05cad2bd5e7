"""Bring a database to the newest schema; two processes that start at once wait for each other."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from tools.store import columns
from tools.store.engine import Store, Transaction

_HERE = Path(__file__).parent
_LOCK = 0x5317C4B0A12D
"""Any number that other users of the same PostgreSQL server do not lock."""


async def migrate(store: Store) -> None:
    """Run every migration that has not run yet."""
    async with store.writing() as tx:
        await take_turns(tx)
        await tx.run_sync(_upgrade)


async def take_turns(tx: Transaction) -> None:
    """Wait until no other process is changing the schema or the demonstration data; held until the commit."""
    if tx.dialect.name == "postgresql":  # SQLite has one writer anyway.
        await tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def all_tables() -> MetaData:
    """Import every module of this folder whose name ends with `tables`, and return what they define."""
    for module in iter_modules([str(_HERE)]):
        if module.name.endswith("tables"):
            import_module(f"tools.store.{module.name}")
    return columns.metadata


def _upgrade(connection: Connection) -> None:
    config = Config()
    location = str(_HERE / "migrations")
    config.set_main_option("script_location", location.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
