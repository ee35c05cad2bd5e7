"""`switchboard eval utterances`: customers' first words with a label, from transcripts."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences

err = Console(stderr=True)


def utterances(
    transcripts: Annotated[Path, typer.Argument(help="A file of transcripts, or a folder of them.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the utterances go: JSON Lines.")],
    label: Annotated[list[str], typer.Option(help="The label to learn; several are joined by a slash.")],
    turns: Annotated[
        int | None, typer.Option(help="How many of the customer's first turns; all if unset.", min=1)
    ] = None,
) -> None:
    """Write what customers say first, a line per conversation: {text, intent}, for `eval intents`."""
    with sentences():
        from evals.transcript import read
        from evals.utterances import checked
        from evals.utterances import utterances as texts_of

        found = read(transcripts)
        checked(found, label)
        lines = [one.model_dump_json() for one in texts_of(found, label, turns)]
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    left = f", {len(found) - len(lines)} left out" if len(lines) < len(found) else ""
    err.print(f"{len(lines)} utterances in {output}{left}", highlight=False, markup=False)
