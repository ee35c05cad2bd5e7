"""Typing errors in the words that matter: an unknown word close to one of the examples' words is read as that word."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

SHORTEST, LONGEST = 4, 20
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_IDENTIFIER = re.compile(r"\b[A-Za-z]{1,5}-?\d{3,}(?:-\w+)*\b")
_HESITATION = re.compile(r"(?<!\S)(?:u+m+|e+r+m*|u+h+m*|hm+),?(?!\S)", re.IGNORECASE)
_HARDLY_HOPED = re.compile(
    r"\b(?:i )?(?:don['\u2019]?t|do not) (?:suppose|imagine) (?:that )?"
    r"(?P<who>you|we|i|he|she|it|they|someone|somebody|(?:the|my|that|your) \w+) (?P<may>could|can|might)\b",
    re.IGNORECASE,
)
"""A wish put as what is hardly hoped for: "don't suppose you could take the lamp, too?"."""


def plain(text: str) -> str:
    """Return a text without the numbers of records and the ums, and with each wish put as one."""
    said = _HARDLY_HOPED.sub(r"\g<may> \g<who>", _HESITATION.sub(" ", _IDENTIFIER.sub(" ", text)))
    return re.sub(r"\s+", " ", said).strip() or text


class Spelling:
    """The words of the examples, which are corrected to, and all words that are left as they are."""

    def __init__(self, texts: Iterable[str], words: Collection[str] = ()) -> None:
        """Learn the words of texts; `words` are others that are rightly spelt."""
        counts = Counter(word for text in texts for word in {word.lower() for word in _WORD.findall(text)})
        # A word that only one text holds may be a typing error itself.
        common = {word: count for word, count in counts.items() if count > 1}
        self._seen = frozenset(counts)
        self._known = frozenset(words or counts) | common.keys()
        self._by_letter: dict[str, list[tuple[str, int]]] = {}
        for word, count in common.items():
            if len(word) >= SHORTEST:
                self._by_letter.setdefault(word[0], []).append((word, count))

    def corrected(self, text: str) -> str:
        """Return the text with unknown words replaced by the known word they are close to."""
        return _WORD.sub(lambda match: self._nearest(match[0]), text)

    def knows_any(self, text: str) -> bool:
        """Whether a text holds a word that is rightly spelt or nearly so, or anything but letters to go by."""
        words = [word.lower() for word in _WORD.findall(text)]
        return not words or any(self._knows(word) or self._nearest(word) != word for word in words)

    def _knows(self, word: str) -> bool:
        return word in self._known or word in self._seen

    def _nearest(self, written: str) -> str:
        word = written.lower()
        if not SHORTEST <= len(word) <= LONGEST or word in self._known or "'" in word:
            return written
        allowed = 1 if len(word) < 6 else 2
        near = [
            (slips, -count, candidate)
            for candidate, count in self._by_letter.get(word[0], ())
            if abs(len(candidate) - len(word)) <= allowed
            and not (word.startswith(candidate) or candidate.startswith(word))  # an ending is no typing error
            and (slips := distance(word, candidate)) <= allowed
        ]
        return min(near)[2] if near else written


def distance(a: str, b: str) -> int:
    """Count the letters left out, put in, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
