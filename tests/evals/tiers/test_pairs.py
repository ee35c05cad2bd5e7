"""Models are compared on the tasks that both have run, each task counting once."""

from pathlib import Path
from typing import Any

import pytest

from evals.tiers.pairs import Pair, controls, pairs
from evals.tiers.runs import read_runs
from tests.evals.tiers.recordings import lines, written


def run(task: str, model: str, reward: float, cost: float, **more: Any) -> dict[str, Any]:
    return {"task": task, "model": model, "reward": reward, "cost": cost, **more}


def found(folder: Path, given: list[dict[str, Any]], fewest: int = 1) -> list[Pair]:
    return pairs(read_runs(written(folder / "runs.jsonl", given)), fewest)


def test_every_small_run_meets_every_large_run_and_a_task_counts_once(tmp_path: Path) -> None:
    given = [
        run("a", "small", 1, 1), run("a", "small", 0, 3), run("a", "large", 1, 10), run("a", "large", 0, 20),
        run("b", "small", 0, 2), run("b", "large", 1, 30), run("c", "small", 1, 1),
    ]  # fmt: skip
    (pair,) = found(tmp_path, given)
    cases = pair.cases
    assert pair.name == "small->large"
    assert pair.tasks == 2
    assert list(cases.weights) == [0.25, 0.25, 0.5]
    assert cases.weights @ cases.small == pytest.approx(0.25)
    assert cases.weights @ cases.large == pytest.approx(0.75)
    assert cases.weights @ cases.large_cost == pytest.approx(22.5)


def test_an_oracle_takes_the_better_run_and_the_cheaper_of_two_that_are_as_good(tmp_path: Path) -> None:
    given = [
        run("a", "small", 1, 1), run("a", "large", 1, 10),
        run("b", "small", 0, 1), run("b", "large", 1, 10), run("b", "large", 0, 10),
    ]  # fmt: skip
    (pair,) = found(tmp_path, given)
    assert list(pair.cases.best) == [1, 0.5]
    assert list(pair.cases.best_cost) == [1, 5.5]


def test_runs_with_different_customers_are_kept_apart_where_that_is_possible(tmp_path: Path) -> None:
    given = [
        run("a", "small", 1, 1, customer="x"), run("a", "small", 0, 1, customer="y"),
        run("a", "large", 1, 10, customer="y"), run("a", "third", 1, 100, customer="z"),
    ]  # fmt: skip
    by_name = {pair.name: pair for pair in found(tmp_path, given)}
    assert list(by_name["small->large"].cases.small) == [0]
    assert not by_name["small->large"].customers_differ
    assert by_name["large->third"].customers_differ


def test_models_of_different_groups_or_of_nearly_the_same_price_make_no_pair(tmp_path: Path) -> None:
    given = [
        run("a", "small", 1, 9), run("a", "large", 1, 10), run("a", "other", 1, 100, group="elsewhere"),
    ]  # fmt: skip
    assert found(tmp_path, given) == []


def test_few_tasks_make_no_pair(tmp_path: Path) -> None:
    assert len(found(tmp_path, list(lines(tasks=9)), fewest=10)) == 0
    assert len(found(tmp_path, list(lines(tasks=10)), fewest=10)) == 1


def test_a_control_is_one_model_in_both_places(tmp_path: Path) -> None:
    given = [run("a", "m", 1, 2), run("a", "m", 0, 4), run("b", "m", 1, 2), run("b", "m", 1, 4), run("c", "m", 1, 2)]
    (control,) = controls(read_runs(written(tmp_path / "runs.jsonl", given)), fewest=2)
    cases = control.cases
    assert control.tasks == 2
    assert cases.weights @ cases.small == pytest.approx(cases.weights @ cases.large)
    assert cases.weights @ cases.small_cost == pytest.approx(cases.weights @ cases.large_cost)
    # The oracle's gain is another try: of task a it always has the run that went well.
    assert cases.weights @ cases.best == pytest.approx(1.0)
    assert cases.weights @ cases.small == pytest.approx(0.75)
