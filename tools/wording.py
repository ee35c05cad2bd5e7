"""How sentences of the tools name things: days, times, lists; and how a customer's name for a thing is found again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

_FILLERS = frozenset({"a", "an", "the", "my", "our", "that", "this", "for", "of"})


def day_words(day: date) -> str:
    """Say a day as in "3 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def window_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Say a window as in "Thursday 14 May, 08:00 to 12:00"."""
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return f"{begin:%A} {begin.day} {begin:%B, %H:%M} to {end:%H:%M}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Join names as in "a, b and c"."""
    *most, final = names
    return f"{', '.join(most)} {last} {final}" if most else final


def meant(said: str, names: Sequence[str]) -> list[str]:
    """Return the names that a customer's words can mean: the very name, or else all that hold each of the words."""
    exact = [name for name in names if name.casefold() == said.strip().casefold()]
    if exact:
        return exact
    words = [word for word in said.casefold().split() if word not in _FILLERS]
    return [name for name in names if words and all(_holds(name, word) for word in words)]


def _holds(name: str, word: str) -> bool:
    stem = word.removesuffix("s")
    return any(part.removesuffix("s") == stem for part in name.casefold().split())
