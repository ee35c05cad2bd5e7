"""How sure a label is, and when none is right: both are learned from predictions for texts that were left out.

Temperature scaling and the expected calibration error: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On Calibration of
Modern Neural Networks, arXiv 1706.04599 (2017).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

TURNED_AWAY = 0.01
"""The share of the texts in scope that may be taken for out of scope, when each is left out of the training; on texts
that were collected apart it is about twice as much."""
SHARPEST, SOFTEST, STEPS = 0.005, 1.0, 60
BINS = 15
"""As in the paper."""


def softmax(scores: Scores) -> Scores:
    """Turn each row of scores into probabilities."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def temperature(scores: Scores, truth: NDArray[np.intp]) -> float:
    """Return the number to divide scores by so that the truth becomes most likely on the whole."""
    candidates = np.geomspace(SHARPEST, SOFTEST, STEPS)
    losses = [_surprise(scores / one, truth) for one in candidates]
    return float(candidates[int(np.argmin(losses))])


def head_start(scores: Scores, truth: NDArray[np.intp], outside: int) -> float:
    """Return what to add to the scores of "out of scope" so that few texts in scope are turned away.

    Of each label the same share may be: many questions do not outvote a tool that has few texts.
    """
    within = truth != outside
    if not within.any():
        return 0.0
    lead = np.delete(scores[within], outside, axis=1).max(axis=1) - scores[within, outside]
    votes = 1 / np.bincount(truth)[truth[within]]
    order = lead.argsort()
    turned_away = votes[order].cumsum() / votes.sum()
    return float(lead[order][turned_away.searchsorted(TURNED_AWAY)])


def expected_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error: how far confidence and accuracy are apart, over bins of equal width."""
    sure, hits = np.asarray(confidences, np.float64), np.asarray(right, np.float64)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(float((hits[bins == one] - sure[bins == one]).sum())) for one in range(BINS)]
    return sum(gaps) / max(1, len(hits))


def _surprise(scores: Scores, truth: NDArray[np.intp]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    chosen = shifted[np.arange(len(truth)), truth]
    return float((np.log(np.exp(shifted).sum(axis=1)) - chosen).mean())
