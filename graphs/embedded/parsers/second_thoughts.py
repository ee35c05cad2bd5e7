"""What customers take back in the same breath: "the plug, no wait, the speaker", "319, no that's my mum's, 391"."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from graphs.embedded.parsers.found import Found

T = TypeVar("T")

_TAKEN_BACK = re.compile(
    r"\b(?:no|nope|sorry|wait|hang on|hold on|i mean|i meant|scratch that|oops|correction|or rather|my mistake)\b",
    re.IGNORECASE,
)
_STOP = r"(?:[,.;:!\u2026]+\s*|\s+-+\s*)"
_WAVERS = r"(?:(?:oh|ah|um+|er+|well)[\s,]+)*"
_TAKES_BACK = r"(?:no+|nope|wait|sorry|oops|actually|hang on|hold on)"
_PHRASE = (
    r"(?:scratch that|correction|or rather|on second thoughts?|on reflection|my mistake|make that"
    r"|i mean(?:t)?(?! to\b)|but (?:i'?d|i would) (?:rather|sooner|prefer to))"
)
_VALUE = r"(?=(?:the|my|that|it'?s|not|only|just|[a-z]{1,4}-?\d+|\d+|make it)\b)"
_TURNS = re.compile(
    rf"(?:{_STOP}|\s){_WAVERS}(?:{_TAKES_BACK}[\s,.]+)+(?:{_TAKES_BACK}|{_PHRASE})\b"
    rf"|(?:{_STOP}|\s){_WAVERS}{_PHRASE}\b|{_STOP}{_WAVERS}{_TAKES_BACK}[\s,.]+{_VALUE}",
    re.IGNORECASE,
)
"""What stands between words and those that replace them."""


def standing(text: str, found: Sequence[Found[T]]) -> Found[T]:
    """Return the first value that is not taken back at once: "it's 319, no hang on that's my mum's, 391"."""
    for one, after in pairwise(found):
        if not _TAKEN_BACK.search(text[one.end : after.start]):
            return one
    return found[-1]


def thoughts(text: str) -> tuple[str, ...]:
    """Return what is said first and what replaces it, in the order in which it is said; the text itself if nothing is.

    Each keeps the words that turn it, so that "make it 15" is one.
    """
    cuts = [match.start() for match in _TURNS.finditer(text) if match.start() and text[match.end() :].strip()]
    places = [0, *cuts, len(text)]
    return tuple(part for begin, end in pairwise(places) if (part := text[begin:end].strip(" ,.;:-")))
