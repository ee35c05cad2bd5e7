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
from functools import cached_property
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
OFTEN = 0.1
"""The share of texts from which a term's weights are summed whole, and not entry by entry."""
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


@dataclass(frozen=True)
class Postings:
    """For each term the texts that hold it: how alike a new text is to each of them is quickly said."""

    starts: NDArray[np.int64]
    """Where each term's entries begin, and at the end where the last one's end."""
    rows: Integers
    """The texts."""
    weights: Floats
    texts: int
    """How many texts there are."""

    @classmethod
    def of(cls, weighed: Sequence[Weighed], columns: int) -> "Postings":
        """Turn weighed texts about."""
        held = np.concatenate([found for found, _ in weighed])
        weights = np.concatenate([weight for _, weight in weighed])
        rows = np.repeat(np.arange(len(weighed), dtype=np.int32), [len(found) for found, _ in weighed])
        order = np.argsort(held, kind="stable")
        starts = np.searchsorted(held[order], np.arange(columns + 1))
        return cls(starts.astype(np.int64), rows[order], weights[order], len(weighed))

    def likeness(self, text: Weighed) -> Floats:
        """Return the dot product with every text."""
        columns, weights = text
        places, whole = self._often
        often = places[columns] >= 0
        alike = np.asarray(weights[often] @ whole[places[columns[often]]], np.float32)
        columns, weights = columns[~often], weights[~often]
        if len(columns):
            starts, ends = self.starts[columns], self.starts[columns + 1]
            spans = [slice(*span) for span in zip(starts.tolist(), ends.tolist(), strict=True)]
            shares = np.concatenate([self.weights[span] for span in spans]) * np.repeat(weights, ends - starts)
            held = np.concatenate([self.rows[span] for span in spans])
            alike += np.bincount(held, shares, minlength=self.texts).astype(np.float32)
        return alike

    @cached_property
    def _often(self) -> tuple[Integers, Floats]:
        """Each column's place among the terms that many texts hold, or -1; and of those terms every text's weight."""
        counts = np.diff(self.starts)
        columns = np.flatnonzero(counts > max(OFTEN * self.texts, 1))
        places = np.full(len(counts), -1, np.int32)
        places[columns] = np.arange(len(columns))
        whole = np.zeros((len(columns), self.texts), np.float32)
        for place, column in enumerate(columns):
            span = slice(self.starts[column], self.starts[column + 1])
            whole[place, self.rows[span]] = self.weights[span]
        return places, whole

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make these again."""
        return {
            "posting_starts": self.starts,
            "posting_rows": self.rows,
            "posting_weights": self.weights,
            "posting_texts": np.array(self.texts),
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Postings":
        """Make postings from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        starts, rows = np.asarray(arrays["posting_starts"], np.int64), np.asarray(arrays["posting_rows"], np.int32)
        weights, texts = np.asarray(arrays["posting_weights"], np.float32), int(arrays["posting_texts"])
        if rows.shape != weights.shape or not len(starts) or starts[-1] != len(rows) or (rows >= texts).any():
            raise ValueError("the postings are damaged")
        return cls(starts, rows, weights, texts)


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
