"""Hours at which a customer is away become the part of the day that is left: "not back till half four"."""

import re

from graphs.apostrophes import straight
from graphs.embedded.parsers import clock
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.parsers.when import part_of

_TIME = (
    r"(?P<time>(?:half|quarter)(?: past| to)? \d{1,2}\b|\d{1,2}(?:[:.][0-5]\d)? ?[ap]\.?m\b|\d{1,2}(?:[:.][0-5]\d)?"
    r"(?: ?ish| ?o'?clock)?\b(?![:.]\d)|noon\b|mid-?day\b|lunch ?time\b|lunch\b)"
    r"(?! ?(?:days?|weeks?|months?|minutes?|mins?|hours?|hrs?|years?|%|quid|pounds?|p\b|st\b|nd\b|rd\b|th\b|/))"
)
_ABOUT = r"(?:(?:about|around|like|roughly|gone|at least|well|past|after|just|maybe) )*"
_UNTIL = r"(?:until+|till?|'til|before|afore|by)"
_NOT = r"(?:not|never|don'?t|doesn'?t|won'?t|isn'?t|ain'?t|can'?t|cannot)"
_BUSY = (
    r"(?:out|away|busy|working|works?|at (?:work|school|college|uni)|graft(?:ing)?|driving|drive|teaching|in bed"
    r"|in (?:a )?(?:meetings?|class|lectures?|lessons?)|asleep|sleep(?:ing)?"
    r"|on (?:shift|nights|the road|the school run)"
    r"|dead to the world|tied up|stuck|(?:the|my) school run)"
)
_AWAY = re.compile(
    rf"\b(?:{_NOT} [^.;!?,]{{0,30}}?\b{_UNTIL}|{_BUSY}\b[^.;!?,]{{0,24}}?\b(?:until+|till?|'til)"
    rf"|(?:i|we|he|she|they)(?:'ll| will| usually| normally| always)? (?:finish(?:es)?|knocks? off|clocks? off"
    rf"|(?:get|come)s? (?:off|home|back))\b[^.;!?,]{{0,16}}?\b(?:at|by|around|about)"
    rf"|(?:i|we|he|she|they)(?:'m|'re|'s|'ll be| am| are| is| will be) (?:only )?(?:home|back)"
    rf"(?: from \w+)? (?:at|by|around|about)) {_ABOUT}{_TIME}",
    re.IGNORECASE,
)
_NOON = re.compile(r"noon|mid|lunch", re.IGNORECASE)
_LATE = 16
"""Who is away until four or later has the evening left."""
_EARLY = 11


def freed(text: str) -> str:
    """Write the part of the day that is left where the words say until when somebody is away."""
    said = digitise(text).text
    found = _AWAY.search(straight(said))
    part = _left(found["time"]) if found else None
    if found is None or part is None:
        return text
    # Who is away till nine has most of the day left, and wishes for no part of it.
    when = f" in the {part} " if part else " "
    return f"{said[: found.start()]}{when}{said[found.end() :]}"


def _left(time: str) -> str | None:
    """Return the part of the day after a time: an empty one where most of the day is left, None if it is no time."""
    if _NOON.match(time):
        return "afternoon"
    read = next(iter(clock.find(f"at {time}")), None)
    if read is None or read.time is None:
        return None
    if read.time.hour < _EARLY:
        return ""
    return "evening" if read.time.hour >= _LATE else part_of(read.time.replace(hour=max(12, read.time.hour)))
