"""A message that announces several things: "two things: ...". The announcement itself asks for nothing."""

import re

from graphs.embedded.asking import asks

_SEVERAL = re.compile(
    r"\b(?:couple|few|two|three|2|3|several|number|bunch)\s+(?:of\s+)?(?:\w+\s+)?"
    r"(?:things?|questions?|bits|issues|matters|points|jobs|problems|queries)\b"
    r"|\bquick (?:ones|bits)\b|\bfirst(?:ly| of all| off|,|:)",
    re.IGNORECASE,
)
"""A message that announces several things: then a plain statement is one of them."""
_ANNOUNCEMENT = re.compile(r"^(?P<announced>[^.!?:;,\n]{0,80}?)\s*(?:[.!?:;,]+\s+|\s[-\u2013\u2014]+\s|\n+)(?=\S)")
"""The words up to the first stop, which say nothing of the things themselves if they announce them."""
_ONE_BY_ONE = re.compile(
    r"^(?:(?:i'?ll|let'?s|can we|we'?ll) (?:go|do|take|start)(?: (?:it|them|these|those))? )?"
    r"one (?:at a time|by one|after the other)\W+(?=\w)|^first things first\W+(?=\w)",
    re.IGNORECASE,
)


def announces(text: str) -> bool:
    """Say whether a message says that it holds several things."""
    return _SEVERAL.search(text) is not None


def without_announcement(text: str) -> str:
    """Leave out what only says that several things follow: "Two things: ..."."""
    opening = _ANNOUNCEMENT.match(text)
    only = opening is not None and _SEVERAL.search(opening["announced"]) and not asks(opening["announced"])
    return _ONE_BY_ONE.sub("", text[opening.end() :]) if opening is not None and only else text
