"""Several choices of one argument wished for at once: "my bills and my parcels". One is done after the other."""

import re

from graphs.embedded.parsers import addresses, choices, contact, contrast
from graphs.embedded.toolcards import Argument

_WORD = re.compile(r"[a-z0-9']+")
_LIKE_ANOTHER = re.compile(
    r"\b(?:same (?:one |address )?as|match(?:es|ing)?|like|as|where|different (?:from|to)|to)"
    r"\s+(?:(?:the|my|our|for)\s+)*$"
)
"""Before a choice: it only says what the other one is to be like."""
_VALUES = (addresses.find_streets, addresses.find_postcodes, contact.find_emails, contact.find_phones)


def choices_wished(argument: Argument, text: str) -> tuple[str, ...]:
    """Return the listed values that are wished for together, in the order in which they are said; none if one is."""
    places = {choice: _place(argument, choice, contrast.wanted(text)[0]) for choice in argument.choices}
    named = sorted((place, choice) for choice, place in places.items() if place is not None)
    if len(named) > 1:
        return tuple(choice for _, choice in named)
    return argument.choices if choices.everything(text) and len(argument.choices) > 1 else ()


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
