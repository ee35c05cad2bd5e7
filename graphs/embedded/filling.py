"""Values for typed arguments, found in the customer's words by each argument's JSON schema."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from graphs.embedded.parsers import addresses, confirmation, contact, dates, identifiers, money
from graphs.embedded.parsers.found import Found
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.toolcards import Argument, Kind

_WORD = re.compile(r"[a-z0-9']+")
_SAYS = re.compile(r"^\s*(?:it'?s|it is|that'?s|that is|i(?:'d| would) say|the answer is|um+|er+)[,: ]+", re.IGNORECASE)
_HOUSE = re.compile(r"\b(?:number|no\.?|house) ?(\d+[a-z]?)\b", re.IGNORECASE)
_NOT_NUMBER = re.compile(r"\b(\d{1,4}[a-z]?),? (?:and )?not (?:number )?\d{1,4}[a-z]?\b", re.IGNORECASE)
_ITS_NUMBER = re.compile(
    r"^\W*(?:\w+[\s,.]+){0,3}(?:it'?s|it is|should be|make (?:it|that)|i meant?) (\d{1,4}[a-z]?)\W*$", re.IGNORECASE
)
_ENDS = re.compile(r"\b(?:at the end|ends?|ending|last (?:bit|part|digits|three|two|four|one|few))\b", re.IGNORECASE)
_TAIL = 6
"""No correction of a number's end has more digits."""
_WHOLE = re.compile(r"\b(?:whole|entire|full|complete)\s+\w+", re.IGNORECASE)
"""Said of all of a thing: "my whole order" names no "Whole-home set"."""
_PARTS = {
    "half": 2,
    "a third": 3,
    "one third": 3,
    "a quarter": 4,
    "one quarter": 4,
    "50%": 2,
    "50 percent": 2,
    "25%": 4,
}
_NOT_THERE = r"(?:not|isn'?t|wont be|never) (?:in|at home|home|there|free|available|good|ok)"
_RULED_OUT = re.compile(
    rf"\b(?:can'?t|cannot|can not|won'?t|couldn'?t|unable|{_NOT_THERE}|no good|away|busy|doesn'?t (?:work|suit)"
    r"|don'?t suit|any(?:thing| day)? but|not)\b(?:(?!\b(?:so|but|can|could|would|please|instead|rather)\b)[^.?!;,])*",
    re.IGNORECASE,
)
"""What the customer cannot or will not, up to the end of the clause."""
_LONG_GONE = 120
_INSTEAD = re.compile(
    r"\b(?:make (?:it|that)|instead|change it to|move it to|rather|no wait|wait no|actually|i mean|sorry|to)\b",
    re.IGNORECASE,
)
_STEM, _SHARE = 4, 0.6
"""Words that begin with so many letters alike, and with so much of the shorter one, are taken for forms of one word:
"bills" and "billing", but not "instead" and "installation"."""


@dataclass(frozen=True)
class Moment:
    """When and where the customer speaks: "tomorrow" depends on it."""

    now: datetime
    zone: ZoneInfo


def parse(argument: Argument, text: str, moment: Moment) -> Any | None:
    """Return the value that the words give for an argument, or None where they say nothing of it."""
    match argument.kind:
        case "enum":
            return _enum(argument, text, moment)
        case "date":
            return _date(text, moment)
        case "number":
            return _number(argument, text)
        case "pattern":
            found = identifiers.find(text, argument.pattern or "", nouns=argument.nouns, rivals=argument.rivals)
            return found[0].value if found else None
        case _:
            finder = _FINDERS.get(argument.kind)
            values = [str(one.value) for one in finder(text)] if finder else []
            return values[0] if values else None


def parse_answer(argument: Argument, text: str, moment: Moment) -> Any | None:
    """Return the value in an answer to the question for this very argument: whatever was said, if it takes any text."""
    found = parse(argument, text, moment)
    if found is None and argument.kind == "money":
        return plain_amount(text)
    if found is not None or argument.kind not in ("free", "text", "boolean", "street"):
        return found
    if argument.kind == "free" and confirmation.read(text) is not None:
        return None
    if argument.kind == "boolean":
        return {"yes": True, "no": False}.get(confirmation.read(text) or "")
    if argument.kind == "street" and not re.search(r"\d", text):
        return None
    return _SAYS.sub("", text).strip(" .") or None


def plain_amount(text: str) -> str | None:
    """Return an amount that is said without its currency, where an amount is expected: "make it 15"."""
    found = money.find(text, asked=True)
    return str(found[0].value) if len(found) == 1 else None


def part_of_amount(text: str, amount: Decimal) -> str | None:
    """Return the share of an amount that the words ask for: "only half of it"."""
    said = f" {text.lower()} "
    share = next((share for words, share in _PARTS.items() if f" {words} " in said or f" {words}." in said), None)
    return None if share is None else f"{amount / share:.2f}"


