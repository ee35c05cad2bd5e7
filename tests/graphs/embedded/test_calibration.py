"""Confidence and the head start of "out of scope", learned from texts that were left out."""

import numpy as np
import pytest

from graphs.embedded.calibration import TURNED_AWAY, expected_error, head_start, softmax, temperature


def test_the_temperature_makes_confidence_as_high_as_accuracy() -> None:
    random = np.random.default_rng(1)
    truth = random.integers(0, 4, 4000)
    scores = np.eye(4)[np.where(random.random(4000) < 0.8, truth, (truth + 1) % 4)]
    sure = softmax(scores / temperature(scores, truth)).max(axis=1)
    assert sure.mean() == pytest.approx(0.8, abs=0.02)


def test_scores_that_are_always_right_are_trusted_more_than_scores_that_are_not() -> None:
    truth = np.arange(40) % 4
    right = np.eye(4)[truth]
    half = np.eye(4)[np.where(np.arange(40) % 8 < 4, truth, (truth + 1) % 4)]
    assert temperature(right, truth) < temperature(half, truth)


def test_the_head_start_turns_few_in_scope_away() -> None:
    random = np.random.default_rng(2)
    scores = np.column_stack([random.normal(1, 0.2, 2000), random.normal(0, 0.2, 2000), np.zeros(2000)])
    truth = np.zeros(2000, np.intp)
    lead = head_start(scores, truth, outside=2)
    away = (scores[:, 2] + lead > scores[:, :2].max(axis=1)).mean()
    assert away == pytest.approx(TURNED_AWAY, abs=0.002)


def test_a_label_of_few_texts_is_turned_away_no_sooner_than_one_of_many() -> None:
    truth = np.array([0] * 1000 + [1] * 10)
    scores = np.zeros((1010, 3))
    scores[:1000, 0], scores[1000:, 1] = 1.0, 0.2
    assert head_start(scores, truth, outside=2) == pytest.approx(0.2)


def test_without_a_text_in_scope_nothing_is_added() -> None:
    assert head_start(np.eye(2), np.array([1, 1]), outside=1) == 0


def test_the_calibration_error_is_the_gap_between_sureness_and_truth() -> None:
    assert expected_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0)
    assert expected_error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)
    assert expected_error([1.0, 0.0], [True, False]) == 0
