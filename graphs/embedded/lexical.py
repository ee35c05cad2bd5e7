"""The letters and words of a text as a sparse vector: what sentence vectors lose, such as names and exact wording.

Term frequency times inverse document frequency over words, pairs of words, and runs of two to five letters within a
word (G. Salton, C. Buckley, Term-weighting approaches in automatic text retrieval, 1988). Applied without scikit-learn,
which a server would take a second to import.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Weighed = tuple[Integers, Floats]
"""The columns of a text's terms, each once, and their weights."""

LETTERS = range(2, 6)
"""How long the runs of letters are."""
OF_LETTERS = 2 / 3
"""The share of likeness that runs of letters have; words have the rest."""
RAREST = 2
"""A term that only one text holds can make no two texts alike."""
FREQUENT = 0.01
"""The share of texts from which a term counts as frequent."""
ROWS_AT_ONCE = 2000
CHARACTERS = 2000
"""Of a longer text only the beginning is looked at."""
_WORD = re.compile(r"\w+")
_MARK = "\t"
_BREAK = "\n"
"""Stands between the terms in a file; no term holds it."""


@dataclass(frozen=True)
class Lexicon:
    """The terms that are known, each with its column and its weight."""

    columns: Mapping[str, int]
    weights: Floats
    """The inverse document frequency of each column."""

    @classmethod
    def fit(cls, texts: Iterable[str]) -> "Lexicon":
        """Learn the terms that at least two texts hold."""
        counts: Counter[str] = Counter()
        size = 0
        for text in texts:
            counts.update(set(terms(text)))
            size += 1
        kept = sorted(term for term, count in counts.items() if count >= RAREST)
        weights = [math.log((1 + size) / (1 + counts[term])) + 1 for term in kept]
        return cls({term: column for column, term in enumerate(kept)}, np.array(weights, np.float32))

    def weigh(self, text: str) -> Weighed:
        """Return the columns of a text's terms and their weights; the likeness of two texts is the dot product."""
        columns: list[int] = []
        weights: list[float] = []
        for share, part in ((1 - OF_LETTERS, _words(text)), (OF_LETTERS, _runs(text))):
            known = Counter(column for term in part if (column := self.columns.get(term)) is not None)
            found = [(1 + math.log(count)) * float(self.weights[column]) for column, count in known.items()]
            length = math.sqrt(sum(weight * weight for weight in found) / share) or 1.0
            columns.extend(known)
            weights.extend(weight / length for weight in found)
        return np.array(columns, np.int32), np.array(weights, np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this lexicon again."""
        joined = np.frombuffer(_BREAK.join(self.columns).encode(), np.uint8)
        return {"lexicon_terms": joined, "lexicon_weights": self.weights}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Lexicon":
        """Make a lexicon from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        joined = arrays["lexicon_terms"].astype(np.uint8).tobytes().decode()
        columns = {term: column for column, term in enumerate(joined.split(_BREAK) if joined else ())}
        weights = np.asarray(arrays["lexicon_weights"], np.float32)
        if weights.shape != (len(columns),):
            raise ValueError("the lexicon is damaged")
        return cls(columns, weights)


def gram(weighed: Sequence[Weighed], columns: int) -> Floats:
    """Return how alike each weighed text is to each other one.

    Terms that many texts hold are multiplied as a dense matrix, the many rare ones as a sparse one: on ten thousand
    texts a tenth of the time that either alone takes.
    """
    from scipy import sparse  # only learning needs it, a running server does not

    held = matrix(weighed, columns).tocsc()
    frequent = np.diff(held.indptr) > max(FREQUENT * len(weighed), 1)
    dense = held[:, frequent].toarray()
    alike = np.asarray(dense @ dense.T, np.float32)
    rare = sparse.csr_matrix(held[:, ~frequent])
    for start in range(0, len(weighed), ROWS_AT_ONCE):
        part = (rare[start : start + ROWS_AT_ONCE] @ rare.T).tocoo()
        alike[part.row + start, part.col] += part.data  # each place is there once
    return alike


def matrix(weighed: Sequence[Weighed], columns: int) -> Any:
    """Return weighed texts as a sparse matrix of scipy, a row for each."""
    from scipy import sparse

    starts = np.cumsum([0, *(len(found) for found, _ in weighed)])
    held = np.concatenate([found for found, _ in weighed])
    weights = np.concatenate([weight for _, weight in weighed])
    return sparse.csr_matrix((weights, held, starts), shape=(len(weighed), columns))


def terms(text: str) -> Iterator[str]:
    """Yield every term of a text, as often as it is there."""
    yield from _words(text)
    yield from _runs(text)


def _words(text: str) -> Iterator[str]:
    """Yield words and pairs of them, marked so that none is taken for a run of letters."""
    words = _WORD.findall(text[:CHARACTERS].lower())
    yield from (f"{_MARK}{word}" for word in words)
    yield from (f"{_MARK}{first} {second}" for first, second in pairwise(words))


def _runs(text: str) -> Iterator[str]:
    """Yield runs of letters within a word, its ends marked by spaces."""
    for part in text[:CHARACTERS].lower().split():
        word = f" {part} "
        for length in LETTERS:
            for start in range(max(1, len(word) - length + 1)):
                yield word[start : start + length]
