"""Recorded runs are read as they are found."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evals.tiers.runs import RunsError, read_runs
from tests.evals.tiers.recordings import written

PLAIN = {"task": "1", "model": "small", "reward": 1, "cost": 0.5}
MATRIX = {
    "group": "g", "source": "s", "domain": "d", "task_id": "1", "trial": 0, "agent_model": "m",
    "agent_impl": "llm_agent", "policy": None, "user_model": "u", "reward": 1.0, "agent_cost": 0.2,
    "prompt_tokens": 100, "completion_tokens": 10, "n_messages": 12, "n_tool_calls": 3, "transfer": False,
}  # fmt: skip


def test_a_plain_line_is_a_run(tmp_path: Path) -> None:
    (run,) = read_runs(written(tmp_path / "runs.jsonl", [{**PLAIN, "features": {"words": 12}}]))
    assert (run.group, run.domain, run.task, run.model, run.reward, run.cost) == ("all", "all", "1", "small", 1.0, 0.5)
    assert run.features == {"words": 12.0}


def test_a_line_of_the_results_matrix_is_a_run(tmp_path: Path) -> None:
    found = read_runs(written(tmp_path / "runs.jsonl", [MATRIX, {**MATRIX, "agent_impl": "graph", "policy": "v2"}]))
    assert [run.model for run in found] == ["m", "m+graph+v2"]
    assert found[0].customer == "u"
    assert found[0].features == {"calls": 3.0, "handovers": 0.0, "messages": 12.0}


def test_a_run_without_a_reward_says_nothing(tmp_path: Path) -> None:
    assert len(read_runs(written(tmp_path / "runs.jsonl", [PLAIN, {**PLAIN, "reward": None}]))) == 1


def test_conversations_are_found_by_what_both_lines_share(tmp_path: Path) -> None:
    folder = tmp_path / "trajectories"
    folder.mkdir()
    spoken = {**{name: MATRIX[name] for name in ("source", "domain", "task_id", "trial", "agent_model", "agent_impl")}}
    with gzip.open(folder / "a.jsonl.gz", "wt") as file:
        file.write(json.dumps({**spoken, "messages": [{"role": "user", "content": "hi"}]}) + "\n")
        file.write(json.dumps({**spoken, "trial": 1, "messages": [{"role": "user", "content": "no"}]}) + "\n")
    runs = written(tmp_path / "runs.jsonl", [MATRIX, {**MATRIX, "trial": 2}])
    first, second = read_runs(runs, str(folder / "*.jsonl.gz"))
    assert first.messages == [{"role": "user", "content": "hi"}]
    assert second.messages is None


def test_a_cost_nobody_wrote_down_is_worked_out_from_tokens(tmp_path: Path) -> None:
    known = [
        {
            **MATRIX,
            "task_id": str(n),
            "prompt_tokens": 100 * n,
            "completion_tokens": n * n,
            "agent_cost": n + n * n / 10,
        }
        for n in range(1, 12)
    ]
    lost = {**MATRIX, "task_id": "x", "prompt_tokens": 300, "completion_tokens": 50, "agent_cost": None}
    found = read_runs(written(tmp_path / "runs.jsonl", [*known, lost]))[-1]
    assert found.estimated
    assert found.cost == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"model": "m", "reward": 1}, "names no task"),
        ({"task": "1", "reward": 1}, "names no model"),
        ({"task": "1", "model": "m"}, "names no reward"),
        ({**PLAIN, "reward": "good"}, "could not convert"),
        ([1], "an object was expected"),
    ],
)
def test_a_line_that_is_no_run_is_named(tmp_path: Path, line: Any, fault: str) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text(json.dumps(PLAIN) + "\n" + json.dumps(line) + "\n")
    with pytest.raises(RunsError, match=f"line 2 is no run: .*{fault}"):
        read_runs(path)


def test_a_file_or_a_pattern_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunsError, match="is not there"):
        read_runs(tmp_path / "none.jsonl")
    runs = written(tmp_path / "runs.jsonl", [PLAIN])
    with pytest.raises(RunsError, match="no file is like"):
        read_runs(runs, str(tmp_path / "nothing*.gz"))
    with pytest.raises(RunsError, match="belongs to a run"):
        read_runs(runs, str(written(tmp_path / "other.jsonl", [{**MATRIX, "messages": [{"role": "user"}]}])))
    with pytest.raises(RunsError, match="no run with a reward"):
        read_runs(written(tmp_path / "empty.jsonl", [{**PLAIN, "reward": None}]))
