"""Cross-validation over tasks: what is scored has taught nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals.tiers.crossing import Split, judged, learned
from evals.tiers.fitting import fit, folds
from evals.tiers.hearing import ears, heard
from evals.tiers.material import Material, materials
from evals.tiers.pairs import Pair, pairs
from evals.tiers.runs import Run, read_runs
from tests.evals.tiers.recordings import lines, written


def known(folder: Path) -> tuple[list[Run], Material]:
    runs = read_runs(written(folder / "runs.jsonl", list(lines(tasks=60))))
    return runs, of(runs)


def of(runs: list[Run]) -> Material:
    by = ears()
    return materials(runs, [heard(run, by) for run in runs], None)["retail"]


def test_all_runs_of_a_task_are_in_the_same_fold() -> None:
    dealt = folds(["a", "b", "a", "c", "b", "d"], 2, seed=0)
    assert dealt[0] == dealt[2]
    assert dealt[1] == dealt[4]
    assert sorted(np.bincount(dealt)) == [2, 4] or sorted(np.bincount(dealt)) == [3, 3]


def test_a_signal_of_failure_gets_a_weight_that_calls_for_the_large_model(tmp_path: Path) -> None:
    _, material = known(tmp_path)
    found = fit(material, "after", np.zeros(len(material.runs), dtype=bool), seed=0)
    weights = dict(zip(material.signals, found.weights, strict=True))
    assert weights["errors"] > 0
    assert weights["actions"] < 0
    assert weights["first_words"] == pytest.approx(0)


def test_what_is_held_out_teaches_nothing(tmp_path: Path) -> None:
    runs, material = known(tmp_path)
    away = folds(material.clusters, 4, seed=0) == 1
    before = fit(material, "after", away, seed=0)
    swapped = of([replace(run, reward=1 - run.reward) if gone else run for run, gone in zip(runs, away, strict=True)])
    after = fit(swapped, "after", away, seed=0)
    assert after.weights == pytest.approx(before.weights)
    assert after.scores == pytest.approx(before.scores)
    assert np.isnan(before.inner[away]).all()
    assert np.isfinite(before.inner[~away]).all()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Pair, Material]:
    runs, material = known(tmp_path)
    (found,) = pairs(runs)
    return found, material


def test_a_cascade_that_sees_the_small_model_fail_keeps_the_quality_and_saves(pair: tuple[Pair, Material]) -> None:
    deals = learned(pair[1], Split(4, 2))
    found = {name: judged(*pair, deals, name) for name in ("learned_first", "learned_session", "learned_after")}
    assert found["learned_session"].within_one_point
    # A half of the small runs goes well and costs a tenth; the rest is found out on the way, or is hopeless.
    assert found["learned_session"].saving == pytest.approx(0.3, abs=0.15)
    assert found["learned_session"].cost < found["learned_after"].cost
    # The first message says nothing here, so that nothing can be saved by it.
    assert found["learned_first"].saving == pytest.approx(0, abs=0.02)
    assert (found["learned_session"].normalised_area or 0) > 0.55 > (found["learned_first"].normalised_area or 0)


def test_the_same_recordings_give_the_same_numbers(pair: tuple[Pair, Material]) -> None:
    first, second = (judged(*pair, learned(pair[1], Split(3, 1)), "learned_session") for _ in range(2))
    assert first == second
