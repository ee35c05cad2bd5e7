"""How much a contender has stored, read from outside its process."""

import sqlite3
from contextlib import closing
from pathlib import Path


def content_bytes(database: Path) -> int:
    """Add up every value in every table: exact to the byte, where a file grows by pages."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return sum(_table_bytes(connection, table) for (table,) in tables.fetchall())


def _table_bytes(connection: sqlite3.Connection, table: str) -> int:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    lengths = " + ".join(f'coalesce(length(CAST("{column}" AS BLOB)), 0)' for column in columns)
    (total,) = connection.execute(f'SELECT coalesce(sum({lengths}), 0) FROM "{table}"').fetchone()  # noqa: S608
    return int(total)


def file_bytes(database: Path) -> int:
    """Return the size of the database's file, after all of its write-ahead log has gone into it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = (database, database.with_name(f"{database.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
