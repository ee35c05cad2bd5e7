"""A forest of randomised trees as plain arrays: asked without scikit-learn, kept without pickle.

P. Geurts, D. Ernst, L. Wehenkel, Extremely randomized trees, Machine Learning 63 (2006).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEAF = -1
_ARRAYS = ("roots", "columns", "thresholds", "left", "right", "leaves")


@dataclass(frozen=True)
class Forest:
    """All trees' nodes in one list."""

    roots: NDArray[np.int32]
    columns: NDArray[np.int32]
    """Which feature a node looks at."""
    thresholds: NDArray[np.float64]
    left: NDArray[np.int32]
    """Where to go on if the feature is at most the threshold; -1 at a leaf."""
    right: NDArray[np.int32]
    """Where to go on if it is more; at a leaf its row in `leaves`."""
    leaves: NDArray[np.float16]
    """The probability of each label at a leaf."""

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each label, the mean of all trees."""
        seen = features.astype(np.float32)  # the trees were grown on single precision
        nodes = self.roots
        inner = self.left[nodes] != _LEAF
        while inner.any():
            goes_left = seen[self.columns[nodes]] <= self.thresholds[nodes]
            following = np.where(goes_left, self.left[nodes], self.right[nodes])
            nodes = np.where(inner, following, nodes)
            inner = self.left[nodes] != _LEAF
        return np.asarray(self.leaves[self.right[nodes]].astype(np.float64).mean(axis=0))

    @classmethod
    def of_trees(cls, trees: list[Any]) -> "Forest":
        """Make a forest of scikit-learn's trees (their `tree_`)."""
        roots, columns, thresholds, left, right, leaves = [], [], [], [], [], []
        nodes = leaf = 0
        for tree in trees:
            ends = tree.children_left == _LEAF
            roots.append(nodes)
            columns.append(np.where(ends, 0, tree.feature))
            thresholds.append(tree.threshold)
            left.append(np.where(ends, _LEAF, tree.children_left + nodes))
            right.append(np.where(ends, np.cumsum(ends) - 1 + leaf, tree.children_right + nodes))
            counts = tree.value[ends, 0, :]
            leaves.append(counts / counts.sum(axis=1, keepdims=True))
            nodes += len(ends)
            leaf += int(ends.sum())
        return cls(
            np.array(roots, np.int32),
            np.concatenate(columns).astype(np.int32),
            np.concatenate(thresholds).astype(np.float64),
            np.concatenate(left).astype(np.int32),
            np.concatenate(right).astype(np.int32),
            np.concatenate(leaves).astype(np.float16),
        )

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this forest again."""
        return {f"{name}_{part}": getattr(self, part) for part in _ARRAYS}

    @classmethod
    def of_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> "Forest":
        """Make a forest from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        forest = cls(*(arrays[f"{name}_{part}"] for part in _ARRAYS))
        sizes = {len(part) for part in (forest.columns, forest.thresholds, forest.left, forest.right)}
        if len(sizes) != 1 or forest.leaves.ndim != 2 or not len(forest.roots):
            raise ValueError(f"the forest {name!r} is damaged")
        return forest
