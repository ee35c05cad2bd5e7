"""The figures in a text: money, dates, days of the week, times, numbers of records, contact data, other numbers.

What is written in two ways is the same fact: "£59.99" and "59.99 pounds", "2 p.m." and "14:00".
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

from evals.metrics.language import language
from evals.transcript import Recorded
from graphs.embedded.parsers import contact, money

Kind = Literal["contact", "code", "date", "weekday", "time", "money", "number"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:May|MAY)|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_FULL_WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
_WEEKDAY = r"(?:(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\.?,?\s+(?:the\s+)?)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_POINT = re.compile(r"^\s*\d{1,2}[.)]\s")
"""The number of a list's point says nothing."""
_YEAR = r"(?:,?\s+(?P<year>20\d\d)\b)?"


class Fact(Recorded):
    """One figure."""

    kind: Kind
    value: str
    """In canonical form. Of a date `year-month-day-weekday`, with "?" for what is not said."""
    text: str
    """As it is written."""
    example: bool = False
    """Whether it only shows what such a figure looks like."""


Rule = Callable[[re.Match[str]], str | None]


@lru_cache(maxsize=8192)
def facts(text: str) -> tuple[Fact, ...]:
    """Return the figures of a text; what is part of one fact is no other."""
    return tuple(fact for line in text.splitlines() for fact in _of_line(line))


def _of_line(line: str) -> Iterator[Fact]:
    for kind, start, end, value in _spans(line):
        shown = language().examples.search(line[:start]) is not None
        yield Fact(kind=kind, value=value, text=line[start:end].strip(" .,"), example=shown)


def _spans(line: str) -> Iterator[tuple[Kind, int, int, str]]:
    """Find fact after fact, the most particular kinds first; what is found is blotted out."""
    left = _POINT.sub(lambda match: " " * len(match[0]), line)
    for kind, find in _FINDERS:
        found = list(find(left))
        for start, end, value in found:
            left = left[:start] + " " * (end - start) + left[end:]
            yield kind, start, end, value


Found = Iterator[tuple[int, int, str]]


def _contacts(line: str) -> Found:
    for found in [*contact.find_emails(line), *contact.find_phones(line)]:
        yield found.start, found.end, found.value.casefold()


def _amounts(line: str) -> Found:
    for found in money.find(line):
        yield found.start, found.end, plain(found.value)


def plain(number: object) -> str:
    """Write a number without zeros that change nothing: "32.00" is "32"."""
    text = f"{number}".replace(",", "")
    return text.rstrip("0").rstrip(".") if "." in text else text


def matching(*rules: tuple[str, Rule]) -> Callable[[str], Found]:
    """Make a finder of patterns, each with the rule that reads a match; where it returns None nothing is found."""
    compiled = [(re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in rules]

    def find(line: str) -> Found:
        taken: list[tuple[int, int]] = []
        for pattern, rule in compiled:
            for match in pattern.finditer(line):
                start, end = match.span()
                if all(end <= first or start >= last for first, last in taken) and (value := rule(match)) is not None:
                    taken.append((start, end))
                    yield start, end, value

    return find


def _date(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    said = groups["month"]
    month = int(said) if said.isdigit() else MONTHS.index(said[:3].lower()) + 1
    return written_date(groups.get("year"), month, int(groups["day"]), groups.get("weekday"))


def written_date(year: str | int | None, month: int, day: int, weekday: str | None) -> str | None:
    """Write a date with "?" for what is not said; None if there is no such day."""
    known = int(year) if year else None
    if known is not None and known < 100:
        known += 2000
    try:
        date(known or 2028, month, day)
    except ValueError:
        return None
    name = weekday[:3].lower() if weekday else None
    return f"{known or '?'}-{month}-{day}-{name or '?'}"


def _numeric_date(match: re.Match[str]) -> str | None:
    return None if match[0] == "24/7" else _date(match)


def _time(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    hour, minute, half = int(groups["hour"]), int(groups.get("minute") or 0), (groups.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _code(match: re.Match[str]) -> str:
    return re.sub(r"[\s-]", "", match[0]).casefold()


_FINDERS: tuple[tuple[Kind, Callable[[str], Found]], ...] = (
    ("contact", _contacts),
    (
        "date",
        matching(
            (r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _date),
            (rf"(?<![\w£.,]){_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", _date),
            (rf"\b{_WEEKDAY}{_MONTH}\s+(?:the\s+)?{_DAY}\b(?![:%]|\s*[ap]\.?m\b){_YEAR}", _date),
            (r"(?<![\d/£.])(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", _numeric_date),
        ),
    ),
    (
        "time",
        matching(
            (r"(?<![\d.:£])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap])\.?\s?m(?![a-z])\.?", _time),
            (r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?![\d:])", _time),
            (r"\b(?:12 )?(?:noon|midday)\b", lambda _: "12:00"),
        ),
    ),
    ("weekday", matching((rf"\b{_FULL_WEEKDAY}", lambda match: match["weekday"][:3].lower()))),
    (
        "code",
        matching(
            (r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b", _code),
            (r"\b[a-z]+-?\d[\w-]*\b", _code),
        ),
    ),
    ("money", _amounts),
    (
        "number",
        matching(
            (r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?", lambda match: plain(match[0])),
            (r"(?<![\w.])\d+(?:\.\d+)?", lambda match: plain(match[0])),
        ),
    ),
)
