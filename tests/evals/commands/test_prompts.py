import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals.commands import prompting
from evals.runfiles import fingerprint, read_runs
from evals.transcript import read
from prompts import history
from prompts.registry import Prompts
from tests.evals.commands.conftest import TWO, made, wants
from tests.prompts.folders import write_version


def run(*words: str) -> Result:
    return CliRunner().invoke(prompting, list(words))


def right_run(house: Path, **versions: int) -> Path:
    """Write a run in which nothing is wrong."""
    wanted = wants(house, versions=versions, output=house / "right.jsonl")
    made(read(wanted.transcripts), wanted)
    return house / "right.jsonl"


@pytest.mark.parametrize("command", ["list", "diff", "try", "release", "rollback"])
def test_every_command_has_an_example(command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert "Example:" in shown.output


def test_prompts_are_listed_in_a_table_and_as_json(house: Path) -> None:
    assert "billing/replies" in run("list").output
    found = {one["name"]: one for one in json.loads(run("list", "--json").output)}
    assert (found["billing"]["released"], found["billing"]["others"]) == (1, [2])


def test_the_newest_version_differs_from_the_one_in_use(house: Path) -> None:
    shown = run("diff", "billing").output
    assert "+Two for {{company}}." in shown
    assert shown.startswith("--- billing@1\n+++ billing@2\n")
    assert run("diff", "billing@2", "billing@1").output.startswith("--- billing@2\n+++ billing@1\n")
    assert "billing@1 and billing@1 are the same" in run("diff", "billing@1").output


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["diff", "nothing"], "there is no prompt 'nothing'"),
        (["diff", "billing@1", "shared/rules@1"], "are not versions of one prompt"),
        (["try", "billing"], "name one like billing@2"),
        (["try", "billing@1"], "billing@1 is the released version already"),
        (["rollback", "billing", "--why", "x"], "there is nothing to go back to"),
        (["release", "billing@9", "--why", "x"], "v9.md is not in prompts/billing"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(house: Path, words: list[str], problem: str) -> None:
    ended = run(*words)
    assert ended.exit_code == 2
    assert problem in " ".join(ended.output.split())


def test_a_version_is_tried_against_the_released_one(house: Path) -> None:
    page, output = house / "try.html", house / "two.jsonl"
    shown = run("try", "billing@2", "--transcripts", "transcripts", "-o", str(output), "--html", str(page))
    assert shown.exit_code == 0, shown.output
    assert "billing@2 is worse in area." in shown.output
    assert "billing@2 instead of billing@1" in page.read_text()
    assert read_runs(output).header.changed == {"billing": "billing@2"}


def test_a_release_needs_a_run_that_holds_the_gate(house: Path) -> None:
    refused = run("release", "billing@2", "--why", "shorter")
    assert refused.exit_code == 2
    assert "no eval run justifies it" in " ".join(refused.output.split())
    run("try", "billing@2", "--transcripts", "transcripts", "-o", "two.jsonl")
    refused = run("release", "billing@2", "--why", "shorter", "--run", "two.jsonl")
    assert refused.exit_code == 2
    assert "dev: area is 75 %" in " ".join(refused.output.split())
    assert Prompts(house / "prompts").versions["billing"] == 1
    assert len(history.read(house / "prompts")) == 3


def test_a_good_run_justifies_a_release_and_stands_in_the_history(house: Path) -> None:
    (house / "gates.toml").write_text('headline = ["area"]\n[dev]\narea = { floor = 0.9 }\n')
    path = right_run(house, billing=2)
    done = run("release", "billing@2", "--why", "Asks once", "--run", str(path))
    assert done.exit_code == 0, done.output
    assert Prompts(house / "prompts").load("billing").text == TWO
    last = history.read(house / "prompts")[-1]
    assert last.run is not None
    assert (last.ref, last.why, last.note) == ("billing@2", "Asks once", "")
    assert (last.run.sha256, last.run.part, last.run.figures) == (fingerprint(path), "dev", {"area": (1.0, 0.0)})
    assert history.faults(house / "prompts") == []
    assert run("rollback", "billing", "--why", "Too terse").exit_code == 0
    assert Prompts(house / "prompts").versions["billing"] == 1


def test_a_run_of_another_text_or_another_version_justifies_nothing(house: Path) -> None:
    path = right_run(house, billing=2)
    write_version(house / "prompts", "billing", 2, "Changed for {{company}}.")
    assert "billing@2 was changed after the run" in " ".join(
        run("release", "billing@2", "--why", "x", "--run", str(path)).output.split()
    )
    write_version(house / "prompts", "billing", 3, "Three for {{company}}.")
    assert "the run was made with billing@2" in " ".join(
        run("release", "billing@3", "--why", "x", "--run", str(path)).output.split()
    )


def test_a_run_that_tried_something_else_too_justifies_nothing(house: Path) -> None:
    write_version(house / "prompts", "shared/rules", 2, "Be kind.")
    path = right_run(house, **{"billing": 2, "shared/rules": 2})
    assert "the run also tried shared/rules@2" in " ".join(
        run("release", "billing@2", "--why", "x", "--run", str(path)).output.split()
    )


def test_a_release_can_be_forced_with_a_reason_that_is_kept(house: Path) -> None:
    write_version(house / "prompts", "billing", 2, "Two for {{nobody}}.")
    refused = run("release", "billing@2", "--why", "x")
    assert "billing@2 wants {{nobody}}, which billing@1 does not know" in " ".join(refused.output.split())
    done = run("release", "billing@2", "--why", "x", "--force", "the code gives it now")
    assert done.exit_code == 0, done.output
    note = history.read(house / "prompts")[-1].note
    assert note.startswith("forced: the code gives it now; against it: billing@2 wants {{nobody}}")


def test_a_changed_version_cannot_be_forced(house: Path) -> None:
    assert run("release", "billing@2", "--why", "x", "--force", "a hurry").exit_code == 0
    assert run("rollback", "billing", "--why", "x").exit_code == 0
    write_version(house / "prompts", "billing", 2, "Another text.")
    refused = run("release", "billing@2", "--why", "x", "--force", "a hurry")
    assert refused.exit_code == 2
    assert "billing@2 was changed after its release" in " ".join(refused.output.split())
