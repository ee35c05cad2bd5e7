"""Where a message may be cut: between clauses each of which may ask for something of its own."""

import re
from dataclasses import dataclass

from graphs.embedded.asking import asks
from graphs.embedded.parsers import addresses, contact
from graphs.embedded.parsers.found import Found

MOST = 6
"""No message is cut into more parts."""
_CUT = re.compile(
    r"(?P<mark>(?<=[a-zA-Z\d)])[.!?;]+(?:\s+|$)|\n+|\s*[,;]?\s+(?:(?:and|plus|then|but)\s+(?:also|then"
    r"|while)|and|n|&|also|plus|as well as|another thing|secondly|then)\s+|\s*,\s+)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")
_LEADING = re.compile(
    r"^(?:(?:hi|hello|hey|so|well|ok|please|pls|and|also|then|can|could|would|will|you|i|i'd|we|want|wanna"
    r"|need|like|have|to|just|to|kindly|let|me)\s+)*",
    re.IGNORECASE,
)
_COMING = re.compile(r"\b(?:come|comes|coming|go|try)$", re.IGNORECASE)
"""Before "and" it is half a verb: "come and look at my line"."""
_TOWN = re.compile(r"(?:[a-z][\w'-]*\s+){0,3}[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
"""After the comma of a street it is the rest of an address."""
_BARE = re.compile(r"\s*(?:the|my|our|an?)\s+\w+(?:\s+\w+)?\W*(?:$|(?<=[.?!])\s)", re.IGNORECASE)
"""Only one more thing that the same is wanted for: "refund the speaker and the doorbell"."""
_VALUE = re.compile(
    r"^(?:and\s+)?(?:the|my|its|it's|that's|with|at|in|on|for|from|by)?\s*(?:new\s+)?(?:\w+\s+){0,3}?(?:is"
    r"|are|should be|will be|=|:)\s+",
    re.I,
)
_TWO_THINGS = re.compile(
    r"(?P<lead>.+?)\s+(?P<one>(?:the|my|our|any|all)\s+(?:\w+\s+){1,2}?)(?:and|&|plus|as well as)\s+"
    r"(?P<two>(?:(?:the|my|our|any|all)\s+)?\w+(?:\s+\w+)?\W*)$",
    re.IGNORECASE | re.DOTALL,
)
_EXCLAIMS = re.compile(
    r"^(?:(?:well|oh|now|and|so|but)[,.! ]+)*(?:(?:would|can|could|will) (?:you|u|ye) (?:believe|credit|adam and eve)"
    r" (?:it|this|that)|(?:do )?(?:you )?know what|guess what)\b[,.!? ]+(?=\w+\W+\w)",
    re.IGNORECASE,
)
"""Asks nothing: "would you believe it, he has mended it himself"."""
_LONGEST_VALUE = 160


@dataclass(frozen=True)
class Clause:
    """A part of a message."""

    text: str
    begins: bool
    """Whether it stands at the beginning of a sentence or after a word such as "and", and not only after a comma."""


def without_exclamation(text: str) -> str:
    """Return a text without what it only exclaims at its beginning."""
    return _EXCLAIMS.sub("", text)


def clauses(text: str) -> list[Clause]:
    """Cut at the boundaries after which a clause of its own may stand."""
    text = _SPACES.sub(" ", text)
    found: list[Clause] = []
    start, begins = 0, True
    for match in _CUT.finditer(text):
        if len(found) == MOST - 1:
            break
        left, right = text[start : match.start()].strip(" ,;"), text[match.end() :]
        if not _may_cut(left, match["mark"].strip().lower(), right):
            continue
        mark = match["mark"].strip(" ,;.!?\n")
        found.append(Clause(text[start : match.end()].strip() if not mark else left, begins))
        # "also" stays with the clause that it begins.
        start = match.start() + match["mark"].lower().find("also") if "also" in mark.lower() else match.end()
        begins = match["mark"].strip() != ","
    found.append(Clause(text[start:].strip(), begins))
    return [clause for clause in found if clause.text]


def two_things(text: str) -> list[str]:
    """Return what is asked of each of two things that one verb asks for: "show me my orders and my invoices"."""
    found = _TWO_THINGS.match(text.strip())
    return [f"{found['lead']} {found[thing].strip()}" for thing in ("one", "two")] if found else []


def _may_cut(left: str, mark: str, right: str) -> bool:
    if _COMING.search(left) and mark == "and":
        return False
    if mark == "," and _TOWN.match(right) and addresses.find_streets(left[-_LONGEST_VALUE:]):
        return False
    return _stands_alone(left) and not (right.strip() and not _stands_alone(right)) and not _BARE.match(right)


def _stands_alone(clause: str) -> bool:
    """Say whether there is more than a lone verb: "I want to cancel" (and rebook my visit) is no clause of its own."""
    return len(_LEADING.sub("", clause.strip()).split()) > 1


def is_value(clause: str) -> bool:
    """Say whether a clause only gives a value: "and the postcode is BS1 6ZJ"."""
    if len(clause) > _LONGEST_VALUE:
        return False
    values = _values(clause)
    if not values or asks(clause):
        return False
    left = len(re.sub(r"\W+", "", clause)) - sum(len(re.sub(r"\W+", "", value.text)) for value in values)
    return _VALUE.match(clause) is not None or left < 8


def holds_value(text: str) -> bool:
    """Say whether a text gives an address, a number or the like, whatever else it says."""
    return bool(_values(text))


def _values(text: str) -> list[Found[str]]:
    return [
        *addresses.find_postcodes(text), *addresses.find_streets(text),
        *contact.find_emails(text), *contact.find_phones(text),
    ]  # fmt: skip
