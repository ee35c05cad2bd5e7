import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals.commands import evals
from evals.commands.report import show
from evals.transcript import read
from tests.evals.commands.conftest import made, wants


def run(*words: str) -> Result:
    return CliRunner().invoke(evals, ["report", *words])


@pytest.fixture
def runs(house: Path) -> Path:
    made(read(house / "transcripts"), wants(house, output=house / "runs.jsonl"))
    return house / "runs.jsonl"


@pytest.mark.parametrize("command", ["report", "compare", "gate"])
def test_every_command_has_an_example(command: str) -> None:
    shown = CliRunner().invoke(evals, [command, "--help"])
    assert shown.exit_code == 0
    assert "Example:" in shown.output


def test_a_run_is_shown_in_the_terminal_and_written_as_a_page_and_as_markdown(runs: Path, house: Path) -> None:
    shown = run(str(runs), "--html", "report.html", "--markdown", "report.md")
    assert shown.exit_code == 0, shown.output
    assert "tool_choice" in shown.output
    assert "12 conversations, 24 turns" in shown.output
    assert (house / "report.html").read_text().startswith("<!doctype html>")
    assert (house / "report.md").read_text().startswith("# How good it is")


def test_json_is_all_that_is_printed_where_it_is_asked_for(runs: Path) -> None:
    found = json.loads(run(str(runs), "--json").stdout)
    assert found["conversations"] == 12
    assert found["summary"]["metrics"]["area"]["value"] == 1


def test_other_runs_stand_beside_it_by_their_names(runs: Path, house: Path) -> None:
    (house / "gpt.jsonl").write_bytes(runs.read_bytes())
    found = json.loads(run(str(runs), "gpt.jsonl", "--json").stdout)
    assert "gpt" in [point["label"] for point in found["points"]]


def test_transcripts_that_have_moved_can_be_named(runs: Path, house: Path) -> None:
    (house / "transcripts").rename(house / "elsewhere")
    gone = run(str(runs))
    assert gone.exit_code == 2
    assert run(str(runs), "--transcripts", "elsewhere").exit_code == 0


def test_a_run_that_was_just_made_is_shown(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcripts = read(house / "transcripts")
    fresh = made(transcripts, wants(house))
    show(fresh, transcripts)
    show(fresh, house / "transcripts")
    assert capsys.readouterr().out.count("12 conversations, 24 turns") == 2
