"""Weekdays said of something that is on the table: "Friday" is then the Friday of that week, or the one on offer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from graphs.embedded.filling import Moment, day_meant
from graphs.embedded.parsers import dates
from graphs.embedded.parsers import days as calendar
from graphs.embedded.parsers.found import Found
from graphs.embedded.parsers.ruled_out import wished
from graphs.embedded.parsers.when import When, part_of
from tools.records import PartOfDay

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BARE = re.compile(
    rf"(?<!next )(?<!this )(?<!last )(?<!following )(?<!coming )\b({'|'.join(_NAMES)})\b"
    r"(?! (?:(?:next|week|fortnight|in|before|after|following)\b|the \d|\d))",
    re.IGNORECASE,
)

_ONES = ("", "a", "an", "one")
_COUNTS = {**dict.fromkeys(_ONES, 1), "couple of": 2, "a couple of": 2, "two": 2, "three": 3, "few": 3, "a few": 3}
_SPAN = r"(?P<count>an?|one|two|three|\d{1,2}|(?:a )?couple of) (?P<unit>days?|weeks?)"
_SHIFTS = tuple(
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (rf"\b{_SPAN} (?:later|after(?:wards)?|on(?! \w)|back)\b", 1),
        (rf"\b{_SPAN} (?:earlier|before|sooner)\b", -1),
        (rf"\bback (?:by )?{_SPAN}\b", 1),
        (rf"\bforwards? (?:by )?{_SPAN}\b", -1),
        (rf"\b(?:off|back|out|postpone|delay|push|later)\b[^.;!?]*? (?:by|for) {_SPAN}\b", 1),
        # "Week later, same time."
        (r"(?<!this )(?<!next )(?<!last )\b(?P<count>)(?P<unit>week|day) (?:later|afterwards|on(?! \w))\b", 1),
        (r"(?<!this )(?<!next )(?<!last )\b(?P<count>)(?P<unit>week|day) (?:earlier|sooner)\b", -1),
    )
)
_NO_DATE = rf"(?! (?:the )?(?:\d|{'|'.join(_NAMES)}))"
"""A day that is counted from a date says itself when it is: "the Saturday before the 27th"."""
_RELATIVE_DAY = re.compile(
    r"(?<!any )\b(?:the )?(?:(?:next|following) day|day (?P<side>after|before)(?! (?:tomorrow|yesterday))(?: that)?)\b"
    rf"{_NO_DATE}"
    rf"|\bthe (?:(?P<name>{'|'.join(_NAMES)}) (?:after|following)(?! next)(?: that)?)\b{_NO_DATE}",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(
    r"\b(?:(?:on )?(?:the |that )?same day|(?<=later )(?:on )?that day|(?<=earlier )that day)\b", re.I
)
_SAME_BOTH = re.compile(r"\bsame (?:day (?:and|&) time|time (?:and|&) day)\b", re.IGNORECASE)
_SAME_TIME = re.compile(
    r"\b(?:at |around |about )?(?:the )?(?:same|similar) (?:(?:sort|kind|type) of )?(?:time|slot|window|hour)s?"
    r"(?: of day)?\b",
    re.IGNORECASE,
)
_THE_DAY = re.compile(
    rf"\b(?:the|that)(?= (?:{'|'.join(_NAMES)})\b(?! (?:after|before|following|week|next|in|at)\b))", re.IGNORECASE
)
"""Of a day that is known by what is on the table: "the Thursday would do"."""
_THAT_WEEK = re.compile(r"\b(?:(?:in|of|on|the|during) )*(?:that|the same) week\b", re.IGNORECASE)
_OF_ITS_WEEK = re.compile(rf"\b(?:the )?(?P<name>{'|'.join(_NAMES)})(?: of)? (?:that|the same) week\b", re.IGNORECASE)
_NEXT_WEEK = re.compile(r"\b(?:the )?(?:following|next) week\b|\b(?:the )?week after\b", re.IGNORECASE)
_WEEK_AFTER = re.compile(
    rf"(?<!that )(?<!same )(?<!this )\b(?:the )?week after\b"
    rf"(?! (?:next|the|\d|work|school|lunch|tea|dinner|{'|'.join(_NAMES)}))",
    re.IGNORECASE,
)
_THAT_DAY = re.compile(r"\b(?:(?:for|on) )?that day\b", re.IGNORECASE)
_OFFERS = re.compile(
    r"\b(?:else|other|which|what|any(?:thing|time)?|free|available|slots?|times?|got)\b", re.IGNORECASE
)
"""Who asks "what else have you got that day?" wants that day; "I'm away that day" does not."""
_AWAY = re.compile(
    r"\b(?:can'?t|cannot|won'?t|not|no good"
    r"|(?:i|we|he|she|they)(?:'?s|'?ve|'?m|'?re)? (?:got )?(?:the|a|an|my|at|away|busy))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|(?<=,)\s+(?=(?:what|which|have|has|is|are|any|can|could|do)\b)")
_NO_TIME = (
    r"(?<!no )(?<!the )(?<!see )(?<!you )(?<!know )(?<!back )(?<!call )(?<!ring )(?<!try )(?<!again )(?<!decide )"
    r"(?<!talk )(?<!or )(?<!until )(?<!till )(?<!that )(?<!do it )"
)
_BESIDE = re.compile(
    rf"\b(?P<next>(?:the )?(?:one|slot|window|time) after(?: that| it)?(?! the)\b)"
    rf"|{_NO_TIME}\b(?P<later>later)\b(?! (?:than|date|in|on|this|next|one|slot|window|the)\b)"
    rf"|{_NO_TIME}(?<!any )(?<!anything )(?<!something )\b(?P<earlier>earlier)\b"
    r"(?! (?:than|date|in|on|this|next|one|slot|window|or|the|today)\b)",
    re.IGNORECASE,
)
"""Another time than the one on the table, told by where it lies: "could it be a bit later?"."""
_SIDE_OF_DAY = re.compile(r"\b(?P<side>earlier|later)(?: on)? (?:(?:that|the same)|in the) day\b", re.IGNORECASE)
_ORDER: tuple[PartOfDay, ...] = ("morning", "afternoon", "evening")
_WEEK = 7
_STRAIGHT = re.compile(r"\b(?:straight|right|directly|immediately|just) (?=(?:after|following)\b)", re.IGNORECASE)
_LAST_WORD = re.compile(r"[a-z]+\Z", re.IGNORECASE)
_ANY_DAY = date(2026, 1, 1)
"""Which weekday is said does not depend on the day."""
_CLOCKS = ZoneInfo("UTC")
"""Whether a day is said does not depend on the clocks."""


def pinned(text: str, days: Sequence[date]) -> str:
    """Write the date behind each weekday that stands alone, if it is one of these days."""

    def dated(found: re.Match[str]) -> str:
        weekday = _NAMES.index(found[0].lower())
        day = next((day for day in days if day.weekday() == weekday), None)
        return found[0] if day is None else f"{found[0]} {day.day} {day:%B}"

    return _BARE.sub(dated, in_full(text))


def in_full(text: str) -> str:
    """Write out the weekdays that are cut short or misspelt: "thurs" is "thursday". "Straight after" is "after"."""
    text = _STRAIGHT.sub("", text)
    for one in reversed(calendar.find(text, _ANY_DAY)):
        said = _LAST_WORD.search(text, one.start, one.end) if one.weekday is not None else None
        if said is not None and not said[0].lower().startswith(_NAMES[one.weekday or 0]):
            text = f"{text[: said.start()]}{_NAMES[one.weekday or 0]}{text[said.end() :]}"
    return text


def counts(text: str) -> bool:
    """Whether words count a day or a time from something: "the same day", "a week later"."""
    text = in_full(text)
    own = (_SAME_DAY, _SAME_TIME, _RELATIVE_DAY, _THAT_DAY, _THAT_WEEK, _WEEK_AFTER, _BESIDE)
    return any(one.search(text) for one in (*own, *(pattern for pattern, _ in _SHIFTS)))


def leaving(text: str, begins: datetime, moment: Moment) -> str:
    """Return the words without the day that something is moved away from, if they name another one as well.

    What weekdays stand beside it are days of its week: "my visit next Tuesday, can you make it Thursday?".
    """
    text = in_full(text)
    found = dates.find(text, moment.now, moment.zone)
    own = [one for one in found if one.value.one_day and _is_own(one, begins)]
    counted = any(one.search(text) for one in (_SAME_DAY, _RELATIVE_DAY, *(pattern for pattern, _ in _SHIFTS)))
    # Nobody moves a visit to the day it is on, unless to another part of it.
    alone = bool(own) and not any(one.value.part for one in found) and not _SAME_TIME.search(text)
    if alone or counted or any(one not in own and not one.value.any_day for one in found):
        for one in reversed(own):
            text = f"{text[: one.start]} {text[one.end :]}"
        named = _NAMES[begins.weekday()] in text.lower() or bool(own) or _THE_DAY.search(text) is not None
        # "It is put back two days, so Tuesday's needs to be Thursday": the weekday says which day is meant.
        told = any(one not in own and one.value.one_day and _BARE.search(one.text) for one in found)
        return pinned(text, week_of(begins.date(), moment)) if named and (told or not counted) else text
    return text


def _is_own(found: Found[When], begins: datetime) -> bool:
    """Whether this is the day itself; its weekday alone may be taken for one that has gone by."""
    when, day = found.value, begins.date()
    bare = when.first < day and when.first.weekday() == day.weekday() and not re.search(r"\d", found.text)
    return (when.first == day or bare) and when.part in (None, part_of(begins.time()))


def counted_from(said: Sequence[str], begins: datetime, moment: Moment) -> tuple[str, ...]:
    """Write out the days that are counted from a moment, or from the day that was said of it since."""
    written: list[str] = []
    day = begins
    for text in said:
        written.append(anchored(leaving(text, begins, moment), day))
        meant = day_meant(written[-1], moment)
        if meant is not None and meant.one_day:
            day = datetime.combine(meant.first, day.timetz())
    return tuple(written)


def anchored(text: str, begins: datetime) -> str:
    """Write the date, or the part of the day, for words that count from a moment: "a day later, same time"."""
    day, part = begins.date(), part_of(begins.time())
    text = _in_its_weeks(in_full(text), day)
    text = _SIDE_OF_DAY.sub(lambda found: found["side"], _SAME_BOTH.sub("same day, same time", text))
    text = _that_day(text, day)
    elsewhere = (_SAME_DAY, _SAME_TIME, _RELATIVE_DAY, _WEEK_AFTER, *(pattern for pattern, _ in _SHIFTS))
    others = [one for one in dates.find(wished(text), begins, _CLOCKS) if one.value.first != day or one.value.any_day]
    if not others and not any(one.search(text) for one in elsewhere):
        text = _beside_time(text, begins)
    text = _SAME_TIME.sub(f"in the {part}", text)
    if _SAME_DAY.search(text):
        ahead = _WEEK if _NEXT_WEEK.search(text) else 0
        return _SAME_DAY.sub(_on(day + timedelta(days=ahead)), _NEXT_WEEK.sub(" ", text), count=1)
    for pattern, sign in () if any(one.value.one_day and _BARE.search(one.text) for one in others) else _SHIFTS:
        found = pattern.search(text)
        text = text if found is None else text.replace(found[0], _on(_shifted(day, found, sign)), 1)
    if not _BARE.search(text):
        text = _WEEK_AFTER.sub(_on(day + timedelta(days=_WEEK)), text)
    return _RELATIVE_DAY.sub(lambda found: _on(_beside(day, found)), text, count=1)


def on_its_day(text: str, begins: datetime) -> str:
    """Write the day of what is on the table where only a part of a day is named: "the afternoon instead"."""
    named = [found.value for found in dates.find(wished(text), begins, _CLOCKS)]
    parts = named and all(one.any_day and one.part and one.first == begins.date() for one in named)
    return f"{text} {_on(begins.date())}" if parts else text


def _that_day(text: str, day: date) -> str:
    """Write the date for "that day" where it is asked what there is on it."""
    parts = [(part, _OFFERS.search(part) and not _AWAY.search(part)) for part in _SENTENCE.split(text)]
    return " ".join(_THAT_DAY.sub(_on(day), part) if asked else part for part, asked in parts)


def _beside_time(text: str, begins: datetime) -> str:
    """Write the day, and the parts of it that lie on the side that is wished for."""
    found, part = _BESIDE.search(text), part_of(begins.time())
    at = _ORDER.index(part)
    if found is None or (found["earlier"] and at == 0):
        return text
    if not found["earlier"] and at == len(_ORDER) - 1:
        meant = _on(begins.date() + timedelta(days=1))
    elif found["next"] or at == 1:
        meant = f"{_on(begins.date())} in the {_ORDER[at - 1 if found['earlier'] else at + 1]}"
    else:
        meant = f"{_on(begins.date())}, not in the {part}"
    return f"{text[: found.start()]} {meant} {text[found.end() :]}"


def _shifted(day: date, found: re.Match[str], sign: int) -> date:
    count = _COUNTS.get(found["count"].lower()) or int(found["count"])
    return day + timedelta(days=sign * count * (_WEEK if found["unit"].lower().startswith("w") else 1))


def _beside(day: date, found: re.Match[str]) -> date:
    """Return the day, or the weekday, after another or before it."""
    step = -1 if (found["side"] or "after").lower() == "before" else 1
    if found["name"] is None:
        return day + timedelta(days=step)
    away = (_NAMES.index(found["name"].lower()) - day.weekday()) * step
    return day + timedelta(days=step * ((away - 1) % _WEEK + 1))


def _in_its_weeks(text: str, day: date) -> str:
    """Write the dates of the weekdays that are said of a day's week, or of the one after it."""
    text = _OF_ITS_WEEK.sub(lambda found: _on(_in_week(day, found["name"])), text)
    if not _BARE.search(text):
        return text
    for week, ahead in ((_THAT_WEEK, 0), (_WEEK_AFTER, _WEEK)):
        if week.search(text):
            monday = day + timedelta(days=ahead - day.weekday())
            return week.sub(" ", pinned(text, [monday + timedelta(days=one) for one in range(_WEEK)]))
    return text


