"""Which candidates words call by a name, misspelt ones too."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from graphs.embedded.parsers.facts import STOP, WORD, names_of

_ALIKE = 0.82
"""Words as like as this are one word, misspelt: difflib's ratio, 0 to 1."""


def by_name(text: str, candidates: Sequence[Mapping[str, Any]]) -> list[int]:
    """Find the candidates whose own words the text uses most; words that all of them share say nothing."""
    said = WORD.findall(text.lower())
    # "Door bell" is a doorbell.
    joined = [f"{first}{second}" for first, second in pairwise(said) if not STOP & {first, second}]
    words = [word for word in [*said, *joined] if word not in STOP and not word.isdigit()]
    own = [names_of(candidate) for candidate in candidates]
    shared = set.intersection(*own) if len(own) > 1 else set()
    scores = [sum(_alike(word, names - shared) for word in words) for names in own]
    best = max(scores)
    return [index for index, score in enumerate(scores) if best >= _ALIKE and score > best - 0.3]


def _alike(word: str, names: set[str]) -> float:
    if word in names or word.rstrip("s") in names:
        return 1.0
    if len(word) < 4 or not names:
        return 0.0
    best = max(SequenceMatcher(None, word, name).ratio() for name in names)
    return best if best >= _ALIKE else 0.0
