"""What a conversation changes in the back office: every row of every table before and after."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from evals.transcript import Change
from tools.store import tables

_NOT_JUDGED = {"premises", "numbers"}
"""A register that nothing changes, and the counters behind the receipts' numbers."""
_NOT_COMPARED = {"key"}
"""Columns that say how a row came about: the same refund has another key in another conversation."""
JUDGED: tuple[Table, ...] = tuple(
    table for table in vars(tables).values() if isinstance(table, Table) and table.name not in _NOT_JUDGED
)
Rows = Mapping[tuple[str, str], Mapping[str, Any]]
"""(table, primary key) -> the row."""


def rows(database: Path) -> Rows:
    """Read every judged row of a SQLite file."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        for table in JUDGED:
            keys = [column.name for column in table.primary_key.columns]
            for row in connection.execute(f"SELECT * FROM {table.name}"):  # noqa: S608 - the name is our own
                values = {name: row[name] for name in row.keys() if name not in _NOT_COMPARED}  # noqa: SIM118
                found[table.name, "/".join(str(row[key]) for key in keys)] = values
    return found


def changes(before: Rows, after: Rows) -> tuple[Change, ...]:
    """List the rows that differ, in the order of tables and keys."""
    found = []
    for table, key in sorted(before.keys() | after.keys()):
        old, new = before.get((table, key)), after.get((table, key))
        if old != new:
            found.append(Change(table=table, key=key, before=_other(old, new), after=_other(new, old)))
    return tuple(found)


def copy(source: Path, target: Path) -> None:
    """Copy a SQLite file that may be in use, whole."""
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as fresh:
        origin.backup(fresh)


def _other(row: Mapping[str, Any] | None, beside: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the columns in which a row differs from what it is compared with."""
    if row is None:
        return None
    return {name: value for name, value in row.items() if beside is None or beside.get(name) != value}
