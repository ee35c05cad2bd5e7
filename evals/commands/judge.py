"""`switchboard eval judge`: how far a model's verdicts on replies agree with people's, and what it says of a run."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from evals.commands.faults import sentences

if TYPE_CHECKING:
    from app.settings import Settings
    from evals.judge.judging import Question
    from evals.judge.labels import Label
    from evals.judge.verdicts import Session, Verdicts

err = Console(stderr=True)
SHIPPED = Path(__file__).parents[1] / "judge" / "labels.jsonl"

Labels = Annotated[Path, typer.Option(help="Labelled replies; unset: Northlight's.", show_default=False)]
RunFile = Annotated[Path | None, typer.Option("--runs", help="Also judge the replies of this file of runs.")]
Only = Annotated[list[str] | None, typer.Option("--criterion", help="Judge the run by this alone; can be repeated.")]
AtOnce = Annotated[int, typer.Option(help="How many replies at a time.", min=1)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def judge(
    labels: Labels = SHIPPED, run_file: RunFile = None, criterion: Only = None, at_once: AtOnce = 8, json: Json = False
) -> None:
    """Let a language model judge replies: pass, fail or maybe.

    First it judges replies that people have labelled. Cohen's kappa says how far it agrees with them; under 0.6 what
    it says of a run is shown, but counts for nothing. The large tier's model judges, or the small one's; the embedded
    model is no language model and cannot.
    """
    from app.settings import load
    from evals.judge.labels import read_labels
    from evals.judge.model import endpoint_of
    from evals.judge.verdicts import Session

    with sentences():
        known, settings = read_labels(labels), load()
        endpoint_of(settings)
        session = Session(labels=known, asked=_asked(run_file, criterion or []), at_once=at_once)
        found = asyncio.run(_judged(settings, session))
    if json:
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
    else:
        _show(found, known)
    if not any(opinion.verdict for opinion in found.labelled):
        raise typer.Exit(1)


def _asked(run_file: Path | None, criteria: list[str]) -> "list[Question]":
    """Return what is to be judged of a run."""
    from evals.judge.labels import CRITERIA, LabelError
    from evals.judge.replies import questions
    from evals.runfiles import read_runs
    from evals.transcript import read

    unknown = [name for name in criteria if name not in CRITERIA]
    if unknown:
        raise LabelError(f"there is no criterion {unknown[0]!r}; there are {', '.join(CRITERIA)}")
    if run_file is None:
        return []
    runs = read_runs(run_file)
    source = Path(runs.header.source)
    # Only forced replies need the recorded words; without them they are judged with those of the run.
    recorded = {one.id: one for one in read(source)} if runs.header.mode == "forced" and source.exists() else {}
    chosen = [name for name in CRITERIA if not criteria or name in criteria]
    return list(questions(runs.conversations, recorded, chosen))


async def _judged(settings: "Settings", session: "Session") -> "Verdicts":
    from evals.judge.model import endpoint_of, open_judge
    from evals.judge.verdicts import verdicts

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("Opening", total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(task, description=f"Judging {what}", completed=done, total=total)

        async with open_judge(settings) as opened:
            return await verdicts(opened, endpoint_of(settings).model or "", session, tell)


def _show(found: "Verdicts", labels: "list[Label]") -> None:
    from evals.judge.tables import show_agreement, show_run

    out = Console()
    show_agreement(out, found, {label.id: label for label in labels})
    if found.replies:
        show_run(out, found)
