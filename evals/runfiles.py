"""Files of runs: JSON Lines, a header and then a line a conversation, so that a run that was cut short goes on."""

import gzip
import hashlib
import json
from pathlib import Path

from pydantic import ValidationError

from evals.runs import ConversationRun, Header, Runs
from evals.transcript import Recorded

_NAME_DIGITS = 12


class RunFileError(Exception):
    """A file of runs cannot be used; the text names it and says what to do."""


def begin(path: Path, header: Header) -> None:
    """Start a file, or go on with one that has the same header; a half-written last line is taken away.

    Raises:
        RunFileError: The file is of another run.
    """
    if path.exists() and (lines := _whole_lines(path)):
        before = _header(path, lines[0])
        if before != header.model_copy(update={"started_at": before.started_at}):
            raise RunFileError(f"{path} is of another run ({_difference(before, header)}); name another file")
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_line(header), encoding="utf-8")


def append(path: Path, run: ConversationRun) -> None:
    """Add a conversation in one write."""
    with path.open("a", encoding="utf-8") as file:
        file.write(_line(run))


def read_runs(path: Path) -> Runs:
    """Read a file; a half-written last line is left out.

    Raises:
        RunFileError: It is missing, or is no file of runs.
    """
    lines = _whole_lines(path)
    if not lines:
        raise RunFileError(f"{path} is empty; `switchboard eval replay` writes files of runs")
    header = _header(path, lines[0])
    return Runs(header=header, conversations=tuple(_run(path, n, line) for n, line in enumerate(lines[1:], start=2)))


def done_ids(path: Path) -> set[tuple[str, int]]:
    """Return which conversations a file holds already, each with its trial."""
    return {(run.id, run.trial) for run in read_runs(path).conversations} if path.exists() else set()


def write_runs(path: Path, runs: Runs) -> None:
    """Write a whole file anew."""
    part = path.with_suffix(path.suffix + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.write_text("".join(_line(one) for one in (runs.header, *runs.conversations)), encoding="utf-8")
    part.replace(path)


def fingerprint(path: Path) -> str:
    """Name a file by what is in it: the first digits of its sha256."""
    return hashlib.sha256(_bytes(path)).hexdigest()[:_NAME_DIGITS]


def _line(record: Recorded) -> str:
    data = record.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _whole_lines(path: Path) -> list[str]:
    """Return the lines that were written to their end; JSON text has no line breaks of its own."""
    text = _bytes(path).decode("utf-8", errors="replace")
    return [line for line in text[: text.rfind("\n") + 1].split("\n") if line]


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError) as error:
        raise RunFileError(f"{path} cannot be read: {error}") from error


def _header(path: Path, line: str) -> Header:
    try:
        return Header.model_validate_json(line)
    except ValidationError as error:
        raise RunFileError(f"{path} is no file of runs: its first line is no header") from error


def _run(path: Path, number: int, line: str) -> ConversationRun:
    try:
        return ConversationRun.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RunFileError(f"{path}, line {number} is no conversation: {where}: {first['msg']}") from error


def _difference(before: Header, now: Header) -> str:
    names = [name for name in Header.model_fields if getattr(before, name) != getattr(now, name)]
    return f"differs in {', '.join(name for name in names if name != 'started_at')}"
