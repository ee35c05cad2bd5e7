"""Corrections of a part of a street: "41 it is", "back to front", "it's Castle Road", "road, not street"."""

import re

from graphs.embedded.parsers import addresses, contrast
from graphs.embedded.parsers.numbers import digitise

_N = r"(\d{1,4}[a-z]?)"
_ENDS_HERE = r"(?![\w:.]?\d|\s*(?:st|nd|rd|th|pounds?|quid|am|pm)\b)"
_HOUSE = re.compile(r"\b(?:number|no\.?|house)(?: ?'?s| is| should be)? ?(\d+[a-z]?)\b", re.IGNORECASE)
_ITS_NUMBER = re.compile(
    r"\b(?:it'?s|it is|should(?:'ve| have)? be(?:en)?|make (?:it|that)|(?:i )?meant?|(?:is|was) really"
    rf"|(?:ours|mine|theirs)(?: ?'?s| is)|(?:we|i)(?:'?re| are|'?m| am) at|should read|reads?) {_N}{_ENDS_HERE}"
    rf"|\b(?:we|i)(?:'?re| are|'?m| am) (\d{{1,4}}[a-z]?)(?=\W*$|[,.;!])",
    re.IGNORECASE,
)
_NUMBER_IT_IS = re.compile(
    rf"(?<![\w£.:-]){_N} (?:it is|it should (?:be|read|say)|is (?:right|correct|the right\w*|ours|mine)"
    r"|(?:that|it) should (?:be|read|say)|we are|we'?re)\b",
    re.IGNORECASE,
)
_OH = re.compile(r"\boh(?=\s*,|\s+(?:no|sorry|wait|it|that|dear)\b)", re.IGNORECASE)
"""No nought: "oh, 20"."""
_NUMBER_ALONE = re.compile(
    rf"^\W*(?:(?:oh|ah|um|er)\W+)*(?:no|nope|nah)\W+(?:(?:no|sorry|wait|actually)\W+)*{_N}\W*(?:please|sorry)?\W*$",
    re.IGNORECASE,
)
"""Nothing but another number, from who says no to the one that is proposed."""
_NUMBER_FIRST = re.compile(
    rf"^\W*(?:(?:oh|ah|um|er)\W+)*(?:no|nope|nah)\W+(?:(?:no|sorry|wait|actually)\W+)*{_N}(?=\s*[,.;!])", re.IGNORECASE
)
"""The same with a reason: "no, 16, the other is next door"."""
_LETTER_APART = re.compile(
    r"(?<=\d) ([a-h])(?=\s*(?:$|[,.;!]|(?:with|not|like|as|for|please|sorry|actually|then)\b))", re.IGNORECASE
)
_LETTER = re.compile(
    r"\b(?:with|add|missed|missing|forgot(?:ten)?|left|got|wants?|needs?|put|plus|there'?s|there is)"
    r"(?: (?:off|out|on))?"
    r" (?:(?:an?|the) (?:letter )?(?P<low>[a-h])|(?-i:(?P<up>[A-H])))(?:'?s)?\b",
    re.IGNORECASE,
)
"""A letter that belongs to the house: "you've missed the B off"."""
_HOUSES = (_HOUSE, _NUMBER_IT_IS, _ITS_NUMBER, _NUMBER_ALONE, _NUMBER_FIRST)
_ONE_NUMBER = re.compile(r"(?<![\w.:£-])(\d{1,4}[a-z]?)(?![\w:£-]|\.\d)", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"\d+[a-z]?(?=\D*$)")
_TWO_DIGITS = re.compile(r"\b\d\d(?=\D*$)")
TURNED = re.compile(
    r"\b(?:back to front|(?:the )?(?:wrong|other) way (?:a?round|about)|(?:a?round|about) the wrong way|swapped"
    r"|transposed|mixed up|topsy turvy)\b",
    re.IGNORECASE,
)
"""What is proposed says its parts in the wrong order."""
_KINDS = re.compile(rf"\b({addresses.KINDS})\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(?P<kind>flat|apartment|apt|unit)(?:(?:'?s| is)(?= (?:number )?\d))? (?:number )?"
    r"(?P<which>\d{1,4}[a-z]?|[a-z])\b(?!\s*(?:,\s*)?\d|')",
    re.IGNORECASE,
)
"""The flat alone, without the house: what follows is no number."""
_HAS_UNIT = re.compile(r"^(?:flat|apartment|apt|unit)\s+\w+,?\s+", re.IGNORECASE)
_LETTERED_UNIT = re.compile(r"^(?:flat|apartment|apt|unit)\s+(?P<number>\d{1,4})(?P<letter>[a-z])(?=\W)", re.IGNORECASE)
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
    said = _LETTER_APART.sub(lambda found: found[1].upper(), digitise(_OH.sub(" ", text)).text)
    if lettered := _other_door(street, said) or _lettered(street, said):
        return lettered
    numbers = [number for number in _houses(said) if number.lower() not in _houses_in(street)][:1]
    found = numbers or (_ONE_NUMBER.findall(contrast.negated(said)[0]) if asked else [])
    if unit := _unit(street, contrast.negated(said)[0]):
        return addresses.capitals(f"{unit['kind']} {unit['which']}, {_HAS_UNIT.sub('', street)}")
    if _NO_UNIT.search(text) and _HAS_UNIT.match(street):
        return _HAS_UNIT.sub("", street)
    if len(found) == 1:
        return _LAST_NUMBER.sub(found[0], street, count=1)
    return _renamed(street, text) or _turned(street, text)


def _houses(said: str) -> list[str]:
    """Return the numbers that words say are a house's."""
    return [found[found.lastindex or 0] for one in _HOUSES for found in one.finditer(said)]


def _houses_in(street: str) -> list[str]:
    """Return the house as it is: who says it says no other."""
    house = _LAST_NUMBER.search(street.lower())
    return [house[0]] if house is not None else []


def _unit(street: str, wished: str) -> re.Match[str] | None:
    """Return the flat that words name: of two, the one that it is not yet."""
    found = list(_UNIT.finditer(wished))
    others = [one for one in found if not street.lower().startswith(f"{one['kind']} {one['which']},".lower())]
    return next(reversed(others or found), None)


def _other_door(street: str, said: str) -> str | None:
    """Put another letter to the flat: "2d, with a d for dog", where it is flat 2b."""
    unit = _LETTERED_UNIT.search(street)
    if unit is None:
        return None
    named = re.search(rf"\b{unit['number']}([a-z])\b", contrast.negated(said)[0], re.IGNORECASE)
    missing = _LETTER.search(said)
    letter = named[1] if named else missing and (missing["low"] or missing["up"])
    if not letter or letter.lower() == unit["letter"].lower():
        return None
    return f"{street[: unit.start('letter')]}{letter}{street[unit.end() :]}"


def _lettered(street: str, said: str) -> str | None:
    """Put a letter to the house, where it is said with its number or as missing: "14A with an A"."""
    house = _LAST_NUMBER.search(street)
    if house is None or not house[0].isdigit():
        return None
    named, missing = re.search(rf"\b{house[0]}([a-h])\b", said, re.IGNORECASE), _LETTER.search(said)
    letter = named[1] if named else missing and (missing["low"] or missing["up"])
    return f"{street[: house.end()]}{letter.upper()}{street[house.end() :]}" if letter else None


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
