"""`switchboard eval judge`."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.settings import Settings
from evals.commands import evals
from evals.judge import model as judge_model
from evals.judge.judging import Ruling
from evals.judge.labels import Label, Verdict, append_labels
from evals.runfiles import write_runs
from evals.runs import Header, Runs
from graphs.models.errors import ModelUnavailable
from graphs.services import Models
from prompts.registry import Prompts
from tests.evals.metrics.made import run, turn
from tests.scripted import Line, ScriptedModel

LABELS: list[tuple[str, Verdict]] = [("L-1", "pass"), ("L-2", "fail"), ("L-3", "pass"), ("L-4", "fail")]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.jsonl"
    known = {
        "criterion": "honest",
        "customer": "hi",
        "reply": "Hello!",
        "reason": "so",
        "by": "Kim",
        "at": "2026-11-22",
    }
    append_labels(path, [Label.model_validate({**known, "id": name, "label": verdict}) for name, verdict in LABELS])
    return path


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    path = tmp_path / "runs.jsonl"
    header = Header(mode="free", source="x", models={}, prompts={}, started_at=datetime(2026, 11, 22, tzinfo=UTC))
    made = run(turn(0, reply="Yes?"), ended="gave_up")
    write_runs(path, Runs(header=header, conversations=(made,)))
    return path


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ScriptedModel:
    """A large model that plays a script."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SWITCHBOARD_LARGE_MODEL", "big-one")
    monkeypatch.setenv("SWITCHBOARD_LARGE_KEY", "sk-none")
    model = ScriptedModel()

    @asynccontextmanager
    async def opened(settings: Settings, prompts: Prompts) -> AsyncIterator[Models]:
        yield Models(small=ScriptedModel(), large=model)

    monkeypatch.setattr(judge_model, "open_models", opened)
    return model


def says(*verdicts: Verdict) -> list[Line]:
    return [Ruling(reason="because", verdict=verdict) for verdict in verdicts]


def judged(*arguments: str | Path) -> Result:
    return CliRunner().invoke(evals, ["judge", "--at-once", "1", *map(str, arguments)])


def test_a_judge_that_agrees_counts(configured: ScriptedModel, labels: Path) -> None:
    configured.play(*says("pass", "fail", "pass", "fail"))
    result = judged("--labels", labels)
    assert result.exit_code == 0
    assert "big-one, judge@1: Cohen's kappa 1.00 ± 0.00 over 4 labels" in result.output
    assert "counts" in result.output


def test_a_judge_that_does_not_is_shown_with_what_people_say(configured: ScriptedModel, labels: Path) -> None:
    configured.play(*says("fail", "fail", "pass", "pass"))
    result = judged("--labels", labels)
    assert result.exit_code == 0
    assert "L-1 honest: Kim say pass (so)" in result.output
    assert "counts for nothing" in result.output


def test_a_run_is_judged_after_the_labels(configured: ScriptedModel, labels: Path, runs: Path) -> None:
    configured.play(*says("pass", "fail", "pass", "fail", "fail"))
    result = judged("--labels", labels, "--runs", runs, "--criterion", "courteous")
    assert result.exit_code == 0
    assert "K-1#0#0 courteous: because" in result.output


def test_json_is_one_object(configured: ScriptedModel, labels: Path, runs: Path) -> None:
    configured.play(*says("pass", "fail", "maybe", "fail"), *says("pass") * 6)
    result = judged("--labels", labels, "--runs", runs, "--json")
    found = json.loads(result.stdout)
    assert found["agreement"]["confusion"]["pass"] == {"pass": 1, "fail": 0, "maybe": 1}
    assert (found["model"], found["prompt"], len(found["shares"]), len(found["replies"])) == (
        "big-one",
        "judge@1",
        6,
        6,
    )


def test_a_model_that_never_answers_ends_with_1(configured: ScriptedModel, labels: Path) -> None:
    configured.play(*[ModelUnavailable("nobody is there")] * 4)
    result = judged("--labels", labels)
    assert result.exit_code == 1
    assert "4 labels got no verdict, the first because: nobody is there" in result.output


def test_without_a_language_model_it_says_what_to_set(
    labels: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SMALL", "LARGE"):
        monkeypatch.delenv(f"SWITCHBOARD_{name}_MODEL", raising=False)
    result = judged("--labels", labels)
    assert result.exit_code == 2
    assert "The embedded model cannot judge replies: set SWITCHBOARD_LARGE_MODEL" in " ".join(result.output.split())


def test_the_small_model_judges_where_there_is_no_large_one() -> None:
    settings = Settings.model_validate({"small": {"model": "little-one", "key": "sk-none"}})
    assert judge_model.endpoint_of(settings).model == "little-one"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--criterion", "pretty"), "there is no criterion 'pretty'; there are grounded, honest"),
        (("--runs", "nowhere.jsonl"), "nowhere.jsonl"),
        (("--labels", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
    ],
)
def test_what_is_asked_wrongly_ends_with_a_sentence(
    configured: ScriptedModel, labels: Path, arguments: tuple[str, ...], why: str
) -> None:
    given = arguments if "--labels" in arguments else ("--labels", str(labels), *arguments)
    result = judged(*given)
    assert result.exit_code == 2
    assert why in " ".join(result.output.split())
