"""What a reply may rest on: the figures of tool results, passages, receipts and the customer's words."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from evals.clock import START
from evals.metrics.facts import WEEKDAYS, Fact, facts, plain, written_date
from evals.transcript import Transcript
from graphs.embedded.parsers import dates
from graphs.embedded.parsers.numbers import digitise

_ZONE = "Europe/London"
"""Where a conversation takes place whose transcript has no label `timezone`."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_APART = re.compile(r"\b\d+(?: \d+)+\b")
"""A number that is said in parts, such as "ten forty two"."""


@dataclass(frozen=True)
class Moment:
    """When and where a conversation takes place: "tomorrow" is a date only then."""

    now: datetime
    zone: ZoneInfo

    def local(self, when: datetime) -> datetime:
        """Return what the clocks show; a time without a zone is theirs already."""
        return when.astimezone(self.zone) if when.tzinfo else when


def moment_of(transcript: Transcript) -> Moment:
    """Say when a conversation begins, and by which clocks."""
    return Moment(transcript.now or START, ZoneInfo(transcript.labels.get("timezone", _ZONE)))


@dataclass
class Evidence:
    """The figures that are known."""

    dates: set[str] = field(default_factory=set)
    others: set[tuple[str, str]] = field(default_factory=set)

    def add(self, found: Iterable[Fact]) -> None:
        """Take up facts, and what follows from them."""
        for fact in found:
            self.others.add((fact.kind, fact.value))
            self.others.update(("number", number) for number in _numbers_in(fact))
            if fact.kind == "date":
                self.dates.add(fact.value)
                self.others.add(("weekday", weekday_of(fact.value)))

    def holds(self, fact: Fact) -> bool:
        """Whether a fact is known."""
        if fact.kind == "date":
            return any(_agree(fact.value, known) for known in self.dates)
        return (fact.kind, fact.value) in self.others


def evidence(texts: Iterable[str], moment: Moment) -> Evidence:
    """Put together what texts hold; the day itself is always known."""
    known = Evidence()
    known.add([_day(moment.local(moment.now))])
    for text in texts:
        known.add(_known(text, moment))
    return known


@lru_cache(maxsize=4096)
def _known(text: str, moment: Moment) -> tuple[Fact, ...]:
    try:
        record = json.loads(text)
    except ValueError:
        record = None
    if isinstance(record, dict | list):
        return tuple(_of_record(record, moment))
    return tuple(_of_words(text, moment))


def _of_record(part: Any, moment: Moment) -> Iterator[Fact]:
    """Walk through a record; how many rows a list has may be said, too."""
    if isinstance(part, Mapping):
        if "amount" in part and "currency" in part:
            yield _fact("money", plain(part["amount"]))
        for value in part.values():
            yield from _of_record(value, moment)
    elif isinstance(part, list):
        yield _fact("number", str(len(part)))
        for value in part:
            yield from _of_record(value, moment)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield _fact("number", plain(part))
    elif isinstance(part, str):
        yield from _of_value(part, moment)


def _of_value(text: str, moment: Moment) -> Iterator[Fact]:
    if not _MOMENT.match(text):
        yield from facts(text)
        return
    try:
        when = moment.local(datetime.fromisoformat(text))
    except ValueError:
        return
    yield _day(when)
    yield _fact("time", f"{when:%H:%M}")


def _of_words(text: str, moment: Moment) -> Iterator[Fact]:
    """Read the customer's words, or a sentence of a tool's: spoken numbers, "tomorrow", an amount without a sign."""
    digits = digitise(text).text
    yield from (_fact("number", re.sub(r"\s", "", run)) for run in _APART.findall(digits))
    for fact in (*facts(text), *facts(digits)):
        yield fact
        if fact.kind == "number":
            yield _fact("money", fact.value)
    for found in dates.find(text, moment.now.astimezone(UTC), moment.zone):
        if found.value.one_day:
            yield _day(datetime.combine(found.value.first, time.min))


def _day(when: datetime) -> Fact:
    written = written_date(when.year, when.month, when.day, WEEKDAYS[when.weekday()])
    return _fact("date", written or "")


def _fact(kind: Any, value: str) -> Fact:
    return Fact(kind=kind, value=value, text=value)


def _numbers_in(fact: Fact) -> Iterator[str]:
    """Yield what a fact's parts may be called alone: "order 1042", "the 15th", "after 2"."""
    if fact.kind == "money":
        yield fact.value
    elif fact.kind == "code":
        yield from (plain(number) for number in re.findall(r"\d+", fact.value))
    elif fact.kind == "date":
        yield fact.value.split("-")[2]
        yield fact.value.split("-")[0]
    elif fact.kind == "time":
        hour = int(fact.value[:2])
        yield from {str(hour), str(hour % 12 or 12), fact.value.replace(":", ".")}


def weekday_of(written: str) -> str:
    """Return a date's day of the week, as it is said or as the calendar has it."""
    year, month, day, said = written.split("-")
    if said == "?" and year != "?":
        return WEEKDAYS[datetime(int(year), int(month), int(day), tzinfo=UTC).weekday()]
    return said


def _agree(one: str, other: str) -> bool:
    """Whether two dates can be the same: what one of them leaves open agrees with anything."""
    year, month, day, _ = one.split("-")
    known_year, known_month, known_day, _ = other.split("-")
    if (month, day) != (known_month, known_day) or (year != known_year and "?" not in (year, known_year)):
        return False
    weekdays = {weekday_of(one), weekday_of(other)} - {"?"}
    return len(weekdays) < 2
