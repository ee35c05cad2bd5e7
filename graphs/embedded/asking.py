"""Whether words ask for something or only tell, from how they are built; and whether they speak of something new."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from graphs.embedded.parsers import dates

_OPENER = (
    r"^(?:(?:oh|and|so|also|then|ok|okay|right|well|but|yes|yeah|now|please|just|only|really|still|er|erm|um|like|hi"
    r"|hello|hey)[\s,.!]+)*"
)
_AFTER_KNOWING = (
    r"(?:know|knows|tell|see|wonder(?:ing|ed)?|asks?|asking|check|sure|idea|clue|explain|find out|confirm|say|says"
    r"|remind|curious|understand|remember|work out|look up|show|means?|depends|about)\s+(?:\w+\s+){0,2}?"
)
_WISHING = (
    r"\b(?:i|we)(?:'d| would| should| also| still| really| just)*\s+"
    r"(?:want|need|like|wish|have to|must|sooner|rather|prefer)"
    r"|\b(?:can|could|would|will) (?:you|u|i|we|someone|somebody)\b|\bplease\b|\bpls\b"
    r"|\ball (?:i|we)(?:'m|'re| am| are)? (?:after|want|need|ask(?:ing)?)\b|\b(?:will|would|cud|can) (?:you|u)\W*$"
    rf"|{_OPENER}(?:want|need|show|give|tell|send|change|update"
    r"|cancel|refund|book|move|check|test|restart|reboot|report|open|list|get|put|make|set|explain|find|add"
    r"|remove|arrange|reschedule)\b"
)
_WISH = re.compile(_WISHING, re.IGNORECASE)
_ASKING = re.compile(
    rf"{_WISHING}|\?|\b(?:what|how|why)\b"
    rf"|{_OPENER}(?:where|which|who|whose)\b|{_OPENER}when\b(?! (?:i|we|he|she|it|they|someone|somebody|the|my|our)\b)"
    r"|\b(?:when|where)(?:'s|'ll| is| are| will| do| does| did| can| should| shall)\b"
    rf"|\b{_AFTER_KNOWING}(?:when|where|which|who|whose|if|whether)\b"
    rf"|{_OPENER}(?:do|does|did|is|are|am|have|has|was|were)\b"
    rf"|{_OPENER}(?:can|could|would|might)\b(?! (?:do|be|have|try|not|all|just|say)\b)",
    re.IGNORECASE,
)
"""A wish, a question or an order. "When" and "which" in the midst of a clause mostly tell: "it hangs when it rains"."""
_THING = re.compile(
    r"\b(?P<which>the|my|our|an?|this|that)\s+(?:new\s+|old\s+|last\s+|whole\s+|smart\s+)?(?P<thing>[a-z]{3,})",
    re.IGNORECASE,
)
_NOTHING_NEW_WORDS = (
    "money moneys refund cash way moment bit lot minute full day house whole thing problem time week difference few"
    " couple little good one ones sort kind"
)
_NOTHING_NEW = frozenset(_NOTHING_NEW_WORDS.split())
_NO_NOUN_WORDS = (
    "please for and then was can you when from with back has had did does will would one but not now got need needs"
    " come goes going stay stays really something anything normal right include apply"
)
_NO_NOUN = frozenset(_NO_NOUN_WORDS.split())
"""What may stand after "that" without being what it points at."""
_REMEDY_WORDS = "engineer technician someone visit appointment replacement exchange repair person colleague human call"
_REMEDIES = frozenset(_REMEDY_WORDS.split())
"""Any one of these is what is wanted against a trouble, and not another matter."""

_POINTING = re.compile(
    r"\b(?:it|them|him|her|this one|that one|those|these)\b|\b(?:for|on|about) (?:that|this)\b", re.I
)

_ANY_DAY, _ANYWHERE = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
"""Whether a day is said does not depend on which day it is."""


def asks(words: str) -> bool:
    """Say whether words ask for something."""
    return _ASKING.search(words) is not None


def says_a_day(words: str) -> bool:
    """Say whether words name a day, or a part of any day."""
    return bool(dates.find(words, _ANY_DAY, _ANYWHERE))


def is_about_a_day(words: str) -> bool:
    """Say whether words name or ask for a day and nothing else: "what's free on Friday", "the evening if you can"."""
    return says_a_day(words) and not wishes(words) and not things(dates.without(words, _ANY_DAY, _ANYWHERE))


def wishes(words: str) -> bool:
    """Say whether words wish for something or order it."""
    return _WISH.search(words) is not None


def things(words: str) -> set[str]:
    """Return the things that words name."""
    found: set[str] = set()
    for match in _THING.finditer(words):
        thing = match["thing"].lower()
        pointing = match["which"].lower() in ("this", "that") and thing in _NO_NOUN
        remedy = match["which"].lower() in ("a", "an") and thing in _REMEDIES
        if thing not in _NOTHING_NEW and not pointing and not remedy:
            found.add(thing)
    return found


def brings_up(first: str, second: str) -> bool:
    """Say whether words name a thing that those before them do not."""
    return any(not re.search(rf"\b{thing}", first, re.IGNORECASE) for thing in things(second))


def points_back(words: str) -> bool:
    """Say whether words speak of what those before them do, and name nothing else before they do: "mend it"."""
    found = _POINTING.search(words)
    return found is not None and not things(words[: found.start()])
