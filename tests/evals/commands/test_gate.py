import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals import baseline, replay, simulate
from evals.commands import evals
from evals.progress import Progress
from evals.replay import Wanted
from evals.runs import ConversationRun, Runs
from evals.simulate import simulate as simulated
from evals.transcript import Transcript, read, write
from tests.evals.commands.conftest import How, made, replayed, wants
from tests.evals.played import changed, town

FILES = ("--gates", "gates.toml", "--baseline", "baseline.json")


def run(*words: str) -> Result:
    return CliRunner().invoke(evals, ["gate", *words, *FILES])


def said(result: Result) -> str:
    return " ".join(result.output.split())


def runs(house: Path, how: How = lambda _, run: run) -> str:
    made(read(house / "transcripts"), wants(house, output=house / "runs.jsonl"), how)
    return "runs.jsonl"


def misrouted(given: Transcript, run: ConversationRun) -> ConversationRun:
    return changed(run, 0, area="account") if given.area == "billing" else run


def test_a_run_is_held_against_a_baseline_that_was_written_from_one(house: Path) -> None:
    assert "there is no baseline to compare with" in said(run(runs(house)))
    assert "holds dev of this run now" in said(run(runs(house), "--write-baseline"))
    assert baseline.read(house / "baseline.json").parts["dev"].metrics["area"].value == 1
    held = run(runs(house))
    assert held.exit_code == 0
    assert "The gate holds: 1 of 1 gates hold." in said(held)


def test_a_broken_gate_ends_with_1_and_a_sentence(house: Path) -> None:
    run(runs(house), "--write-baseline")
    broken = run(runs(house, misrouted))
    assert broken.exit_code == 1
    assert "dev: area is 75 % (± 7.5) and must be at least 90 %: newly wrong in billing-0 (turn 0)" in said(broken)
    found = json.loads(run("runs.jsonl", "--json").stdout)
    assert [one["metric"] for one in found["broken"]] == ["area"]
    assert found["broken"][0]["suspects"][0]["failing"] == 6


def test_a_baseline_below_its_own_gate_is_written_and_said(house: Path) -> None:
    kept = run(runs(house, misrouted), "--write-baseline")
    assert kept.exit_code == 0
    assert "dev: area must be at least 90 %, and is not" in said(kept)


def test_both_parts_of_a_run_are_held(house: Path) -> None:
    (house / "gates.toml").write_text("[dev]\narea = { floor = 0.9 }\n[test]\narea = { floor = 0.9 }\n")
    others = [one.model_copy(update={"id": f"t-{one.id}"}) for one in town("test")]
    write(house / "transcripts" / "test.jsonl", others)
    assert "The gate holds: 2 of 2 gates hold." in said(run(runs(house)))


def test_without_a_file_everything_recorded_is_replayed_with_the_built_in_model(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Wanted] = []

    async def of_the_house(wanted: Wanted, on_progress: Progress | None = None) -> Runs:
        asked.append(wanted)
        return await replayed(replace(wanted, transcripts=house / "transcripts"), on_progress)

    monkeypatch.setenv("SWITCHBOARD_LARGE_MODEL", "some-model")
    monkeypatch.setattr(replay, "replay", of_the_house)
    (house / "gates.toml").write_text("[dev]\narea = { floor = 0.9 }\n")
    assert "The gate holds: 1 of 1 gates hold." in said(run())
    assert (asked[0].transcripts.name, asked[0].part, asked[0].settings.large.model) == ("transcripts", None, None)


def test_without_a_file_the_scenarios_are_played_if_there_is_a_gate_for_them(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def only_one(wanted: simulate.Wanted, on_progress: Progress | None = None) -> Runs:
        return await simulated(replace(wanted, only=("refund-plug",)), on_progress)

    monkeypatch.setattr(simulate, "simulate", only_one)
    (house / "gates.toml").write_text("[free]\ngoal_reached = { floor = 1 }\n")
    assert "The gate holds: 1 of 1 gates hold." in said(run())


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("gates.toml", "[dev]\nspeed = { floor = 1 }", "gates.toml names speed, which is no metric"),
        ("gates.toml", "[test]\narea = { floor = 1 }", "gates.toml has gates for test, and the run is of dev"),
        ("baseline.json", "[]", "baseline.json is no baseline; write it anew"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_a_sentence(house: Path, file: str, text: str, problem: str) -> None:
    name = runs(house)
    (house / file).write_text(text)
    ended = run(name)
    assert ended.exit_code == 2
    assert problem in said(ended)
