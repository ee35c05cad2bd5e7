"""Replies that people have judged: who, when, by which criterion, and why. JSON Lines, a label a line."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError

from evals.transcript import Recorded

Criterion = Literal["grounded", "honest", "answers", "courteous", "discreet", "in_place"]
"""What a reply is judged by; the sections of prompts/judge say what each means."""
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
Verdict = Literal["pass", "fail", "maybe"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class LabelError(Exception):
    """A file of labels cannot be used; the text names the file, the line and what is wrong."""


class Case(Recorded):
    """A reply with all that is needed to judge it."""

    customer: str
    """The message that is replied to."""
    history: tuple[str, ...] = ()
    """What was said before, each line with who said it."""
    evidence: tuple[str, ...] = ()
    """What the agent knew: tool results, passages, receipts."""
    reply: str = Field(min_length=1)


class Label(Case):
    """A case that somebody has judged."""

    id: str = Field(min_length=1)
    criterion: Criterion
    label: Verdict
    reason: str
    by: str = Field(min_length=1)
    """Who judged."""
    at: date

    @property
    def case(self) -> Case:
        """What was judged, without the judgement."""
        return Case.model_validate({name: getattr(self, name) for name in Case.model_fields})


def read_labels(path: Path) -> list[Label]:
    """Read a file of labels.

    Raises:
        LabelError: It is missing or empty, a line is no label, or two have the same id.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path} cannot be read: {error}") from error
    found: dict[str, Label] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            label = Label.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise LabelError(f"{path}, line {number} is no label: {where}: {first['msg']}") from error
        if label.id in found:
            raise LabelError(f"{path}, line {number}: the id {label.id!r} is there twice")
        found[label.id] = label
    if not found:
        raise LabelError(f"{path} holds no label")
    return list(found.values())


def append_labels(path: Path, labels: Iterable[Label]) -> int:
    """Write labels behind those that a file has; returns how many."""
    lines = [label.model_dump_json(exclude_defaults=True) + "\n" for label in labels]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(lines)
    return len(lines)
