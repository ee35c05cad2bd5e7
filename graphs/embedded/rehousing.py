"""Another house or flat in the customer's own street: "you've got me as 3, it's 83". The rest is read where it is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graphs.embedded.amending import amended_value
from graphs.embedded.candidates import Lookup
from graphs.embedded.frames import Frame
from graphs.embedded.history import History
from graphs.embedded.parsers import addresses
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.unchanged import as_it_is, kept_in, values_of

_NUMBER = re.compile(r"(?<![\w£.:/-])(\d{1,4})([a-h]?)(?![\w:£%/-]|\.\d)", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"(\d{1,4})([a-h]?)", re.IGNORECASE)
_SAME = re.compile(
    r"\b(?:same|right|correct) (?:street|road|close|lane|avenue|building|block|terrace|row|everything|place)\b"
    r"|\bnext[ -]door\b|\bdoors? (?:up|down|along|away|further)\b|\bacross the (?:road|street|hall|landing)\b",
    re.IGNORECASE,
)
"""The street is the one that is known."""
_UNIT = re.compile(r"\b(?:flat|apartment|apt|unit)\b", re.IGNORECASE)
_HOUSE = re.compile(r"\d+[a-z]?(?=\D*$)", re.IGNORECASE)


def as_kept(
    frame: Frame, argument: Argument, value: Any | None, cards: Mapping[str, ToolCard], history: History
) -> Any | Lookup | None:
    """Return the value that was said, or what words leave as it is kept now, or where to read that."""
    stays = as_it_is(frame, argument, cards, history) if value is None else None
    if stays is not None or not _may_be_own(frame, argument, value, cards, history):
        return value if stays is None else stays
    source = kept_in(cards, argument)
    if source is None:
        return value
    read = history.found(source.name, {})
    if read is None:
        return Lookup(source.name, {})
    own = _own(frame, read.content, cards[frame.tool])
    if argument.kind == "postcode":
        return next((code for street, code in own if _same_name(street, _street_of(frame, cards))), value)
    rehoused = {new for street, _ in own if (new := _rehoused(street, frame.said, value)) is not None}
    return rehoused.pop() if len(rehoused) == 1 else value


def _may_be_own(
    frame: Frame, argument: Argument, value: Any | None, cards: Mapping[str, ToolCard], history: History
) -> bool:
    """Whether words may speak of a house in the customer's own street: they name a number and no postcode."""
    if argument.kind not in ("street", "postcode") or any(addresses.find_postcodes(text) for text in frame.said):
        return False
    if argument.kind == "postcode":
        source = kept_in(cards, argument)
        read = source is not None and history.found(source.name, {}) is not None
        return value is None and (read or any(_SAME.search(one) or len(_numbers(one)) > 1 for one in frame.said))
    return any(_numbers(_without_streets(text)) for text in frame.said)


def _own(frame: Frame, content: Any, card: ToolCard) -> list[tuple[str, str]]:
    """Return the street and postcode of the address that is to be changed."""
    names = {argument.kind: argument.name for argument in card.arguments}
    streets, codes = (dict(values_of(content, names.get(kind, kind))) for kind in ("street", "postcode"))
    chosen = {str(value) for value in frame.arguments.values()}
    paths = [path for path in streets if chosen & set(path)] or list(streets)
    return [(streets[path], codes.get(path, "")) for path in paths]


def _rehoused(own: str, said: Sequence[str], value: Any | None) -> str | None:
    """Return the own street with the house or the flat that the words give instead of the one that is kept."""
    if value is not None and not (_same_name(own, str(value)) and _house(own) == _house(str(value))):
        return None
    for text in reversed(said):
        plain = digitise(text).text
        known = {found[1] for found in _OWN_NUMBER.finditer(own)} & {found[1] for found in _NUMBER.finditer(plain)}
        if known or _SAME.search(text):
            new = amended_value("street", own, text if value is None else _without_streets(text))
            return new if new is not None and new != own else _named_after(own, plain)
    return None


def _named_after(own: str, text: str) -> str | None:
    """Take the one number that is said after the one that is kept: "he left it at 4, I live at 14"."""
    found = [(match[0].lower(), match.start()) for match in _NUMBER.finditer(text)]
    for part in (_unit(own), _house(own)):
        at = next((place for number, place in found if number == part), None)
        later = {number for number, place in found if at is not None and place > at and number != part}
        if at is not None and len(later) == 1:
            before, _, after = own.lower().partition(part)
            return addresses.capitals(f"{before}{later.pop()}{after}")
    return None


def _unit(street: str) -> str:
    number = _OWN_NUMBER.search(street) if _UNIT.search(street) else None
    return number[0].lower() if number else ""


def _house(street: str) -> str:
    found = _HOUSE.search(street)
    return found[0].lower() if found else ""


def _same_name(own: str, street: str) -> bool:
    """Whether two streets have one name, however its kind is written: "Station Road" and "station rd"."""
    one, other = (re.findall(r"[a-z']+", name.lower().rpartition(_house(name))[2]) for name in (own, street))
    return bool(one and other) and one[:-1] == other[:-1] and one[-1][0] == other[-1][0]


def _street_of(frame: Frame, cards: Mapping[str, ToolCard]) -> str:
    named = (a.name for a in cards[frame.tool].arguments if a.kind == "street")
    return str(frame.arguments.get(next(named, ""), ""))


def _numbers(text: str) -> list[str]:
    return [match[0] for match in _NUMBER.finditer(digitise(text).text)]


def _without_streets(text: str) -> str:
    for street in reversed(addresses.find_streets(text)):
        text = f"{text[: street.start]}, {text[street.end :]}"
    return text
