"""Which of several names the customer's words say, and which of them are wished for."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from graphs.apostrophes import straight
from graphs.embedded.asking import asks
from graphs.embedded.parsers import contrast

_WORD = re.compile(r"[a-z0-9']+")
_WHOLE = re.compile(r"\b(?:whole|entire|full|complete)\s+\w+", re.IGNORECASE)
"""Said of all of a thing: "my whole order" names no "Whole-home set"."""
_JOINED = re.compile(r"\b(?:and|n|plus|as well as)\b|[,;&+]", re.IGNORECASE)
_COMPANY = (
    r"\b(?:with|besides|beside|in the same (?:box|order|parcel|delivery) as)\s+"
    r"(?:(?:the|my|a|an|that|this|its|our)\s+)?(?:(?:{words})s?\b\s*)+"
)
"""What something was bought with is not itself meant: "the plug I got along with the speaker"."""
_UNWANTED = re.compile(
    r"\b(?:don'?t|do not|no longer) (?:want|need|like)\b(?! to\b)(?![^.,;!?]*\b(?:refund|return|back)\w*)",
    re.IGNORECASE,
)
"""Who does not want a thing any more gives it back."""
_SENTENCE = re.compile(
    r"[.;:!?]+(?=\s|$)|,(?=\s|$)|\s-+\s|\b(?:but|so)\b|\band (?=(?:i|it|we|can|could|may|might|would|the|my)\b)|\n+",
    re.I,
)
_STANDS_FOR = re.compile(
    r"\b(?:it|that|this|just that|only that|that one|this one|that bit|that thing|the thing|that item|that part)\b"
    r"(?!'?s? (?:came|comes|arrived|keeps|is|was|i|we|you|my|the)\b)(?! (?:order|card|week|day|month)\b)",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\bitself\b|\bi (?:mean|meant)\b|\bwhat i mean\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[.!?;])\s+")
_GOES_BACK = re.compile(
    r"\b(?:go(?:es|ing)?|sen[dt](?:ing)?|giv(?:e|ing)|money|cash) (?:\w+ )?back\b|\b(?:return|refund)", re.I
)
_SINGLED_OUT = re.compile(
    r"\b(?:it'?s|it is|it was)(?: only| just)? (?:the|my|that) (?P<cleft>(?:[\w'-]+ ){1,3}?)(?:that |which )?(?:i|we)"
    r"(?:'d| would|'m|'re)? (?:want|mean|meant|like|need|don'?t|sending|returning|after)\b"
    r"|^\W*(?:yes|yeah|yep|ok|okay) (?:to|for|on)(?: just| only)? (?P<agreed>[^.;!?]+)",
    re.IGNORECASE,
)
"""What is wished for amid others that are only spoken of: "it's the plug I want shot of", "yes for the speaker"."""
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
    text = straight(text)
    if (single := _SINGLED_OUT.search(text)) and len(only := _each(single["cleft"] or single["agreed"], names)) == 1:
        return only
    text = _UNWANTED.sub("return", text)
    if len(asked := _asked_for(text, names)) == 1:
        return asked
    wished, out = contrast.wanted(text)
    for reading in _readings(text, wished, names):
        if found := _each(reading, names):
            return _stood_for(text, names, found) if len(found) > 1 else found
    left_out = _each(out, names)
    rest = [name for name in names if name not in left_out]
    return rest if left_out and rest else _each(text, names)


def _asked_for(text: str, names: Sequence[str]) -> list[str]:
    """Return the one name in the sentences that ask for something, where others only tell: "..., refund the plug"."""
    sentences = _FULL_STOP.split(text)
    wishes = [one for one in sentences if asks(one) or _GOES_BACK.search(one)] if len(sentences) > 1 else []
    named = [_each(_alone(contrast.wanted(one)[0], names), names) for one in wishes]
    return next((found for found in named if found), []) if sum(map(bool, named)) == 1 else []


def spelt_out(text: str, nicknames: Sequence[str]) -> str:
    """Return a text with what customers call a thing as records call it: each nickname is "cam: camera"."""
    for said, _, name in (pair.partition(": ") for pair in nicknames):
        text = re.sub(rf"(?<![\w'-]){re.escape(said)}(?![\w'-])", name, text, flags=re.IGNORECASE)
    return text


def accompanied(text: str, names: Sequence[str]) -> bool:
    """Whether words name only what something was bought with: "the one that came with the stand"."""
    return bool(_each(text, names)) and not _each(_alone(text, names), names)


def _stood_for(text: str, names: Sequence[str], found: list[str]) -> list[str]:
    """Of several that are named, return the one that is meant at the end: "..., the stand is too wide. I return that".

    That is the one that the words before "it" are about, or that which is meant in so many words.
    """
    clauses = [clause for clause in _SENTENCE.split(text) if clause.strip()]
    named = [_each(_alone(clause, names), names) for clause in clauses]
    for clause, said in zip(reversed(clauses), reversed(named), strict=True):
        if len(said) == 1 and _MEANT.search(clause):
            return said
    last = next((at for at in reversed(range(len(clauses))) if not named[at] and _STANDS_FOR.search(clauses[at])), 0)
    before = next((said for said in reversed(named[:last]) if said), found)
    if len(before) == 1 and not any(named[last:]):
        return before
    return found


def spelt(text: str, name: str) -> bool:
    """Whether a name is said whole, a slip of a finger apart: "termostat"."""
    words = _words(name)
    said = _said(text)
    return sum(len(word) for word in words) >= _TELLING and all(_says(said, word) for word in words)


def _readings(text: str, wished: str, names: Sequence[str]) -> Iterator[str]:
    yield _alone(contrast.only(text), names)
    yield _alone(wished, names)
    yield wished


def _alone(text: str, names: Sequence[str]) -> str:
    """Return the words without what something was bought with."""
    words = "|".join(sorted({re.escape(word) for name in names for word in _words(name)}, key=len, reverse=True))
    return re.sub(_COMPANY.format(words=words or "(?!)"), " ", text, flags=re.IGNORECASE)


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
