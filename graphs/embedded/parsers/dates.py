"""Days with their part of the day: "next Thursday afternoon", "the 14th", "between Monday and Wednesday", "after 5"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from graphs.embedded.parsers import clock, days
from graphs.embedded.parsers.clock import Clock
from graphs.embedded.parsers.days import Stretch
from graphs.embedded.parsers.found import Found, words_before
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.parsers.when import When
from tools.records import PartOfDay

_JOINED = re.compile(
    r"[\s,]*(?:(?:in the )?(?:morning|afternoon|evening|[ap]m)\s+)?(?:(?:of|in|on|the)\s+)*", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:to|-|\u2013|until|till|through|thru)\s*(?:the\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|to|-)\s*(?:the\s+)?", re.IGNORECASE)
_BETWEEN_LEAD = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_MOVING = re.compile(
    r"\b(?:mov|chang|switch|swap|reschedul|push|bring|rearrang|shift)\w*\b.*\bfrom\s+(?:the\s+|my\s+)?$", re.I | re.S
)
_NOT = re.compile(
    r"\b(?:not|except|excluding|rather than|instead of|other than|can'?t (?:do|make)|cannot (?:do|make)"
    r"|can not (?:do|make)|isn'?t|don'?t (?:do|want))"
    r"\s+(?:(?:on|for|the|this|next|it)\s+)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\b(?P<open>(?:any ?time |some ?time )?after|later than|past)\s+(?:the\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|on or after|starting|not before|any ?time from)\s+(?:the\s+)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\bbefore\s+(?:the\s+)?$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until|till|no later than|not after|on or before)\s+(?:the\s+)?$", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\b(?:put|push\w*|postpon\w+|delay\w*|defer\w*|mov\w+|leav\w+|left|hold|held|wait|keep|kept|shift\w*|hang on)\b"
    r"[^.;!?]*\b(?:until|till)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What is put off until a day is wished for on that day."""
