"""Several things wished for at once: "my bills and my parcels", "restart both". One is done after the other."""

import re
from collections.abc import Sequence

from graphs.embedded.naming import meant
from graphs.embedded.parsers import addresses, choices, contact, contrast
from graphs.embedded.rows import Row
from graphs.embedded.toolcards import Argument, ToolCard

_WORD = re.compile(r"[a-z0-9']+")
_LIKE_ANOTHER = re.compile(
    r"\b(?:same (?:one |address )?as|match(?:es|ing)?|like|as|(?<!and )(?<!then )(?<!plus )(?<!for )where"
    r"|different (?:from|to)|to)"
    r"\s+(?:(?:the|my|our|for)\s+)*$"
)
"""Before a choice: it only says what the other one is to be like."""
_CALLED = 3
"""A record is called by its first fields."""
_WRITTEN = ("email", "phone", "postcode", "street")
_VALUES = (addresses.find_streets, addresses.find_postcodes, contact.find_emails, contact.find_phones)


def choices_wished(argument: Argument, text: str) -> tuple[str, ...]:
    """Return the listed values that are wished for together, in the order in which they are said; none if one is."""
    places = {choice: _place(argument, choice, contrast.wanted(text)[0]) for choice in argument.choices}
    named = sorted((place, choice) for choice, place in places.items() if place is not None)
    if len(named) > 1:
        return tuple(choice for _, choice in named)
    return argument.choices if choices.everything(text) and len(argument.choices) > 1 else ()


def several_choices(card: ToolCard, argument: Argument, said: Sequence[str]) -> Sequence[str]:
    """Return the choices that are wished for at once, where the other values hold for each: "bills and parcels"."""
    written = any(one.kind in _WRITTEN for one in card.required)
    if argument.kind != "enum" or card.effect != "write" or not written:
        return ()
    return next((found for text in reversed(said) if (found := choices_wished(argument, text))), ())


def records_wished(card: ToolCard, argument: Argument, rows: Sequence[Row], said: Sequence[str]) -> tuple[Row, ...]:
    """Return the records that a write is wished for at once, where it needs nothing else; none if one is."""
    if card.effect != "write" or [argument] != list(card.required) or card.optional or len(rows) < 2:
        return ()
    names = {" ".join(_called(row, argument)) or str(row[argument.name]): row for row in rows}
    if len(names) < len(rows):
        return ()
    for text in reversed(said):
        if choices.both(text) or choices.everything(text):
            return tuple(rows)
        if found := meant(text, list(names)):
            return tuple(names[name] for name in found) if 1 < len(found) < len(names) or _joined(text) else ()
    return ()


def _joined(text: str) -> bool:
    return re.search(r"\b(?:and|plus|as well as|n)\b|&|,", text, re.IGNORECASE) is not None


def again_with(card: ToolCard, argument: Argument, row: Row) -> str:
    """Word the wish for another record: "restart device smart speaker"."""
    called = next(iter(_called(row, argument)), str(row[argument.name]))
    return f"{card.name.replace('_', ' ')} {called}"


def _called(row: Row, argument: Argument) -> list[str]:
    """Return the names by which a record is called, which are no number and no time."""
    values = list(row.items())[:_CALLED]
    return [str(v) for name, v in values if name != argument.name and isinstance(v, str) and not re.search(r"\d", v)]


def again_for(argument: Argument, choice: str, text: str, lead: str) -> str:
    """Word the wish for another choice: in the customer's words where they give it its own values, else as the same."""
    several = any(len({one.value for one in find(text)}) > 1 for find in _VALUES)
    for part in reversed(_parts(text)) if several else ():
        if _place(argument, choice, part) is not None and any(find(part) for find in _VALUES):
            return part
    return f"{lead} {choice}"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[.;!?]+\s|\band\b|\n", text) if part.strip()]


def _place(argument: Argument, choice: str, text: str) -> int | None:
    """Return where a choice is named, but for what only compares with it."""
    said = f" {' '.join(_WORD.findall(text.lower()))} "
    phrases = (choice.replace("_", " "), *argument.phrasing.get(choice, ()))
    found = [said.find(f" {phrase} ") for phrase in phrases]
    places = [place for place in found if place >= 0 and not _LIKE_ANOTHER.search(said[: place + 1])]
    return min(places, default=None)
