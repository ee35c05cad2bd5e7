import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.commands import evals
from evals.transcript import Transcript, Turn, write
from evals.utterances import Utterance, utterances

FOUND = [
    Transcript(
        id="1",
        source="desk",
        labels={"flow": "loans", "kind": "renewal"},
        turns=(Turn(customer="Hi\nit is due"), Turn(), Turn(customer="renew it"), Turn(customer="thanks")),
    ),
    Transcript(id="2", source="desk", turns=(Turn(customer="unlabelled"),)),
    Transcript(id="3", source="desk", labels={"flow": "loans"}, turns=(Turn(),)),
]


def test_a_turn_is_a_line_and_a_burst_is_one_turn() -> None:
    assert list(utterances(FOUND, ["flow"], 2)) == [Utterance(text="Hi it is due\nrenew it", intent="loans")]
    assert [one.text.count("\n") for one in utterances(FOUND, ["flow"], None)] == [2]


def test_labels_are_joined_and_what_lacks_one_is_left_out() -> None:
    assert [one.intent for one in utterances(FOUND, ["flow", "kind"], 1)] == ["loans/renewal"]


def test_the_command_writes_what_eval_intents_reads(tmp_path: Path) -> None:
    write(tmp_path / "t.jsonl", FOUND)
    arguments = ["utterances", str(tmp_path / "t.jsonl"), "--label", "flow", "--turns", "1", "-o"]
    result = CliRunner().invoke(evals, [*arguments, str(tmp_path / "out.jsonl")])
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "out.jsonl").read_text()) == {"text": "Hi it is due", "intent": "loans"}
    said = " ".join(result.stderr.split())
    assert said.startswith("1 utterances in")
    assert said.endswith("2 left out")


@pytest.mark.parametrize(("found", "there"), [(FOUND, "there are flow, kind"), (FOUND[1:2], "they have none")])
def test_a_label_that_is_nowhere_is_named_with_those_that_are(
    tmp_path: Path, found: list[Transcript], there: str
) -> None:
    write(tmp_path / "t.jsonl", found)
    out = tmp_path / "out.jsonl"
    result = CliRunner().invoke(evals, ["utterances", str(tmp_path / "t.jsonl"), "--label", "mood", "-o", str(out)])
    assert result.exit_code == 2
    assert there in " ".join(result.stderr.split())
    assert not out.exists()
