"""`switchboard eval actions` and `switchboard train actions`, as they are typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals.commands import evals, training
from evals.transcript import Call, Say, Step, Transcript, Turn, write
from graphs.next_action import learning
from graphs.next_action.history import Did, Said
from tests.encoders import WordEncoder
from tests.graphs.next_action.desk import POLICY, recordings
from tools.knowledge_base.encoder import MiniLM


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MiniLM, "load", WordEncoder)
    monkeypatch.setattr(learning, "TREES", 20)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The desk's conversations as transcripts, and its policy beside them."""
    write(tmp_path / "desk.jsonl", _transcripts(18, seed=1))
    (tmp_path / "policy.json").write_text(json.dumps(POLICY.flows))
    return tmp_path


def _transcripts(count: int, seed: int) -> list[Transcript]:
    found = []
    for recording in recordings(count, seed):
        turns: list[tuple[str, list[Step]]] = []
        for event in recording.events:
            if isinstance(event, Did):
                turns[-1][1].append(Call(call=event.action, arguments=dict(event.arguments)))
            elif isinstance(event, Said) and event.by == "agent":
                turns[-1][1].append(Say(say=event.text))
            else:
                turns.append((event.text, []))
        spoken = tuple(Turn(customer=text, agent=tuple(steps)) for text, steps in turns)
        labels = {"flow": str(recording.flow)}
        found.append(Transcript(id=recording.id, source="desk", turns=spoken, labels=labels))
    return found


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(evals, ["actions", *(str(one) for one in arguments)])


def flat(result: Result) -> str:
    """Undo the terminal's line breaks."""
    return " ".join(result.stderr.split())


def test_it_prints_one_json_object(desk: Path) -> None:
    result = run(desk / "desk.jsonl", "--folds", "2", "--policy", desk / "policy.json", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["folds"], found["seed"], found["label"], found["policy"]) == (2, 0, "flow", True)
    assert found["accuracy"]["value"] > 0.8 > found["baselines"]["most_frequent"]["value"]
    assert found["jointly"]["value"] > 0.8


def test_trained_weights_are_written_with_their_card_and_asked_about_others(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = desk / "weights"
    trained = CliRunner().invoke(training, ["actions", str(desk / "desk.jsonl"), "-o", str(out), "--folds", "2"])
    assert trained.exit_code == 0, trained.output
    card = (out / "CARD.md").read_text()
    assert "18 conversations" in card
    assert "the order of each flow's actions was learned too" in card
    assert "waive-fee" in card
    write(desk / "new.jsonl", _transcripts(8, seed=5))
    result = run(out, "--test", desk / "new.jsonl")
    assert result.exit_code == 0, result.output
    assert "on other transcripts" in result.stdout
    monkeypatch.setattr(MiniLM, "load", lambda: WordEncoder("words-2"))
    result = run(out, "--test", desk / "new.jsonl")
    assert result.exit_code == 2
    assert "was trained with words-1, not words-2" in flat(result)


def test_other_transcripts_can_be_asked_about(desk: Path) -> None:
    write(desk / "new.jsonl", _transcripts(8, seed=5))
    result = run(desk / "desk.jsonl", "--test", desk / "new.jsonl", "--json")
    assert json.loads(result.stdout)["accuracy"]["value"] > 0.8


def test_what_cannot_be_used_ends_with_a_sentence(desk: Path) -> None:
    (desk / "weights").mkdir()
    (desk / "weights" / "next_action.npz").write_bytes(b"nothing")
    (desk / "bad.json").write_text("[]")
    (desk / "other.json").write_text('{"other": ["a"]}')
    for arguments, why in (
        ([desk / "nowhere.jsonl"], "cannot be read"),
        ([desk / "desk.jsonl", "--policy", desk / "bad.json"], "must be a JSON object of lists"),
        ([desk / "desk.jsonl", "--policy", desk / "other.json"], "names none of the transcripts' labels"),
        ([desk / "desk.jsonl", "--folds", "31"], "cannot be dealt into 31 folds"),
        ([desk / "weights"], "name with --test"),
        ([desk / "weights", "--test", desk / "desk.jsonl"], "is damaged"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2, result.output
        assert why in flat(result)
