"""Trained heads: a linear layer over sentence vectors that gives each label a probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it brings no types

from graphs.embedded.descent import regress

Vectors = NDArray[np.float32]

STRENGTH = 30.0
"""The inverse of the regularisation. Chosen by cross-validation on the examples, where the confidence it gives
agrees with how often the label is right."""


@dataclass(frozen=True)
class Head:
    """One linear classifier, ready to be asked."""

    labels: tuple[str, ...]
    weights: Vectors
    """One row per label."""
    bias: Vectors

    def probabilities(self, vector: Vectors) -> NDArray[np.float64]:
        """Return the probability of each label, in the order of `labels`."""
        scores = (self.weights @ vector + self.bias).astype(np.float64)
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this head again."""
        return {f"{name}_labels": np.array(self.labels), f"{name}_weights": self.weights, f"{name}_bias": self.bias}

    @classmethod
    def of_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> "Head":
        """Make a head from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        labels = tuple(str(label) for label in arrays[f"{name}_labels"])
        weights = np.asarray(arrays[f"{name}_weights"], np.float32)
        bias = np.asarray(arrays[f"{name}_bias"], np.float32)
        if weights.ndim != 2 or weights.shape[0] != len(labels) or bias.shape != (len(labels),) or not labels:
            raise ValueError(f"the head {name!r} is damaged")
        return cls(labels, weights, bias)


def train(vectors: Vectors, labels: Sequence[str]) -> Head:
    """Fit a logistic regression; rare labels count as much as frequent ones."""
    names = sorted(set(labels))
    targets = np.array([[label == name for name in names] for label in labels], np.float64)
    frequency = targets.sum(axis=0)
    counts = targets @ (len(labels) / len(names) / frequency)
    with threadpool_limits(limits=1):  # several threads only get in each other's way with matrices of this size
        rows = regress(vectors.astype(np.float64), targets, counts, STRENGTH).astype(np.float32)
    return Head(tuple(names), rows[:, :-1].copy(), rows[:, -1].copy())