def _in_week(day: date, name: str) -> date:
    """Return a weekday of a day's week."""
    return day + timedelta(days=_NAMES.index(name.lower()) - day.weekday())


def _on(day: date) -> str:
    return f"on {day.day} {day:%B}"


def days_of(rows: Sequence[Mapping[str, Any]], moment: Moment) -> list[date]:
    """Return the days on which records begin, in their order."""
    return [begins.date() for begins in begins_of(rows, moment)]


def begins_of(rows: Sequence[Mapping[str, Any]], moment: Moment) -> list[datetime]:
    """Return when records begin, by the customer's clocks, in their order."""
    return [next(iter(found)) for row in rows if (found := list(_moments(row, moment)))]


def week_of(day: date, moment: Moment) -> list[date]:
    """Return the days of a day's week that are still to come."""
    today = moment.now.astimezone(moment.zone).date()
    monday = day - timedelta(days=day.weekday())
    return [one for one in (monday + timedelta(days=ahead) for ahead in range(7)) if one > today]


def _moments(row: Mapping[str, Any], moment: Moment) -> Iterator[datetime]:
    for name, value in row.items():
        # A receipt says when it was before, too.
        if not name.startswith("previous_") and isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
            yield datetime.fromisoformat(value).astimezone(moment.zone)
