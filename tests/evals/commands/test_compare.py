import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals import replay
from evals.commands import evals
from evals.runfiles import read_runs
from evals.transcript import read
from tests.evals.commands.conftest import made, wants


def run(*words: str) -> Result:
    return CliRunner().invoke(evals, ["compare", *words])


def said(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def runs(house: Path) -> Path:
    """A file of runs with everything as released, and right."""
    made(read(house / "transcripts"), wants(house, part="dev", output=house / "released.jsonl"))
    return house / "released.jsonl"


def test_two_files_are_compared(runs: Path) -> None:
    other = runs.with_name("other.jsonl")
    other.write_bytes(runs.read_bytes())
    shown = run(str(runs), str(other))
    assert shown.exit_code == 0
    assert "No difference is surer than chance; 0 conversations are judged differently." in said(shown)


def test_a_version_is_replayed_on_what_the_run_beside_it_is_of(runs: Path, house: Path) -> None:
    shown = run(str(runs), "billing@2", "--html", "compare.html")
    assert shown.exit_code == 0, shown.output
    assert "billing@2 is worse in area." in said(shown)
    assert "Changed: billing@2 instead of billing@1" in said(shown)
    assert "Conversations that changed" in (house / "compare.html").read_text()


def test_a_comparison_is_printed_as_json(runs: Path) -> None:
    found = json.loads(run(str(runs), "billing@2", "--json").stdout)
    assert found["names"] == ["released", "billing@2"]
    assert found["comparison"]["metrics"]["area"]["verdict"] == "worse"
    assert {one["way"] for one in found["conversations"]} == {"worse"}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["nowhere.jsonl", "billing@2"], "nowhere.jsonl cannot be read"),
        (["billing@1", "billing@2", "--part", "some"], "is no part; there are"),
        (["billing@1", "billing@9"], "v9.md is not in prompts/billing"),
    ],
)
def test_what_cannot_be_compared_is_named(house: Path, words: list[str], problem: str) -> None:
    ended = run(*words)
    assert ended.exit_code == 2
    assert problem in " ".join(ended.output.replace("│", " ").split())


def test_no_replay_begins_for_a_version_that_is_not_there(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "replay", None)
    assert run("billing@1", "billing@9").exit_code == 2


def test_a_file_is_meant_where_there_is_one(house: Path, runs: Path) -> None:
    odd = runs.rename(house / "run@2")
    assert read_runs(odd).conversations
    assert run("run@2", "run@2").exit_code == 0
