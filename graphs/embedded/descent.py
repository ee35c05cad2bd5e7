"""Logistic regression by L-BFGS in plain numpy: a library for it takes longer to import than this takes to run."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Objective = Callable[[Matrix], tuple[float, Matrix]]

MEMORY = 10
"""How many past steps shape the next one."""
STEPS = 300
FLAT = 1e-4
"""No slope steeper than this: the bottom."""
HALVINGS = 30


def regress(points: Matrix, targets: Matrix, counts: Matrix, strength: float) -> Matrix:
    """Return one row of weights per label, its bias last, that make the targets likeliest.

    `targets` has a row per point and a one under its label; `counts` says how much each point counts; the larger
    `strength`, the closer the weights follow the points.
    """
    inputs = np.hstack([points, np.ones((len(points), 1))])
    shape = (targets.shape[1], inputs.shape[1])

    def objective(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(shape)
        scores = inputs @ weights.T
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        free = weights.copy()
        free[:, -1] = 0  # the bias costs nothing
        loss = -float((counts[:, None] * targets * logs).sum()) * strength + 0.5 * float((free**2).sum())
        slope = strength * ((counts[:, None] * (np.exp(logs) - targets)).T @ inputs) + free
        scale = strength * len(points)
        return loss / scale, (slope / scale).ravel()

    return minimised(objective, np.zeros(shape).ravel()).reshape(shape)


def minimised(objective: Objective, start: Matrix) -> Matrix:
    """Return the lowest place of a smooth bowl, given its height and slope anywhere."""
    place, (height, slope) = start, objective(start)
    steps: list[tuple[Matrix, Matrix]] = []
    for _ in range(STEPS):
        if float(np.abs(slope).max()) < FLAT:
            break
        direction = _direction(slope, steps)
        fall, length = float(slope @ direction), 1.0 if steps else 1 / max(1.0, float(np.linalg.norm(slope)))
        for _ in range(HALVINGS):
            there = place + length * direction
            new_height, new_slope = objective(there)
            if new_height <= height + 1e-4 * length * fall:
                break
            length /= 2
        else:
            break  # as low as the numbers can tell
        step, turn = there - place, new_slope - slope
        if float(step @ turn) > 0:
            steps = [*steps[1 - MEMORY :], (step, turn)]
        place, height, slope = there, new_height, new_slope
    return place


def _direction(slope: Matrix, steps: list[tuple[Matrix, Matrix]]) -> Matrix:
    """Return where to go: downhill, bent by the curvature that the last steps felt."""
    bent = slope.copy()
    shares = []
    for step, turn in reversed(steps):
        share = float(step @ bent) / float(step @ turn)
        bent -= share * turn
        shares.append(share)
    if steps:
        step, turn = steps[-1]
        bent *= float(step @ turn) / float(turn @ turn)
    for (step, turn), share in zip(steps, reversed(shares), strict=True):
        bent += (share - float(turn @ bent) / float(step @ turn)) * step
    return -bent
