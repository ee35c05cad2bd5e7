"""The folder of what was learned from a team's recordings."""

from pathlib import Path

import pytest

from graphs.embedded.examples import Example, Examples
from graphs.embedded.learned import PHRASING, WEIGHTS, Card, Learned, LearnedError, Source, Taught, added, joined, write

SHIPPED = Examples(
    areas={"billing": (Example(text="pay me back", intent="refund"), Example(text="my bill", intent="bill"))},
    special=(Example(text="hi", intent="greeting"), Example(text="what is this", intent="question")),
    sentiment=(Example(text="great", intent="positive"),),
    confirmation=(Example(text="fine", intent="yes"),),
)
TAUGHT = (
    Taught(text="square me up", intent="refund", area="billing"),
    Taught(text="My bill", intent="refund", area="billing"),
    Taught(text="how do I pair it", intent="question", area="tech_support"),
    Taught(text="raging", intent="angry", kind="sentiment"),
    Taught(text="aye", intent="yes", kind="reading"),
    Taught(text="lost my parcel", intent="report_loss", area="account", after="refund"),
)
PHRASES = {"reason": {"relocation": ["flitting", 'the "new" gaff'], "weird key é": ["naïve 😀"]}}
CARD = Card(
    made="2026-05-13",
    version="1",
    key="abc",
    encoder="words",
    sources=(Source(name="t.jsonl", sha256="0", utterances=6),),
    counts={"requests": 4},
    measured={},
    files={},
)


def written(folder: Path) -> Path:
    (folder / WEIGHTS).write_bytes(b"weights")
    write(folder, TAUGHT, PHRASES, CARD)
    return folder


def test_a_folder_comes_back_as_it_was_written(tmp_path: Path) -> None:
    found = Learned.read(written(tmp_path))
    assert found.taught == TAUGHT
    assert found.phrasing == PHRASES
    assert found.weights_for("abc") == tmp_path / WEIGHTS
    assert found.weights_for("other examples") is None


@pytest.mark.parametrize("name", ["examples.jsonl", PHRASING, WEIGHTS])
def test_a_changed_file_is_refused_by_its_checksum(tmp_path: Path, name: str) -> None:
    file = written(tmp_path) / name
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(LearnedError, match=rf"{name} is not the file that was written .* train it again"):
        Learned.read(tmp_path)
    file.unlink()
    with pytest.raises(LearnedError, match=f"{name} cannot be read"):
        Learned.read(tmp_path)


def test_what_is_no_learned_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LearnedError, match="no folder that `switchboard train` has written"):
        Learned.read(tmp_path)
    written(tmp_path)
    (tmp_path / "card.json").write_text('{"form": 2}')
    with pytest.raises(LearnedError, match=r"card.json cannot be read"):
        Learned.read(tmp_path)


def test_the_team_s_words_are_added_and_are_right_where_they_contradict() -> None:
    whole = added(SHIPPED, TAUGHT)
    assert [(one.text, one.intent) for one in whole.areas["billing"]] == [
        ("pay me back", "refund"),
        ("square me up", "refund"),
        ("My bill", "refund"),
    ]
    assert whole.areas["account"][0].after == "refund"
    assert [one.text for one in whole.sentiment] == ["great", "raging"]
    assert [one.text for one in whole.confirmation] == ["fine", "aye"]
    assert whole.area_by_intent["report_loss"] == "account"


def test_what_is_known_already_is_not_learned_twice() -> None:
    same = Taught(text="PAY ME BACK", intent="refund", area="billing")
    assert len(added(SHIPPED, (same,)).areas["billing"]) == 2


def test_learned_phrases_come_after_the_shipped_ones() -> None:
    shipped = {"reason": {"relocation": ["moving"]}, "kind": {"billing": ["bill"]}}
    whole = joined(shipped, PHRASES)
    assert whole["reason"]["relocation"] == ["moving", "flitting", 'the "new" gaff']
    assert whole["kind"] == {"billing": ["bill"]}
