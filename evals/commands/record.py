"""`switchboard eval record`: make transcripts of drafts."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    from evals.transcript import Transcript

err = Console(stderr=True)


def record(
    drafts: Annotated[Path, typer.Argument(help="Transcripts of which only the customer and the gold are written.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the recorded transcripts go.")],
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Write what could be recorded.")] = False,
) -> None:
    """Play drafts through the product and write down what was done and said."""
    from evals.transcript import TranscriptError, read, write

    try:
        found = read(drafts)
    except TranscriptError as error:
        err.print(f"[red]{error}[/]", highlight=False)
        raise typer.Exit(2) from error
    recorded, faults = asyncio.run(_recorded(found))
    for fault in faults:
        err.print(f"[red]{fault}[/]", highlight=False, markup=False)
    if not faults or keep_going:
        err.print(f"{write(output, recorded)} transcripts in {output}")
    if faults:
        raise typer.Exit(1)


async def _recorded(drafts: "list[Transcript]") -> "tuple[list[Transcript], list[str]]":
    from app.settings import load
    from evals.recording import DraftError
    from evals.recording import record as play
    from evals.stage import built_in, open_stage

    recorded, faults = [], []
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Opening", total=len(drafts))
        # Drafts are recorded with the built-in model, whatever models are set.
        async with open_stage(built_in(load())) as stage:
            for draft in drafts:
                progress.update(task, description=draft.id)
                try:
                    recorded.append(await play(stage, draft))
                except DraftError as error:
                    faults.append(str(error))
                progress.advance(task)
    return recorded, faults
