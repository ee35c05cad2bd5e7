"""HISTORY.md: a line for each release and each step back, which later releases leave as it is.

A line keeps the checksum of its version's file: in use or not, a version stays what it was when it was released.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from prompts.registry import PromptError, Prompts

FILE = "HISTORY.md"
Kind = Literal["release", "rollback"]
_COLUMNS = ("Date", "Step", "Version", "What changed", "Eval run", "Checksum")
_CELL = re.compile(r"(?<!\\)\|")
_RUN = re.compile(r"`([0-9a-f]{12})` (\w+):((?: \w+ [-\d.e]+ ± [-\d.e]+,?)*)")
_FIGURE = re.compile(r"(\w+) ([-\d.e]+) ± ([-\d.e]+)")
_NO_RUN = "none"


class Line(BaseModel):
    """What the parts of a line have in common: frozen and nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EvalRun(Line):
    """The run that justified a release."""

    sha256: str
    """The first 12 digits of its file's checksum."""
    part: str
    """Which part of the transcripts its figures are from."""
    figures: dict[str, tuple[float, float]]
    """Metric -> value and standard error."""


class Entry(Line):
    """One line of the history."""

    day: date
    kind: Kind
    name: str
    version: int
    why: str
    """What changed."""
    run: EvalRun | None = None
    note: str = ""
    """Why it was released without a run, or against one."""
    sha256: str

    @property
    def ref(self) -> str:
        """The version, such as `billing@3`."""
        return f"{self.name}@{self.version}"


def read(root: Path) -> list[Entry]:
    """Read all lines, oldest first.

    Raises:
        PromptError: A row of the table is no line of the history.
    """
    return list(_entries((root / FILE).read_text(encoding="utf-8")))


def appended(root: Path, entry: Entry) -> str:
    """Return the whole text with one more line."""
    text = (root / FILE).read_text(encoding="utf-8")
    return f"{text.rstrip()}\n{row(entry)}\n"


def row(entry: Entry) -> str:
    """Write one entry as a row of the table."""
    cells = (entry.day.isoformat(), entry.kind, entry.ref, entry.why, _justification(entry), entry.sha256)
    return f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def in_use(entries: Iterable[Entry], name: str) -> list[Entry]:
    """Return the releases of a prompt that still stand, newest last: a rollback takes the newest away."""
    standing: list[Entry] = []
    for entry in entries:
        if entry.name == name:
            if entry.kind == "release":
                standing.append(entry)
            elif standing:
                standing.pop()
    return standing


def faults(root: Path) -> list[str]:
    """Find released versions that were changed or removed since, and releases that the history does not know."""
    entries, prompts = read(root), Prompts(root)
    found = [fault for ref, sha256 in checksums(entries).items() if (fault := _changed(root, ref, sha256))]
    for name in sorted({*prompts.names, *(entry.name for entry in entries)}):
        standing, released = in_use(entries, name), prompts.released(name)
        if released is None:
            found.append(f"{name} is in {FILE} and not in released.toml")
        elif not standing or (standing[-1].version, standing[-1].sha256) != released:
            found.append(f"{name}@{released[0]} is released, which {FILE} does not say")
    return found


def checksums(entries: Iterable[Entry]) -> dict[str, str]:
    """Say what each version's file was when it was first released."""
    found: dict[str, str] = {}
    for entry in entries:
        found.setdefault(entry.ref, entry.sha256)
    return found


def _changed(root: Path, ref: str, sha256: str) -> str:
    name, _, version = ref.partition("@")
    path = root / name / f"v{version}.md"
    if not path.is_file():
        return f"{ref} was released and its file is gone"
    now = hashlib.sha256(path.read_bytes()).hexdigest()
    return "" if now == sha256 else f"{ref} was changed after its release"


def _entries(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip().replace(r"\|", "|") for cell in _CELL.split(line)[1:-1]]
        if not line.startswith("|") or cells == list(_COLUMNS) or set("".join(cells)) <= set("-: "):
            continue
        try:
            yield _entry(cells)
        except ValueError as error:
            raise PromptError(f"{FILE}, line {number} is no line of the history: {error}") from error


def _entry(cells: list[str]) -> Entry:
    day, kind, ref, why, justification, sha256 = cells
    name, _, version = ref.partition("@")
    run, note = _read_justification(justification)
    said = {"day": day, "kind": kind, "name": name, "version": version, "why": why, "note": note, "sha256": sha256}
    return Entry.model_validate({**said, "run": run})


def _justification(entry: Entry) -> str:
    run = entry.run
    figures = [f"{name} {value:.4g} ± {se:.2g}" for name, (value, se) in run.figures.items()] if run else []
    said = f"`{run.sha256}` {run.part}: {', '.join(figures)}".strip() if run else _NO_RUN
    return f"{said}; {entry.note}" if entry.note else said


def _read_justification(text: str) -> tuple[EvalRun | None, str]:
    said, _, note = text.partition("; ")
    if said == _NO_RUN:
        return None, note
    found = _RUN.fullmatch(said)
    if found is None:
        raise ValueError(f"{said!r} is neither a run nor {_NO_RUN!r}")
    figures = {name: (float(value), float(se)) for name, value, se in _FIGURE.findall(found[3])}
    return EvalRun(sha256=found[1], part=found[2], figures=figures), note


def _escaped(cell: str) -> str:
    return " ".join(cell.replace("|", r"\|").split())
