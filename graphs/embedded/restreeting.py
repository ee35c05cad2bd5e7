"""Corrections of a part of a street: "41 it is", "back to front", "it's Castle Road", "road, not street"."""

import re

from graphs.embedded.parsers import addresses, contrast
from graphs.embedded.parsers.numbers import digitise

_N = r"(\d{1,4}[a-z]?)"
_ENDS_HERE = r"(?![\w:.]?\d|\s*(?:st|nd|rd|th|pounds?|quid|am|pm)\b)"
_HOUSE = re.compile(r"\b(?:number|no\.?|house)(?: ?'?s| is| should be)? ?(\d+[a-z]?)\b", re.IGNORECASE)
_NOT_NUMBER = re.compile(rf"\b{_N},? (?:and )?not (?:number )?\d{{1,4}}[a-z]?\b", re.IGNORECASE)
_ITS_NUMBER = re.compile(
    r"\b(?:it'?s|it is|should(?:'ve| have)? be(?:en)?|make (?:it|that)|(?:i )?meant?|(?:is|was) really"
    rf"|(?:ours|mine|theirs)(?: ?'?s| is)|(?:we|i)(?:'?re| are|'?m| am) at|should read|reads?) {_N}{_ENDS_HERE}",
    re.IGNORECASE,
)
_NUMBER_IT_IS = re.compile(
    rf"(?<![\w£.:-]){_N} (?:it is|it should (?:be|read|say)|is (?:right|correct|the right\w*|ours|mine))\b",
    re.IGNORECASE,
)
_OH = re.compile(r"\boh(?=\s*,|\s+(?:no|sorry|wait|it|that|dear)\b)", re.IGNORECASE)
"""No nought: "oh, 20"."""
_NUMBER_ALONE = re.compile(
    rf"^\W*(?:(?:oh|ah|um|er)\W+)*(?:no|nope|nah)\W+(?:(?:no|sorry|wait|actually)\W+)*{_N}\W*(?:please|sorry)?\W*$",
    re.IGNORECASE,
)
"""Nothing but another number, from who says no to the one that is proposed."""
_HOUSES = (_HOUSE, _NOT_NUMBER, _NUMBER_IT_IS, _ITS_NUMBER, _NUMBER_ALONE)
_ONE_NUMBER = re.compile(r"(?<![\w.:£-])(\d{1,4}[a-z]?)(?![\w:£-]|\.\d)", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"\d+[a-z]?(?=\D*$)")
_TWO_DIGITS = re.compile(r"\b\d\d(?=\D*$)")
TURNED = re.compile(
    r"\b(?:back to front|(?:the )?(?:wrong|other) way (?:a?round|about)|swapped|transposed|mixed up|topsy turvy)\b",
    re.I,
)
"""What is proposed says its parts in the wrong order."""
_KINDS = re.compile(rf"\b({addresses.KINDS})\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(?P<kind>flat|apartment|apt|unit) (?:number )?(?P<which>\d{1,4}[a-z]?|[a-z])\b(?!\s*(?:,\s*)?\d)", re.IGNORECASE
)
"""The flat alone, without the house: what follows is no number."""
_HAS_UNIT = re.compile(r"^(?:flat|apartment|apt|unit)\s+\w+,?\s+", re.IGNORECASE)
_NO_UNIT = re.compile(
    r"\b(?:no|without(?: the| a)?|drop the|lose the|leave out the|not a) (?:flat|apartment)\b", re.IGNORECASE
)
_STREET = re.compile(
    r"\b(?:it'?s|it is|should(?:'ve| have)? be(?:en)?|(?:i )?meant?|make it|called|we'?re (?:on|in)|actually)\s+"
    rf"(?P<name>(?:(?!the\b|a\b|an\b|my\b|our\b|in\b|on\b|not\b)[a-z][a-z'\u2019-]*\s+){{1,3}}?(?:{addresses.KINDS}))\b"
    rf"(?!\s+(?:{addresses.KINDS})\b)",
    re.IGNORECASE,
)


def restreeted(street: str, text: str, *, asked: bool) -> str | None:
    """Correct a part of a street; asked for it, a number alone is the house's: "sorry, 60"."""
    said = digitise(_OH.sub(" ", text)).text
    numbers = [number[1] for one in _HOUSES if (number := one.search(said))][:1]
    found = numbers or (_ONE_NUMBER.findall(contrast.negated(said)[0]) if asked else [])
    if unit := _UNIT.search(contrast.negated(said)[0]):
        return addresses.capitals(f"{unit['kind']} {unit['which']}, {_HAS_UNIT.sub('', street)}")
    if _NO_UNIT.search(text) and _HAS_UNIT.match(street):
        return _HAS_UNIT.sub("", street)
    if len(found) == 1:
        return _LAST_NUMBER.sub(found[0], street, count=1)
    return _renamed(street, text) or _turned(street, text)


def _renamed(street: str, text: str) -> str | None:
    """Take another name or kind of street beside the same number: "it's Castle Road", "road, not street"."""
    house = _LAST_NUMBER.search(street)
    if house is None or any(char.isdigit() for char in text):
        return None
    wished, out = contrast.negated(text)
    if named := _STREET.search(wished):
        return addresses.capitals(f"{street[: house.end()]} {named['name']}")
    kinds, gone = _KINDS.findall(wished), _KINDS.findall(out)
    if len(kinds) == len(gone) == 1 and street.lower().endswith(f" {gone[0].lower()}"):
        return addresses.capitals(f"{street[: -len(gone[0])]}{kinds[0]}")
    return None


def _turned(street: str, text: str) -> str | None:
    """Put the two digits of a house the other way round: "oh, back to front"."""
    house = _TWO_DIGITS.search(street)
    if house is None or not TURNED.search(text) or any(char.isdigit() for char in text):
        return None
    return f"{street[: house.start()]}{house[0][::-1]}{street[house.end() :]}"