_CLAUSE = re.compile(r"[.;!?]|\b(?:or|but)\b|\band\s+(?!in\b|at\b|after\b|before\b|preferably\b)", re.IGNORECASE)
_SIDE = r"(?P<side>before|after|following)\s+(?:the\s+)?"
_FROM_DAY = re.compile(rf"\s*{_SIDE}", re.IGNORECASE)
"""Between a weekday and the day it is counted from: "the Saturday before the 27th"."""
_COUNTED = re.compile(rf"\b(?:(?P<count>an?|\d{{1,2}}|(?:a )?couple of)\s+)?(?P<unit>day|week)s?\s+{_SIDE}$", re.I)
_DAY_BESIDE = re.compile(
    r"\b(?:the )?(?:(?:next|following) day|day (?P<side>after|before)(?: that)?)\b"
    r"(?! (?:the )?(?:\d|tom|yes|mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)
_WEEK = 7
_NEAR = 28
"""A time further than this from a day belongs to something else."""


def find(text: str, now: datetime, zone: ZoneInfo) -> list[Found[When]]:
    """Return what a text says of days and times, in reading order.

    Days that are ruled out ("not Friday") and the day something is moved away from are left out.
    """
    digits = digitise(text, ordinals=True)
    today = now.astimezone(zone).date()
    stretches = _ranges(digits.text, _told_by_date(_put_together(digits.text, days.find(digits.text, today))))
    stretches = [
        _bounded(digits.text, one, today) for one in stretches if not _NOT.search(words_before(digits.text, one.start))
    ]
    busy = [(one.start, one.end) for one in stretches]
    clocks = [
        c for c in clock.find(digits.text) if not any(c.start < end and start < c.end for start, end in busy if c.time)
    ]
    found = []
    for one in stretches:
        near = _nearest(digits.text, one, clocks, stretches)
        tonight: PartOfDay | None = (
            "evening" if re.fullmatch(r"tonig?h?te?", digits.text[one.start : one.end], re.IGNORECASE) else None
        )
        when = When(one.first, one.last, near.part if near else tonight, near.time if near else None)
        start, end = (min(one.start, near.start), max(one.end, near.end)) if near else (one.start, one.end)
        clocks = [c for c in clocks if c is not near and not one.start <= c.start < one.end]
        found.append(digits.found(when, start, end))
    found += [
        digits.found(When(today, date.max, left.part, left.time), left.start, left.end)
        for left in clocks
        if left.part and not _NOT.search(words_before(digits.text, left.start))
    ]
    return sorted(found, key=lambda f: f.start)


def without(text: str, now: datetime, zone: ZoneInfo) -> str:
    """Return a text without what it says of days and times."""
    for found in reversed(find(text, now, zone)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def counted(text: str, now: datetime, zone: ZoneInfo) -> str:
    """Write the date for "the day after" where the day itself is named before: what counts is what comes after it."""
    beside = _DAY_BESIDE.search(text)
    named = [one for one in find(text, now, zone) if one.value.one_day] if beside else []
    base = next((one for one in reversed(named) if beside and one.end <= beside.start()), None)
    if beside is None or base is None:
        return text
    day = base.value.first + timedelta(days=-1 if (beside["side"] or "").lower() == "before" else 1)
    return f"{text[base.end : beside.start()]}on {day.day} {day:%B}{text[beside.end() :]}"


def _put_together(text: str, found: Sequence[Stretch]) -> list[Stretch]:
    """Join "Thursday" and "the 14th", or "Thursday" and "next week", where they stand side by side."""
    joined: list[Stretch] = []
    for one in found:
        before = joined[-1] if joined else None
        gap = text[before.end : one.start] if before else ""
        if before is not None and (beside := _beside(before, one, gap)):
            joined[-1] = beside
            continue
        if before is None or not _JOINED.fullmatch(gap):
            joined.append(_counted(text, one))
            continue
        together = _both(before, one)
        if together is None:
            joined.append(one)
        else:
            joined[-1] = together
    return joined


def _told_by_date(found: Sequence[Stretch]) -> list[Stretch]:
    """Take for a weekday alone the date that is said of it afterwards: "Thursday evening? The 21st, I mean"."""
    told: list[Stretch] = []
    for place, one in enumerate(found):
        dated = (day for day in found[place + 1 :] if day.weekday is None and day.first == day.last)
        own = next((day for day in dated if day.first.weekday() == one.weekday), None)
        told.append(one if own is None else replace(one, first=own.first, last=own.last))
    return told


def _beside(weekday: Stretch, day: Stretch, gap: str) -> Stretch | None:
    """Return the weekday before or after a date: "the Saturday before the 27th"."""
    found = _FROM_DAY.fullmatch(gap)
    if found is None or weekday.weekday is None or day.first != day.last or day.weekday is not None:
        return None
    step = -1 if found["side"].lower() == "before" else 1
    away = (weekday.weekday - day.first.weekday()) * step
    meant = day.first + timedelta(days=step * ((away - 1) % _WEEK + 1))
    return Stretch(meant, meant, weekday.start, day.end)


def _counted(text: str, one: Stretch) -> Stretch:
    """Return the day that is counted from a date: "the day before the 27th", "two days after the 20th"."""
    said = words_before(text, one.start)
    found = _COUNTED.search(said)
    if found is None or one.first != one.last or (found["unit"].lower() == "week" and not found["count"]):
        return one
    many = (found["count"] or "a").lower()
    days = (int(many) if many.isdigit() else 2 if "couple" in many else 1) * (
        1 if found["unit"].lower() == "day" else _WEEK
    )
    meant = one.first + timedelta(days=-days if found["side"].lower() == "before" else days)
    return Stretch(meant, meant, one.start - (len(said) - found.start()), one.end)


def _both(a: Stretch, b: Stretch) -> Stretch | None:
    weekday, other = (a.weekday, b) if a.weekday is not None else (b.weekday, a)
    if weekday is None or (a.weekday is not None and b.weekday is not None):
        return None
    if other.first == other.last:
        return replace(other, start=a.start, end=b.end)
    day = other.first + timedelta(days=(weekday - other.first.weekday()) % 7)
    return Stretch(day, day, a.start, b.end) if day <= other.last else None


def _ranges(text: str, found: Sequence[Stretch]) -> list[Stretch]:
    """Join "Monday to Wednesday"; of "move it from Monday to Wednesday" keep where it goes."""
    joined: list[Stretch] = []
    for one in found:
        before = joined[-1] if joined else None
        gap = text[before.end : one.start] if before else ""
        if before is None:
            joined.append(one)
        elif _BETWEEN.fullmatch(gap) and _MOVING.search(words_before(text, before.start)):
            joined[-1] = one
        elif _BETWEEN.fullmatch(gap) or (
            _AND.fullmatch(gap) and _BETWEEN_LEAD.search(words_before(text, before.start))
        ):
            last = one.last if one.last >= before.first else one.last + timedelta(weeks=1)
            joined[-1] = Stretch(before.first, last, before.start, one.end)
        else:
            joined.append(one)
    return joined


def _bounded(text: str, one: Stretch, today: date) -> Stretch:
    """Open a stretch at the side that "after", "from", "before" or "by" opens."""
    said = words_before(text, one.start)
    if _AFTER.search(said):
        return replace(one, first=one.last + timedelta(days=1), last=date.max)
    if _FROM.search(said):
        return replace(one, last=date.max) if one.first == one.last else one
    if _BEFORE.search(said):
        return replace(one, first=min(today, one.first), last=one.first - timedelta(days=1))
    if _BY.search(said) and not _PUT_OFF.search(said):
        return replace(one, first=min(today, one.first))
    return one


def _nearest(text: str, one: Stretch, clocks: Sequence[Clock], others: Sequence[Stretch]) -> Clock | None:
    """Return the time that belongs to a day: close by, in the same clause, and not nearer to another day."""
    best: tuple[int, Clock] | None = None
    for c in clocks:
        gap = _gap(text, one, c)
        if gap is None or any(
            o is not one and (g := _gap(text, o, c)) is not None and len(g) < len(gap) for o in others
        ):
            continue
        if best is None or len(gap) < best[0]:
            best = (len(gap), c)
    return best[1] if best else None


def _gap(text: str, one: Stretch, c: Clock) -> str | None:
    if c.start < one.end and one.start < c.end:
        return ""
    gap = text[one.end : c.start] if c.start >= one.end else text[c.end : one.start]
    return None if len(gap) > _NEAR or _CLAUSE.search(gap) else gap
