"""Search by words, for what vectors blur: product names, error codes, amounts."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SATURATION = 1.2
"""How soon a word that is repeated stops counting (k1)."""
_LENGTH = 0.6
"""How much a long passage is marked down (b)."""
_WORD = re.compile(r"[a-z0-9]+(?:[.-][0-9]+)*")
_ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e|ly)$")
_EMPTY_WORDS = frozenset(
    _WORD.findall(
        """
        a about after again all also am an and any are as at be been before but by can cannot could did do does doing
        don for from get give go got had has have he her here him his how i if in into is it its just let ll long many
        may me more much must my need no not now of on one only or our out over own please re s say she should so some
        t tell than that the their them then there these they this to too up us use ve very want was we were what when
        where which while who why will with would you your
        """
    )
)


@dataclass(frozen=True)
class WordIndex:
    """An inverted index: word -> rows and their weights, ready to be added up."""

    size: int
    weights: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
    best: dict[str, float]
    """The most that each word can add."""
    unknown: float
    """What a word of no passage would add: the more a question has of those, the less it is about us."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "WordIndex":
        """Index texts; the row of a text is its position."""
        counted = [Counter(words(text)) for text in texts]
        lengths = [sum(counts.values()) for counts in counted]
        usual = max(1.0, sum(lengths) / max(1, len(lengths)))
        rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, counts in enumerate(counted):
            brake = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[row] / usual)
            for word, count in counts.items():
                rows[word].append((row, count * (_SATURATION + 1) / (count + brake)))
        weights, best = {}, {}
        for word, found in rows.items():
            rarity = _rarity(len(found), len(texts))
            weights[word] = (np.array([r for r, _ in found]), rarity * np.array([w for _, w in found]))
            best[word] = rarity * (_SATURATION + 1)
        return cls(len(texts), weights, best, _rarity(0, len(texts)) * (_SATURATION + 1))

    def scores(self, query: str) -> NDArray[np.float64]:
        """Say for each row how much of the question's words it holds, from 0 to 1."""
        scores = np.zeros(self.size)
        asked = set(words(query))
        for word in asked & self.weights.keys():
            rows, weights = self.weights[word]
            scores[rows] += weights
        return scores / max(1e-9, sum(self.best.get(word, self.unknown) for word in asked))


def words(text: str) -> list[str]:
    """Return the words that carry meaning, without their endings."""
    plain = text.lower().replace("wi-fi", "wifi").replace("e-mail", "email").replace("'", "")
    return [_ENDINGS.sub("", word) for word in _WORD.findall(plain) if word not in _EMPTY_WORDS]


def _rarity(holding: int, size: int) -> float:
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5))
