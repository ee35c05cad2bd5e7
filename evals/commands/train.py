"""`switchboard train`: learn routes, utterances, moods and phrasing from a team's own recordings."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.commands.faults import sentences
from evals.commands.replay import shown

if TYPE_CHECKING:
    from graphs.embedded.learned import Card

err = Console(stderr=True)
_WIDE = 110
"""What a table needs where there is no terminal."""

Sources = Annotated[
    list[Path] | None,
    typer.Option("--from", help="Transcripts (a file or a folder) or labelled texts; can be repeated."),
]
Folder = Annotated[Path | None, typer.Option("--output", "-o", help="The folder for what was learned.")]
Folds = Annotated[int, typer.Option(help="Parts that the recordings are dealt into, to measure.", min=2)]


def train(context: typer.Context, sources: Sources = None, output: Folder = None, folds: Folds = 5) -> None:
    """Learn from a team's own recordings: routes, utterances, moods, and what customers say for a choice.

    Transcripts whose turns say what is expected, or {"text", "intent"} lines. What was learned is used by a server with
    SWITCHBOARD_LEARNED_DIR; its card says what it is worth on conversations that were left out. Transcripts of the part
    "test" are never learned from.
    """
    if context.invoked_subcommand is not None:
        return
    if not sources or output is None:
        raise typer.BadParameter("say what to learn from and where it goes", param_hint="--from, -o")
    with sentences(), shown() as progress:
        from evals.training import Order
        from evals.training import train as trained

        task = progress.add_task("Opening", total=None)
        order = Order(tuple(sources), output, folds, datetime.now(UTC).date())
        card = asyncio.run(
            trained(order, lambda done, all_, what: progress.update(task, completed=done, total=all_, description=what))
        )
    _show(card)
    err.print(f"{output} is ready: SWITCHBOARD_LEARNED_DIR={output} switchboard up", highlight=False, markup=False)


def _show(card: "Card") -> None:
    learned = ", ".join(f"{n} {what}" for what, n in card.counts.items())
    table = Table("Right on conversations left out", title=f"Learned: {learned}", title_justify="left")
    for name in ("n", "shipped", "learned", "p"):
        table.add_column(name, justify="right")
    for name, one in card.measured.items():
        rates = (f"{part.value:.1%} ± {part.se:.1%}" for part in (one.shipped, one.learned))
        table.add_row(escape(name), str(one.shipped.n), *rates, f"{one.p_value:.3f}")
    out = Console()
    (out if out.is_terminal else Console(width=_WIDE)).print(table)
