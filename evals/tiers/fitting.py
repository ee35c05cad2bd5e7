"""Fit a scorecard: ridge regression of the large model's advantage on the signals of the small model's conversation.

A. E. Hoerl, R. W. Kennard, Ridge Regression, Technometrics 12 (1970). All runs of a domain teach, whoever made them:
signals and advantage are taken relative to the model's own average, since a terse model is not a failing one. The
strength of the ridge is chosen by how well tasks that were left out are predicted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.statistics import Numbers
from evals.tiers.material import Material, Stage

STRENGTHS = (30.0, 300.0, 3000.0)
LEAST_SPREAD = 0.3
"""Added to a signal's spread, so that one that hardly ever varies is not blown up."""
INNER = 4


@dataclass(frozen=True)
class Fit:
    """A fitted scorecard, and the scores that its tasks got from fits without them."""

    weights: Numbers
    """Of the signals, then of the first message's directions."""
    means: Numbers
    """A row for each model."""
    scales: Numbers
    strength: float
    scores: Numbers
    """A score for each row of the stage."""
    inner: Numbers
    """The same, each from a fit that did not know its task; nan for tasks that were held out altogether."""


@dataclass(frozen=True)
class _Design:
    """Rows relative to their models' averages."""

    values: Numbers
    means: Numbers
    scales: Numbers


def fit(material: Material, stage: Stage, held: NDArray[np.bool_], seed: int) -> Fit:
    """Fit on the runs whose tasks are not held out."""
    rows = material.rows(stage)
    design = _designed(material, stage, ~held)
    groups = folds(material.clusters, INNER, seed)
    inner = np.full((len(STRENGTHS), len(rows.owner)), np.nan)
    errors = np.zeros(len(STRENGTHS))
    for number in range(INNER):
        away = groups == number
        weights, _ = _solved(material, stage, design, ~(held | away))
        targets, weight = _targets(material, stage, ~held)
        asked = away[rows.owner] & ~held[rows.owner]
        inner[:, asked] = weights @ design.values[asked].T
        errors += ((inner[:, asked] - targets[asked]) ** 2) @ weight[asked]
    best = int(np.argmin(errors))
    weights, _ = _solved(material, stage, design, ~held)
    return Fit(
        weights=weights[best],
        means=design.means,
        scales=design.scales,
        strength=STRENGTHS[best],
        scores=design.values @ weights[best],
        inner=inner[best],
    )


def folds(clusters: Sequence[str] | NDArray[np.str_], count: int, seed: int) -> NDArray[np.int64]:
    """Deal tasks out at random, all runs of a task into the same fold."""
    names = sorted(set(clusters))
    order = np.random.default_rng(seed).permutation(len(names))
    fold = {names[place]: number % count for number, place in enumerate(order)}
    return np.array([fold[name] for name in clusters], dtype=np.int64)


def _designed(material: Material, stage: Stage, allowed: NDArray[np.bool_]) -> _Design:
    """Put signals in relation to what is usual for the model; one that is not known counts as usual."""
    rows, columns = material.rows(stage), len(material.signals)
    values = np.hstack([rows.values, material.meanings[rows.owner]])
    count = int(material.models.max()) + 1
    means, scales = np.zeros((count, values.shape[1])), np.ones((count, values.shape[1]))
    for model in range(count):
        mine = values[(material.models[rows.owner] == model) & allowed[rows.owner]]
        known = np.isfinite(mine)
        total = np.maximum(1, known.sum(axis=0))
        means[model] = np.where(known, mine, 0.0).sum(axis=0) / total
        apart = np.where(known, mine - means[model], 0.0)
        scales[model, :columns] = np.sqrt((apart**2).sum(axis=0) / total)[:columns] + LEAST_SPREAD
    models = material.models[rows.owner]
    relative = (values - means[models]) / scales[models]
    return _Design(np.where(np.isfinite(relative), relative, 0.0), means, scales)


def _targets(material: Material, stage: Stage, allowed: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return each row's advantage of the better models, relative to its model's, and how much the row counts."""
    rows = material.rows(stage)
    gains = material.gains(allowed)
    known = np.isfinite(gains)
    for model in np.unique(material.models):
        mine = known & (material.models == model)
        if mine.any():
            gains[mine] -= gains[mine].mean()
    shares = 1 / np.bincount(rows.owner, minlength=len(gains)).clip(1)
    return np.where(known, gains, 0.0)[rows.owner], (known * shares)[rows.owner]


def _solved(material: Material, stage: Stage, design: _Design, allowed: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Solve for the weights at every strength of the ridge."""
    targets, weight = _targets(material, stage, allowed)
    used = weight > 0
    values, counted = design.values[used], weight[used][:, None]
    values = values - (values * counted).sum(axis=0) / max(1e-9, float(counted.sum()))
    gram, right = values.T @ (values * counted), values.T @ (targets[used] * counted[:, 0])
    identity = np.eye(len(gram))
    found = np.array([np.linalg.solve(gram + strength * identity, right) for strength in STRENGTHS])
    return found, targets
