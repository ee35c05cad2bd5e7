"""`switchboard eval intents`, as it is typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.commands import evals
from tests.encoders import WordEncoder
from tests.evals.test_intents import TEXTS
from tools.knowledge_base.encoder import MiniLM

run = CliRunner()


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(MiniLM, "load", WordEncoder)
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(one.model_dump_json() + "\n" for one in TEXTS))
    return file


def test_one_json_object_is_printed_and_nothing_else(texts: Path) -> None:
    done = run.invoke(evals, ["intents", "--train", str(texts), "--folds", "3", "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert {"accuracy", "accuracy_in_scope", "oos_recall", "p50_ms", "n", "ece", "folds", "fit_seconds"} <= found.keys()
    assert found["n"] == len(TEXTS)


def test_the_table_names_standard_errors_and_confusions(texts: Path) -> None:
    done = run.invoke(evals, ["intents", "--train", str(texts), "--folds", "3"])
    assert done.exit_code == 0
    assert "accuracy in scope" in done.stdout
    assert "±" in done.stdout
    assert "The least known intents" in done.stdout


def test_a_broken_line_ends_it_with_a_sentence(texts: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "hello"}\n')
    done = run.invoke(evals, ["intents", "--train", str(texts), "--test", str(broken)])
    assert done.exit_code == 2
    assert "line 1 is no labelled text" in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_contradictions_are_mentioned_and_by_wish_refused(texts: Path) -> None:
    with texts.open("a") as file:
        file.write('{"text": "will it rain", "intent": "weather"}\n')
    mentioned = run.invoke(evals, ["intents", "--train", str(texts), "--folds", "3", "--json"])
    assert mentioned.exit_code == 0
    assert "stands for rain and for weather" in " ".join(mentioned.stderr.split())
    assert json.loads(mentioned.stdout)["labels"] == 4
    refused = run.invoke(evals, ["intents", "--train", str(texts), "--strict"])
    assert refused.exit_code == 2
    assert "lines 7 and 19" in " ".join(refused.stderr.split())
