"""Linear heads over a moment's words, structure and sentence vectors: one names the flow, one the next action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphs.next_action.features import VIEWS, Numbers, Vocabulary, given, looked_at, structure, terms, views
from graphs.next_action.history import Moment

Floats = NDArray[np.float64]
Row = tuple[list[int], list[float]]
"""The columns of a sparse row and their values."""
UNSEEN = -3.0
"""The score of a label that a head has not learned."""


@dataclass(frozen=True)
class Prepared:
    """A moment with everything computed that does not depend on what was learned."""

    moment: Moment
    terms: Mapping[str, Sequence[str]]
    """The terms of each view."""
    structure: Numbers
    given: Sequence[float]
    vectors: Sequence[NDArray[np.float32]]
    """The sentence vectors of what `looked_at` returns."""


def prepare(moment: Moment, vectors: Mapping[str, NDArray[np.float32]]) -> Prepared:
    """Compute a moment's features; `vectors` holds the sentence vector of each text that `looked_at` names."""
    found = {view: terms(text) for view, text in views(moment).items()}
    seen = [vectors[text] for text in looked_at(moment)]
    return Prepared(moment, found, structure(moment), given(moment), seen)


@dataclass(frozen=True)
class Look:
    """What a head looks at, and how much each part counts."""

    views: Mapping[str, float]
    vectors: Mapping[int, float]
    """By their place in what `looked_at` returns."""
    structure: float


FLOW = Look(views={"customer": 1.0, "agent": 1.0}, vectors={0: 1.5}, structure=0.3)
ACTION = Look(views=VIEWS, vectors={1: 1.0, 2: 1.0}, structure=1.0)


@dataclass(frozen=True)
class Reader:
    """Turns a prepared moment into a row for one head."""

    look: Look
    words: Mapping[str, Vocabulary]
    facts: Vocabulary

    @classmethod
    def fit(cls, look: Look, found: Sequence[Prepared]) -> "Reader":
        """Learn the terms of each view and the names of the structure."""
        words = {view: Vocabulary.fit((one.terms[view] for one in found), weighted=True) for view in look.views}
        return cls(look, words, Vocabulary.fit(one.structure for one in found))

    def row(self, one: Prepared) -> Row:
        """Return the row of a moment."""
        columns, values = self.facts.place(one.structure)
        values = [self.look.structure * value for value in values]
        start = len(self.facts)
        for view, vocabulary in self.words.items():
            found, weights = vocabulary.weigh(one.terms[view], self.look.views[view])
            columns.extend(start + column for column in found)
            values.extend(weights)
            start += len(vocabulary)
        for place, share in self.look.vectors.items():
            vector = one.vectors[place]
            columns.extend(range(start, start + len(vector)))
            values.extend((share * vector).tolist())
            start += len(vector)
        return columns, values

    def width(self, one: Prepared) -> int:
        """Return how many columns a row has."""
        dense = sum(len(one.vectors[place]) for place in self.look.vectors)
        return len(self.facts) + sum(map(len, self.words.values())) + dense

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this reader again."""
        held = self.facts.arrays(f"{name}_facts")
        for view, vocabulary in self.words.items():
            held |= vocabulary.arrays(f"{name}_{view}")
        return held

    @classmethod
    def of_arrays(cls, name: str, look: Look, arrays: Mapping[str, NDArray[Any]]) -> "Reader":
        """Make a reader from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        words = {view: Vocabulary.of_arrays(f"{name}_{view}", arrays) for view in look.views}
        return cls(look, words, Vocabulary.of_arrays(f"{name}_facts", arrays))


@dataclass(frozen=True)
class Linear:
    """One linear classifier over rows."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    """One row per label."""
    bias: NDArray[np.float32]

    def scores(self, row: Row) -> Floats:
        """Return the score of each label."""
        columns, values = row
        found = self.weights[:, columns] @ np.array(values, np.float32) + self.bias
        return np.asarray(found, np.float64)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this classifier again; half precision is precise enough."""
        weights = self.weights.astype(np.float16)
        return {f"{name}_labels": np.array(self.labels), f"{name}_matrix": weights, f"{name}_bias": self.bias}

    @classmethod
    def of_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> "Linear":
        """Make a classifier from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        labels = tuple(str(label) for label in arrays[f"{name}_labels"])
        weights = np.asarray(arrays[f"{name}_matrix"], np.float32)
        bias = np.asarray(arrays[f"{name}_bias"], np.float32)
        if weights.ndim != 2 or weights.shape[0] != len(labels) or bias.shape != (len(labels),):
            raise ValueError(f"the head {name!r} is damaged")
        return cls(labels, weights, bias)


@dataclass(frozen=True)
class Head:
    """A reader and the classifier of what it reads."""

    reader: Reader
    linear: Linear

    def scores(self, one: Prepared) -> Floats:
        """Return the score of each of the head's labels."""
        return self.linear.scores(self.reader.row(one))

    def aligned(self, one: Prepared, labels: Sequence[str]) -> Floats:
        """Return the score of each of the labels asked for."""
        known = dict(zip(self.linear.labels, self.scores(one).tolist(), strict=True))
        return np.array([known.get(label, UNSEEN) for label in labels])


def softmax(scores: Floats, sharpness: float = 1.0) -> Floats:
    """Turn scores into probabilities."""
    powers = np.exp(sharpness * (scores - scores.max()))
    return np.asarray(powers / powers.sum())
