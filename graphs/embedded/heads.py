"""Trained heads: a linear layer over sentence vectors that gives each label a probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Vectors = NDArray[np.float32]

STRENGTH = 30.0
"""The inverse of the regularisation. Chosen by cross-validation on the examples, where the confidence it gives
agrees with how often the label is right."""
STEPS = 300
"""Steps of the solver at most; it needs about fifty."""


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
    # Imported here: a start that finds the trained heads in its cache does without it.
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=STEPS)
    with threadpool_limits(limits=1):  # several threads only get in each other's way with matrices of this size
        model.fit(vectors, list(labels))
    weights, bias = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(model.classes_) == 2:
        # Of two labels scikit-learn keeps one row; half of it each way gives the same probabilities.
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Head(tuple(str(label) for label in model.classes_), weights.astype(np.float32), bias.astype(np.float32))
