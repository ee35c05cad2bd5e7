"""What was changed in the store, written so that two runs which did the same look the same.

Left out is what the store decides by itself: the numbers of new rows, idempotency keys, moments. Free text is left out
because no two people word it alike.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from evals.metrics.canonical import canonical
from evals.metrics.toolset import free_text_columns
from evals.transcript import Change

_NUMBERED = re.compile(r"[A-Z]{1,3}-\d+")
"""As the store numbers refunds, visits and faults."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_KEYS = frozenset({"key"})
NEW = "new"

Written = tuple[str, str, str, str]
"""Table, key, before, after."""


def written(changes: Iterable[Change]) -> Counter[Written]:
    """Count the changes in canonical form."""
    listed = list(changes)
    new = _new_numbers(listed)
    return Counter(
        (change.table, _key(change.key, new), _columns(change.before, new), _columns(change.after, new))
        for change in listed
    )


def difference(expected: Iterable[Change], found: Iterable[Change]) -> str:
    """Say what is missing from the store and what should not be in it; empty if nothing."""
    wanted, got = written(expected), written(found)
    return "; ".join(
        [
            *(f"missing: {_told(one)}" for one in sorted((wanted - got).elements())),
            *(f"too much: {_told(one)}" for one in sorted((got - wanted).elements())),
        ]
    )


def _new_numbers(changes: Iterable[Change]) -> frozenset[str]:
    """Return the numbers that rows got when they were made."""
    return frozenset(
        part
        for change in changes
        if change.before is None
        for part in change.key.split("/")[:1]
        if _NUMBERED.fullmatch(part)
    )


def _key(key: str, new: frozenset[str]) -> str:
    return "/".join(NEW if part in new else canonical(part) for part in key.split("/"))


def _columns(row: Mapping[str, Any] | None, new: frozenset[str]) -> str:
    """Write a row's columns; None is no row at all."""
    if row is None:
        return "-"
    return ", ".join(
        f"{name}={NEW if isinstance(value, str) and value in new else canonical(value)}"
        for name, value in sorted(row.items())
        if name not in _KEYS | free_text_columns() and not _is_moment(value)
    )


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _MOMENT.match(value) is not None


def _told(one: Written) -> str:
    table, key, before, after = one
    return f"{table} {key} ({before} -> {after})"
