"""Files of labelled texts, whole and broken."""

import gzip
from pathlib import Path

import pytest

from evals.intents_reading import IntentsError, Labelled, contradictions, first_line, read, refuse_contradictions

LINES = '{"text": "where is my card", "intent": "card", "split": "train"}\n\n{"text": " sing ", "intent": "oos"}\n'


def test_other_keys_and_empty_lines_are_left_aside(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(LINES, encoding="utf-8-sig")
    assert read(file) == (Labelled(text="where is my card", intent="card"), Labelled(text="sing", intent="oos"))
    assert first_line(file).startswith('{"text": "where')


def test_a_packed_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(gzip.compress(LINES.encode()))
    assert len(read(file)) == 2


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "holds no labelled text"),
        (b'{"text": "a", "intent": "b"}\n{"text": "", "intent": "b"}', r"line 2 .*text: .*at least 1 character"),
        (b'{"text": "a", "intent": " "}', r"line 1 .*intent"),
        (b'{"text": "a"}', r"line 1 .*intent: Field required"),
        (b'["a", "b"]', "line 1 is no labelled text"),
        (b"where is my card", r"line 1 .*no JSON"),
        (b"\xff\xfe\xfd", "no UTF-8"),
        (b"\x1f\x8b cut off", "cannot be read"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, content: bytes, what: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(content)
    with pytest.raises(IntentsError, match=what) as told:
        read(file)
    assert "texts.jsonl" in str(told.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IntentsError, match=r"nowhere.jsonl cannot be read"):
        read(tmp_path / "nowhere.jsonl")


def test_a_text_that_stands_for_two_intents_is_told_with_both_lines(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"text": "Help me", "intent": "a"}\n{"text": "x", "intent": "a"}\n{"text": "help me", "intent": "b"}'
    )
    assert contradictions(read(file)) == ["'help me' stands for a and for b"]
    with pytest.raises(IntentsError, match=r"lines 1 and 3: 'help me' stands for 'a' and for 'b'"):
        refuse_contradictions(file)


def test_the_same_text_twice_is_no_contradiction(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(LINES + LINES)
    assert contradictions(read(file)) == []
    refuse_contradictions(file)
