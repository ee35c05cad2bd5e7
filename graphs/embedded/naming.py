"""Which of several names the customer's words say, and which of them are wished for."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from graphs.embedded.parsers import contrast

_WORD = re.compile(r"[a-z0-9']+")
_WHOLE = re.compile(r"\b(?:whole|entire|full|complete)\s+\w+", re.IGNORECASE)
"""Said of all of a thing: "my whole order" names no "Whole-home set"."""
_JOINED = re.compile(r"\b(?:and|n|plus|as well as)\b|[,;&+]", re.IGNORECASE)
_COMPANY = r"\b(?:with|besides|beside)\s+(?:(?:the|my|a|an|that|this|its|our)\s+)?(?:(?:{words})s?\b\s*)+"
"""What something was bought with is not itself meant: "the plug I got along with the speaker"."""
_UNWANTED = re.compile(
    r"\b(?:don'?t|do not|no longer) (?:want|need|like)\b(?! to\b)(?![^.,;!?]*\b(?:refund|return|back)\w*)",
    re.IGNORECASE,
)
"""Who does not want a thing any more gives it back."""
_LIKE = 0.85
_TELLING = 6
"""A name of fewer letters is taken at its word only."""


def mentioned(text: str, names: Sequence[str]) -> list[str]:
    """Return the names of which the words say most, whole words or nearly so; none if nothing is said of any.

    Of names that are said equally often those win that are said whole: "my speaker" is not the speaker's stand.
    """
    said = _said(text)
    hits = {name: sum(_says(said, word) for word in _words(name)) for name in names}
    best = max(hits.values(), default=0)
    most = [name for name, count in hits.items() if count == best] if best else []
    whole = [name for name in most if hits[name] == len(_words(name))]
    return whole or most


def meant(text: str, names: Sequence[str]) -> list[str]:
    """Return the names that are wished for, in the order in which they are said; several where each of them is named.

    What is to be kept is not wished for, and where only that is said, the others are: "not the plug".
    """
    text = _UNWANTED.sub("return", text.replace("\u2019", "'"))
    wished, out = contrast.wanted(text)
    for reading in _readings(text, wished, names):
        if found := _each(reading, names):
            return found
    left_out = _each(out, names)
    rest = [name for name in names if name not in left_out]
    return rest if left_out and rest else _each(text, names)


def spelt(text: str, name: str) -> bool:
    """Whether a name is said whole, a slip of a finger apart: "termostat"."""
    words = _words(name)
    said = _said(text)
    return sum(len(word) for word in words) >= _TELLING and all(_says(said, word) for word in words)


def _readings(text: str, wished: str, names: Sequence[str]) -> Iterator[str]:
    words = "|".join(sorted({re.escape(word) for name in names for word in _words(name)}, key=len, reverse=True))
    company = re.compile(_COMPANY.format(words=words or "(?!)"), re.IGNORECASE)
    limited = contrast.only(text)
    yield company.sub(" ", limited)
    yield company.sub(" ", wished)
    yield wished


def _each(text: str, names: Sequence[str]) -> list[str]:
    """Return the names that are said one by one; one alone where the words say no more than what two have in common."""
    found: list[str] = []
    for part in _JOINED.split(text):
        said = _shortest(mentioned(part, names))
        if said is not None and said not in found:
            found.append(said)
    return found


def _shortest(names: Sequence[str]) -> str | None:
    """Return the name that the others only add to: "speaker" is the speaker and not its stand."""
    shared = [name for name in names if all(_words(name) <= _words(other) for other in names)]
    return shared[0] if len(shared) == 1 else None


def _said(text: str) -> list[str]:
    words = _WORD.findall(_WHOLE.sub(" ", text.lower()))
    # "Door bell" is a doorbell.
    return [*words, *(f"{first}{second}" for first, second in pairwise(words))]


def _words(name: str) -> set[str]:
    return {word for word in _WORD.findall(name.lower()) if len(word) > 2}


def _says(said: Sequence[str], word: str) -> bool:
    singular = word.rstrip("s") if len(word) > 3 else word
    return bool(get_close_matches(singular, [part.rstrip("s") for part in said], n=1, cutoff=_LIKE))
