"""`switchboard eval actions` and `switchboard train actions`: which action a human agent takes next."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences
from evals.commands.replay import shown

if TYPE_CHECKING:
    from evals.progress import Progress as Told

err = Console(stderr=True)
_WIDE = 120
"""What a table needs where there is no terminal."""

Transcripts = Annotated[Path, typer.Argument(help="Transcripts whose agents call tools or press buttons.")]
Learned = Annotated[
    Path, typer.Argument(help="Transcripts to learn from, or the folder that `train actions` has written.")
]
PolicyFile = Annotated[
    Path | None, typer.Option(help="A JSON object naming each flow's actions in order; learned if it is not given.")
]
Folds = Annotated[int, typer.Option(help="Parts that the conversations are dealt into.", min=2)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def measure(
    learned: Learned,
    policy: PolicyFile = None,
    folds: Folds = 5,
    test: Annotated[Path | None, typer.Option(help="Ask about these transcripts instead of dealing folds.")] = None,
    json: AsJson = False,
) -> None:
    """Predict each action from what was said and done before it, in conversations that were not learned from.

    Given that an action comes: which one, and with which values. A value is right if it is the recorded one but for
    upper and lower case and the kind of space.
    """
    with sentences(), _progress() as told:
        from evals import actions_asking, actions_report

        found = asyncio.run(actions_asking.measured(actions_asking.Asked(learned, policy, test), folds, told))
    if json:
        typer.echo(found.model_dump_json(indent=1))
    else:
        out = Console()
        actions_report.show(out if out.is_terminal else Console(width=_WIDE), found)


def train(
    transcripts: Transcripts,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the weights and their card.")],
    policy: PolicyFile = None,
    folds: Folds = 5,
) -> None:
    """Learn which action comes next from a team's transcripts; the card says how good it is on unseen ones."""
    with sentences(), _progress() as told:
        from evals import actions_training
        from evals.actions_asking import Asked

        made = asyncio.run(actions_training.train(Asked(transcripts, policy), folds, told))
        actions_training.write(output, made)
    err.print(f"{output} holds the weights; their card says how good they are", highlight=False, markup=False)


@contextmanager
def _progress() -> "Iterator[Told]":
    """Show how far the work is."""
    with shown() as progress:
        task = progress.add_task("Opening", total=None)

        def told(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=what)

        yield told
