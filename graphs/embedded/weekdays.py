"""Weekdays said of something that is on the table: "Friday" is then the Friday of that week, or the one on offer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from graphs.embedded.filling import Moment

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BARE = re.compile(
    rf"(?<!next )(?<!this )(?<!last )(?<!following )(?<!coming )\b({'|'.join(_NAMES)})\b"
    r"(?! (?:(?:next|week|fortnight|in|after)\b|the \d|\d))",
    re.IGNORECASE,
)


def pinned(text: str, days: Sequence[date]) -> str:
    """Write the date behind each weekday that stands alone, if it is one of these days."""

    def dated(found: re.Match[str]) -> str:
        weekday = _NAMES.index(found[0].lower())
        day = next((day for day in days if day.weekday() == weekday), None)
        return found[0] if day is None else f"{found[0]} {day.day} {day:%B}"

    return _BARE.sub(dated, text)


def days_of(rows: Sequence[Mapping[str, Any]], moment: Moment) -> list[date]:
    """Return the days on which records begin, in their order."""
    return [next(iter(found)) for row in rows if (found := list(_days(row, moment)))]


def week_of(day: date, moment: Moment) -> list[date]:
    """Return the days of a day's week that are still to come."""
    today = moment.now.astimezone(moment.zone).date()
    monday = day - timedelta(days=day.weekday())
    return [one for one in (monday + timedelta(days=ahead) for ahead in range(7)) if one > today]


def _days(row: Mapping[str, Any], moment: Moment) -> Iterator[date]:
    for value in row.values():
        if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
            yield datetime.fromisoformat(value).astimezone(moment.zone).date()
