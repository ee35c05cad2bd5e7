"""`switchboard eval replay`: recorded conversations against the product as it is."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals.commands.faults import sentences
from evals.commands.product import product

err = Console(stderr=True)
SHIPPED = Path(__file__).parents[1] / "transcripts"

Transcripts = Annotated[Path, typer.Argument(help="Transcripts: a file or a folder; by default Northlight's.")]
Part = Annotated[str | None, typer.Option(help="Only this part: dev or test.")]
Only = Annotated[list[str] | None, typer.Option(help="Only this id, area or tag; can be repeated.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Keep the runs here; what was cut short goes on.")]
Workers = Annotated[int, typer.Option(help="How many at a time.", min=1)]
BuiltIn = Annotated[bool, typer.Option("--built-in", help="The embedded model alone, whatever models are set.")]


def replay(
    transcripts: Transcripts = SHIPPED,
    part: Part = None,
    only: Only = None,
    output: Output = None,
    workers: Workers = 2,
    built_in: BuiltIn = False,
) -> None:
    """Replay recorded conversations turn by turn and say how good the product is.

    Each recorded customer message is answered by the product as it is, with the recorded conversation before it.
    """
    from evals.commands.report import show
    from evals.replay import Wanted
    from evals.replay import replay as run

    with sentences():
        wanted = Wanted(
            transcripts=transcripts,
            part=part,
            only=tuple(only or ()),
            output=output,
            **product(workers, built_in=built_in),
        )
        with shown() as progress:
            runs = asyncio.run(run(wanted, told(progress)))
        show(runs, transcripts)


def shown() -> Progress:
    """Make a progress bar that leaves the output clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True)


def told(progress: Progress, label: str = "Opening") -> Callable[[int, int, str], None]:
    """Make what tells the bar how far the work is."""
    task = progress.add_task(label, total=None)

    def tell(done: int, total: int, name: str) -> None:
        progress.update(task, completed=done, total=total, description=name or label)

    return tell
