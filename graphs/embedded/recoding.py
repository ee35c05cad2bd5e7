"""Corrections of a part of a postcode: "it ends QJ", "the last letter's W", "4HT, not 3HT", "it starts LS13"."""

import re

_IS = r"(?:\s+(?:are|is|should be|in|with|on|be|an?|the|letters?|it'?s))*\s+"
_PART = r"(?P<part>\d\s?[a-z]\s?[a-z]|[a-z]\s?[a-z]|[a-z])\b"
_ENDS = re.compile(
    rf"\b(?:ends?|ending|finish(?:es|ing)?|(?:last|final|end) (?:bit|part|half|letters?|two|one|three)(?: letters)?"
    rf"(?:'?s)?){_IS}{_PART}(?!')",
    re.IGNORECASE,
)
"""A part that is said to stand at the end."""
_AT_END = re.compile(rf"(?<![\w']){_PART} (?:at|on) the end\b", re.IGNORECASE)
_IS_HALF = re.compile(
    r"\b(?:it'?s|it is|that'?s|should(?:'ve| have)? be(?:en)?|make (?:it|that)|(?:i )?meant?|sorry,?|no,?|reads?)\s+"
    r"(?P<part>\d\s?[a-z]\s?[a-z])\b(?!\s*\?)",
    re.IGNORECASE,
)
_SAID_ALONE = re.compile(r"^\W*(?P<part>\d\s?[a-z]\s?[a-z])(?:\W+(?:please|sorry|at the end))*\W*$", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:starts?|begins?|beginning|(?:first|front) (?:bit|part|half)(?:'?s)?)(?:\s+(?:is|should be|in|with|be))*\s+"
    r"(?P<part>[a-z]{1,2}\s?\d[a-z\d]?)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"^\W*(?:(?:ah|oh|sorry|no|its?|it'?s|is|that'?s|an?|the letter)\W+)*(?<!')(?P<part>[a-z])\b(?!')", re.I
)
"""One letter that an answer begins with."""
_LITTLE_WORDS = "a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we"
_WORDS = frozenset(_LITTLE_WORDS.split())


def recoded(code: str, text: str, *, asked: bool) -> str | None:
    """Return a postcode with the part that words correct; asked for it, a letter alone is the last one."""
    first, _, last = code.partition(" ")
    if (start := _STARTS.search(text)) is not None:
        return f"{_joined(start)} {last}"
    found = _ENDS.search(text) or _AT_END.search(text) or _IS_HALF.search(text) or _SAID_ALONE.match(text)
    found = found or (_LETTER.match(text) if asked else None)
    if found is None or "?" in text or _is_word(found["part"]):
        return None
    part = _joined(found)
    new = f"{first} {last[: len(last) - len(part)]}{part}"
    return new if new != code else None


def _is_word(part: str) -> bool:
    """Whether letters are a little word, not written in capitals: "it ends in an argument"."""
    return part.lower() in _WORDS and not part.isupper()


def _joined(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found["part"]).upper()
