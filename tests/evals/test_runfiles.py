import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals.runfiles import RunFileError, append, begin, done_ids, fingerprint, read_runs, write_runs
from evals.runs import ConversationRun, Header, TurnRun

HEADER = Header(mode="forced", source="t", models={"small": "m"}, prompts={"billing": 1}, started_at=datetime.now(UTC))


def run(name: str, trial: int = 0) -> ConversationRun:
    # Unicode has line breaks that JSON text may hold as they are.
    turn = TurnRun(turn=0, customer="one\u2028two\u0085three", reply="fine\n")
    return ConversationRun(id=name, trial=trial, turns=(turn,))


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.jsonl"
    assert done_ids(path) == set()
    begin(path, HEADER)
    append(path, run("a"))
    append(path, run("a", trial=1))
    assert read_runs(path).header == HEADER
    assert read_runs(path).conversations == (run("a"), run("a", trial=1))
    assert done_ids(path) == {("a", 0), ("a", 1)}


def test_a_run_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    begin(path, HEADER)
    append(path, run("a"))
    with path.open("ab") as file:
        file.write(b'{"id":"b","turns":[{"turn":0,"customer":"caf\xc3')
    assert done_ids(path) == {("a", 0)}
    begin(path, HEADER.model_copy(update={"started_at": datetime(2030, 1, 1, tzinfo=UTC)}))
    append(path, run("b"))
    assert [one.id for one in read_runs(path).conversations] == ["a", "b"]
    assert read_runs(path).header == HEADER


def test_a_file_of_another_run_is_not_continued(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    begin(path, HEADER)
    with pytest.raises(RunFileError, match="is of another run \\(differs in prompts\\); name another file"):
        begin(path, HEADER.model_copy(update={"prompts": {"billing": 2}}))
    assert read_runs(path).header == HEADER


def test_a_file_without_a_whole_header_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"mode":"for')
    begin(path, HEADER)
    assert read_runs(path).conversations == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("{}\n", "its first line is no header"),
        (HEADER.model_dump_json() + '\n{"id":"a"}\n', "line 2 is no conversation: turns: Field required"),
    ],
)
def test_what_is_no_file_of_runs_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    with pytest.raises(RunFileError, match=problem):
        read_runs(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match=r"nowhere.jsonl cannot be read"):
        read_runs(tmp_path / "nowhere.jsonl")


def test_a_file_is_named_by_what_is_in_it_packed_or_not(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    begin(plain, HEADER)
    append(plain, run("a"))
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_runs(packed) == read_runs(plain)
    assert fingerprint(packed) == fingerprint(plain)
    written = tmp_path / "b.jsonl"
    write_runs(written, read_runs(plain))
    assert written.read_bytes() == plain.read_bytes()
