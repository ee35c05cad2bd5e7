"""`switchboard eval convert`: anybody's recordings become transcripts."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress

from evals.commands.faults import sentences

if TYPE_CHECKING:
    from evals.convert.reading import Dropped
    from evals.transcript import Transcript

err = Console(stderr=True)


class Format(StrEnum):
    """Where the recordings are from."""

    abcd = "abcd"
    tau = "tau"
    sgd = "sgd"
    openai = "openai"
    langsmith = "langsmith"
    switchboard = "switchboard"


Sources = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files (.jsonl or .json, .gz too); for switchboard a database's URL or SQLite file, unset: the settings'."
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="Where the transcripts go: .jsonl, or .jsonl.gz.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave out what cannot be converted, and say what that was.")]
Pseudonyms = Annotated[
    Path | None,
    typer.Option(help="switchboard: a file with a secret; ids and names are replaced by pseudonyms made with it."),
]


def convert(
    format: Format,
    output: Output,
    sources: Sources = None,
    skip_bad: SkipBad = False,
    pseudonyms: Pseudonyms = None,
) -> None:
    """Make transcripts of recordings.

    abcd: Action-Based Conversations; tau: trajectories of tau-bench and tau2-bench; sgd: Schema-Guided Dialogue;
    openai: chat JSONL with tool calls; langsmith: exported runs, by thread; switchboard: this product's own database,
    redacted.
    """
    from evals.convert.reading import Dropped
    from evals.transcript import write

    dropped, counted = Dropped(strict=not skip_bad, hint=" (--skip-bad leaves such out)"), _Counted()
    with sentences(), Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        if format is Format.switchboard:
            found = _stored(sources or [], pseudonyms, progress)
        else:
            found = _in_files(format, [Path(source) for source in sources or []], dropped, progress)
        write(output, counted.passing(found))
    err.print(f"{counted} in {output}", highlight=False, markup=False)
    for why, count in dropped.reasons.most_common():
        err.print(f"left out {count}: {why}", highlight=False, markup=False)


class _Counted:
    """Counts transcripts as they pass."""

    def __init__(self) -> None:
        self.again: Counter[str] = Counter()
        self.conversations = self.turns = self.calls = 0

    def passing(self, found: "Iterator[Transcript]") -> "Iterator[Transcript]":
        from evals.convert.reading import numbered

        for transcript in numbered(found, self.again):
            self.conversations += 1
            self.turns += len(transcript.turns)
            self.calls += sum(len(turn.calls) for turn in transcript.turns)
            yield transcript

    def __str__(self) -> str:
        """Say how much it was."""
        repeated = self.conversations - len(self.again)
        numbers = f" ({repeated} ids came more than once and were numbered)" if repeated else ""
        return f"{self.conversations} conversations, {self.turns} turns, {self.calls} calls{numbers}"


def _in_files(
    format: Format,
    paths: list[Path],
    dropped: "Dropped",
    progress: Progress,
) -> "Iterator[Transcript]":
    from evals.convert.formats import FORMATS
    from evals.convert.reading import ConversionError, records

    if not paths:
        raise ConversionError(f"Name a file: switchboard eval convert {format.value} recordings.jsonl -o OUT.jsonl")

    def opening(path: Path) -> BinaryIO:
        return progress.open(path, "rb", description=path.name)

    return FORMATS[format.value](records(paths, dropped, opening), dropped)


def _stored(sources: list[str], pseudonyms: Path | None, progress: Progress) -> "Iterator[Transcript]":
    from app.settings import load
    from evals.convert.pseudonyms import read_key
    from evals.convert.switchboard import read_switchboard, url_of

    urls = [url_of(source) for source in sources] or [load().database]
    key = read_key(pseudonyms) if pseudonyms is not None else None
    for url in urls:
        task = progress.add_task("Reading the database", total=None)
        reading = read_switchboard(url, key)
        with asyncio.Runner() as runner:
            try:
                while (transcript := runner.run(anext(reading, None))) is not None:
                    progress.update(task, advance=1, description=f"Reading the database: {transcript.id}")
                    yield transcript
            finally:
                runner.run(reading.aclose())
