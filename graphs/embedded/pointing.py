"""What words only point at: "it", "the rest of that order". It is found in what was said or done before."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from graphs.embedded.history import Result
from graphs.embedded.naming import meant
from graphs.embedded.parsers import choices
from graphs.embedded.parsers.facts import moments_of
from graphs.embedded.rows import Row, is_used_up


def only_left(rows: Sequence[Row], name: str) -> str | None:
    """Return the one thing of a record of which something is left: "that can go as well"."""
    left = [str(row[name]) for row in rows if not is_used_up(row)]
    return left[0] if len(left) == 1 < len(rows) else None


def spoken_of_before(texts: Sequence[str], rows: Sequence[Row], name: str) -> str | None:
    """Return the thing that was named last before, of those of which something is left."""
    left = [str(row[name]) for row in rows if not is_used_up(row)]
    found = next((found for text in texts if (found := meant(text, left))), [])
    return found[0] if len(found) == 1 < len(rows) else None


def held_before(texts: Sequence[str], rows: Sequence[Row], zone: ZoneInfo) -> Row | None:
    """Return the record that holds what was named last before."""
    picked = next((found for text in texts if (found := choices.choose(text, rows, zone=zone))), [])
    return rows[picked[0]] if len(picked) == 1 else None


def done_before(results: Sequence[Result], tool: str, rows: Sequence[Row], name: str) -> Row | None:
    """Return the record that the same was done to last."""
    last = next((one for one in reversed(results) if one.state is not None), None)
    if last is None or last.state != "done" or last.tool != tool:
        return None
    return next((row for row in rows if str(row[name]) == str(last.arguments.get(name))), None)


def in_time(rows: Sequence[Row], name: str, reply: str) -> list[Row]:
    """Return records in the order in which they came about, where they were not read out in another: "the first"."""
    read_out = any(str(row[name]) in reply for row in rows)
    dated = [(min(found), place) for place, row in enumerate(rows) if (found := moments_of(row))]
    return list(rows) if read_out or len(dated) < len(rows) else [rows[place] for _, place in sorted(dated)]
