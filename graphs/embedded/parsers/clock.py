"""Times and parts of the day: "3pm", "half two", "after 5", "first thing", "in the evening"."""

import datetime as dt
import re
from dataclasses import dataclass

from graphs.embedded.parsers.found import words_before
from graphs.embedded.parsers.when import part_of
from tools.records import PartOfDay


@dataclass(frozen=True)
class Clock:
    """A part of the day, and the time if one was said."""

    part: PartOfDay | None
    time: dt.time | None
    start: int
    end: int


_AFTERWARDS = (
    r"(?=\s*(?:$|[.,;!?)]|-|(?:on|tomorrow|tmrw|today|in|please|pls|or|and|if|is|would|works?|suits?|this|that|same|instead"
    r"|rather|because|cos|cause|as|so|when|since|but|until|till|maybe|some|only|also|any|at|i|we|he|she|it|gud|good"
    r"|great|best|ideal|ok|okay|fine|next|to|mon|tue|wed|thu|fri|sat|sun|then|onwards|ish)(?![a-z])|[a-z]*day\b))"
)
_NOT_A_TIME = r"(?![\d:./%]|\s*(?:%|£|mb|gb))"
_LEAD = r"(?P<lead>at|@|around|about|after|past|gone|from|before|b4|by|until|till|between|for|anytime after)"
_TIMES = (
    re.compile(r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s*(?:-|to|and|til+"
    r"|until)\s*\d{1,2}(?:[:.]\d{2})?\s*(?P<half>[ap])\.?m\b", re.I),
    re.compile(r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s*(?P<half>[ap])\.?\s?m\b", re.I),
    re.compile(r"(?<![\d:./£-])(?<!at )(?<!about )(?<!by )(?P<h>(?!10|20|25)[0-2]?\d)(?::00)?"
    r"\s*(?:-|\u2013|to|til+|until)\s*[0-2]?\d(?::00)?(?![\d:/%-]|\.\d|\s*(?:%|£|mb|gb))" + _AFTERWARDS, re.I),
    re.compile(r"\b(?P<past>half|quarter|\d{1,2})\s+(?P<way>past|to)\s+(?P<h>\d{1,2})\b" + _NOT_A_TIME, re.I),
    re.compile(r"\b(?P<past>half)\s+(?P<h>\d{1,2})\b" + _NOT_A_TIME + r"(?!\s+(?:orders?|days?|items?|hours?))", re.I),
    re.compile(r"(?<![\d/:.])\b(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)\b(?![:\d])", re.I),
    re.compile(r"\b(?P<h>\d{1,2})[\s-]*(?:o'?\s?clock|ish|(?:or )?onwards?|or (?:later|after))\b", re.I),
    re.compile(r"\bbetween\s+(?P<h>\d{1,2})\s+and\s+\d{1,2}\b" + _NOT_A_TIME + _AFTERWARDS, re.I),
    re.compile(rf"(?:\b|(?=@)){_LEAD}\s+(?P<h>\d{{1,2}})(?:\.(?P<m>[0-5]\d))?\b{_NOT_A_TIME}{_AFTERWARDS}", re.I),
)  # fmt: skip
_NOON_MEAL = r"(?:(?:the |my )?(?:dinner|lunch)(?: ?time)? )?"
_BEFORE = re.compile(rf"\b(?:before|b4|by|until|till?|no later than)\s+{_NOON_MEAL}$", re.I)
_SINGLE = re.compile(r"(?:\bat\s+)?\b(?P<noon>noon|mid-?day|lunch\s?time)\b", re.I)
_DAY_WORD = (
    r"(?:mon|tues?|wed|weds|thurs?|thur|fri|sat|sun)(?:[a-z]*day)?|tom+or+ow|tmrw|2moro|2morrow"
    r"|today|the|an|\d(?:st|nd|rd|th)"
)
_MEAL = r"(?:the |my )?"
_PARTS: tuple[tuple[PartOfDay, re.Pattern[str]], ...] = (
    ("morning", re.compile(rf"\b(?:first thing|(?:before|b4|until|till?) (?:{_NOON_MEAL}at )?(?:noon|midday|lunch)"
    r"|before work|(?:at|around|over|after|before|b4) (?:the |my )?(?:breakfast|brekk(?:ie|y))(?: ?time)?"
    r"|(?<!about )breakfast ?time"
    rf"|mornings?|mornin|morn)\b"
    rf"|(?<=\b)(?:{_DAY_WORD})\s+(?P<at>am)\b", re.I)),
    ("afternoon", re.compile(rf"\b(?:after {_MEAL}(?:noon|midday|lunch|dinner ?time)"
    r"|afternoons?|afternon|aftrnoon|aft|arvo|dinner ?time)\b"
    rf"|\b(?:{_DAY_WORD})\s+(?P<at>pm)\b", re.I)),
    ("evening", re.compile(rf"\b(?:after {_MEAL}(?:work|tea|dinner)|evenings?|evning|eve|tonight|tonite|to night)\b"
    rf"|\b(?!the\b|an\b)(?:{_DAY_WORD})\s+(?P<at>night|nite)\b", re.I)),
)  # fmt: skip
_AFTER_MEAL = re.compile(r"\bafter (?:the |my )?(?:tea|dinner|lunch)", re.I)
_GREETING = re.compile(r"(?:\bgood\s+$)", re.I)
_GREETING_AFTER = re.compile(r"\s*(?:$|[,!.]|all\b|there\b|team\b|folks\b|guys\b)", re.I)


def find(text: str) -> list[Clock]:
    """Return times and parts of the day, in reading order, without overlaps; greetings are none."""
    found = [clock for pattern in _TIMES for m in pattern.finditer(text) if (clock := _read(text, m))]
    found += [
        Clock("afternoon", dt.time(12), m.start(), m.end())
        for m in _SINGLE.finditer(text)
        if not _BEFORE.search(words_before(text, m.start()))
    ]
    for part, pattern in _PARTS:
        for m in pattern.finditer(text):
            if not _is_greeting(text, m):
                at = "at" if m.groupdict().get("at") else 0
                found.append(Clock(part, None, m.start(at), m.end(at)))
    meals = [clock for clock in found if _AFTER_MEAL.search(text, clock.start, clock.end)]
    if any(clock.time is not None or (clock.part == "afternoon" and clock not in meals) for clock in found):
        # "After dinner, so twelve onwards": a time, or that part of the day, says when the meal is.
        found = [
            clock for clock in found if clock.time is not None or not _AFTER_MEAL.search(text, clock.start, clock.end)
        ]
    kept: list[Clock] = []
    for clock in sorted(found, key=lambda c: (c.time is None, c.start - c.end)):
        if all(clock.end <= other.start or clock.start >= other.end for other in kept):
            kept.append(clock)
    return sorted(kept, key=lambda c: c.start)


def _is_greeting(text: str, match: re.Match[str]) -> bool:
    if _GREETING.search(words_before(text, match.start())):
        return True
    alone = not text[: match.start()].strip() and match[0].lower() in ("morning", "afternoon", "evening")
    return alone and len(text.strip()) > len(match[0]) + 1 and _GREETING_AFTER.match(text, match.end()) is not None


def _read(text: str, match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    minutes = int(groups.get("m") or 0)
    hour = int(match["h"])
    if hour > 23 or minutes > 59:
        return None
    hour = _on_the_day(hour, groups.get("half"), written=groups.get("m") is not None and len(match["h"]) == 2)
    total = hour * 60 + minutes + _offset(groups.get("past"), groups.get("way"))
    moment = dt.time(total // 60 % 24, total % 60)
    before = (groups.get("lead") or "").lower() in ("before", "b4", "by", "until", "till") or _BEFORE.search(
        text[: match.start()]
    )
    if before:
        # "before three" says no part of the day; "before noon" does.
        return Clock("morning" if moment <= dt.time(13) else None, None, match.start(), match.end())
    return Clock(part_of(moment), moment, match.start(), match.end())


def _on_the_day(hour: int, half: str | None, *, written: bool) -> int:
    """Return the hour of 24; without am or pm, 1 to 7 are after noon unless written as 07:00."""
    if half:
        return hour % 12 + (12 if half.lower() == "p" else 0) if hour <= 12 else hour
    return hour + 12 if 1 <= hour <= 7 and not written else hour


def _offset(past: str | None, way: str | None) -> int:
    if past is None:
        return 0
    minutes = {"half": 30, "quarter": 15}.get(past.lower()) or int(past)
    return -minutes if way and way.lower() == "to" else minutes