def first_found(argument: Argument, texts: Sequence[str], moment: Moment) -> Any | None:
    """Return the value that the newest of several texts gives for an argument."""
    for text in reversed(texts):
        found = parse(argument, text, moment)
        if found is not None:
            return found
    return None


def renumbered(street: str, text: str) -> str | None:
    """Return a street with the house number that the words correct it to: "no, number 22", "it's 32 not 30"."""
    number = _HOUSE.search(text) or _NOT_NUMBER.search(text) or _ITS_NUMBER.search(text)
    return re.sub(r"\d+[a-z]?", number[1], street, count=1) if number else None


def redialled(number: str, text: str) -> str | None:
    """Return a telephone number with the end that the words correct it to: "454 at the end"."""
    digits = "".join(re.findall(r"\d", digitise(text).text)) if _ENDS.search(text) else ""
    return number[: -len(digits)] + digits if 0 < len(digits) <= _TAIL and len(number) > len(digits) else None


def mentioned(text: str, names: Sequence[str]) -> list[str]:
    """Return the names of which the words say most, whole words or nearly so; none if nothing is said of any.

    Of names that are said equally often those win that are said whole: "my speaker" is not the speaker's stand.
    """
    words = _WORD.findall(_WHOLE.sub(" ", text.lower()))
    # "Door bell" is a doorbell.
    said = [*words, *(f"{first}{second}" for first, second in pairwise(words))]
    hits = {
        name: sum(_says(said, word) for word in set(_WORD.findall(name.lower())) if len(word) > 2) for name in names
    }
    best = max(hits.values(), default=0)
    most = [name for name, count in hits.items() if count == best] if best else []
    whole = [
        name for name in most if hits[name] == len({word for word in _WORD.findall(name.lower()) if len(word) > 2})
    ]
    return whole or most


def _says(said: Sequence[str], word: str) -> bool:
    singular = word.rstrip("s") if len(word) > 3 else word
    return bool(get_close_matches(singular, [part.rstrip("s") for part in said], n=1, cutoff=0.85))


def _enum(argument: Argument, text: str, moment: Moment) -> str | None:
    spoken = {choice.replace("_", " "): choice for choice in argument.choices}
    if (said := _phrased(argument, text)) is not None:
        return said
    named = mentioned(text, list(spoken))
    parts = {str(found.value.part) for found in dates.find(text, moment.now, moment.zone)} & set(argument.choices)
    if not named and len(parts) == 1:
        return parts.pop()
    named = named or _same_stem(text, list(spoken))
    return spoken[named[0]] if len(named) == 1 else None


def _phrased(argument: Argument, text: str) -> str | None:
    """Return the choice that is said by the longest phrase; None where two are said alike, or none is."""
    said = f" {' '.join(_WORD.findall(text.lower()))} "
    found: dict[str, int] = {}
    for choice in argument.choices:
        phrases = (choice.replace("_", " "), *argument.phrasing.get(choice, ()))
        spoken = [" ".join(_WORD.findall(phrase)) for phrase in phrases]
        found[choice] = max((len(phrase.split()) for phrase in spoken if f" {phrase} " in said), default=0)
    best = max(found.values(), default=0)
    most = [choice for choice, words in found.items() if words == best]
    return most[0] if best and len(most) == 1 else None


def _same_stem(text: str, names: Sequence[str]) -> list[str]:
    said = _WORD.findall(text.lower())
    return [name for name in names if any(_akin(word, part) for word in said for part in _WORD.findall(name))]


def _akin(one: str, other: str) -> bool:
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike >= max(_STEM, _SHARE * min(len(one), len(other)))


def wished(text: str) -> str:
    """Return the words without what they rule out: "I can't do Tuesday" wishes for no Tuesday."""
    return _RULED_OUT.sub(" ", text) if _RULED_OUT.search(text) else text


def _date(text: str, moment: Moment) -> str | None:
    text = wished(text)
    today = moment.now.astimezone(moment.zone).date()
    days = [found.value for found in dates.find(text, moment.now, moment.zone)]
    # "After five" and "in the morning" name no day.
    said = [day.first for day in days if not (day.any_day and day.first <= today)]
    if not said:
        return None
    if _INSTEAD.search(text):
        # "My visit on Tuesday, can we make it Thursday?"
        said = said[-1:]
    # A day of the year that has long gone by is the next one of that name.
    coming = (today - said[0]).days > _LONG_GONE and not re.search(r"\b20\d\d\b", text)
    return (said[0].replace(year=said[0].year + 1) if coming else said[0]).isoformat()


def _number(argument: Argument, text: str) -> int | float | None:
    found = re.search(r"(?<![\w-])\d+(?:\.\d+)?(?![\w-])", text)
    if found is None:
        return None
    return int(found[0]) if argument.definition.get("type") == "integer" and found[0].isdigit() else float(found[0])


_FINDERS: Mapping[Kind, Callable[[str], Sequence[Found[Any]]]] = {
    "money": money.find,
    "postcode": addresses.find_postcodes,
    "street": addresses.find_streets,
    "email": contact.find_emails,
    "phone": contact.find_phones,
}
