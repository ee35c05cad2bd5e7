"""A no that goes on to name another day instead: "no, Friday evening", "no, have you anything at the weekend?"."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from graphs.apostrophes import straight
from graphs.embedded.parsers import confirmation, dates
from graphs.embedded.parsers.ruled_out import days_out, wished

_NO = re.compile(
    r"^\W*(?:(?:um+|er+m?|oh|h+m+|ah|well|actually|hang on|sorry|ooh)\W+)*(?:no+|nope|nah|naw)\b[\s,.!\u2013-]*"
    r"(?:(?:no+|nope|wait|sorry|actually|hang on|then|but|so)\b[\s,.!]*)*",
    re.IGNORECASE,
)
_OWN_DOING = re.compile(
    r"\b(?:i|we|he|she|they|it|that)(?:'?(?:ll|m|ve|re|s)\b| (?:will|am|have|are|is|was|can)\b)"
    r"|\b(?:thanks|thank you|ta|bye|ring|call|until|till|before|since|by then)\b",
    re.IGNORECASE,
)
"""Who says what they will do, or thanks, names the day of that."""
_WEEKDAY = re.compile(r"(?<!next )(?<!following )\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_OUT = re.compile(r"\bnot?\b", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thanks|thank you|ta|bye|i'?ll|we'?ll|i will|leave|keep)\b", re.IGNORECASE)
_MOST = 7
"""So many words beside the day only wish for it, or ask."""
_ANY_DAY, _ANYWHERE = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
"""Whether a day is said does not depend on which day it is."""


def names_another_day(text: str, question: str) -> bool:
    """Say whether a reply that begins with no wishes for another day or time than those of the question."""
    said = straight(text)
    if _rules_out(said, question):
        return True
    start = _NO.match(said)
    rest = wished(said[start.end() :]) if start else ""
    if not rest or not dates.find(rest, _ANY_DAY, _ANYWHERE):
        return False
    known = {day.lower() for day in _WEEKDAY.findall(question)}
    repeated = known & {day.lower() for day in _WEEKDAY.findall(rest)}
    left = dates.without(rest, _ANY_DAY, _ANYWHERE)
    return not (repeated or _OWN_DOING.search(left) or confirmation.refuses(left)) and len(left.split()) <= _MOST


def _rules_out(said: str, question: str) -> bool:
    """Whether words only rule out the day or the part of it that is proposed: "not Thursday"."""
    out, asked = days_out(said).lower(), question.rpartition(" to ")[2].lower()
    named = {day for day in _NAMED.findall(out) if day in asked}
    others = confirmation.refuses(_OUT.sub(" ", said)) or _THANKS.search(said)
    return bool(named) and not others and len(said.split()) <= _MOST
