"""`switchboard eval intents`: how well the embedded model's classifier learns a team's intents."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences
from evals.commands.replay import shown

err = Console(stderr=True)
_WIDE = 110
"""What a table needs where there is no terminal."""

Train = Annotated[Path, typer.Option(help='Labelled texts to learn from: {"text", "intent"} lines, gzip or not.')]
Test = Annotated[Path | None, typer.Option(help="Labelled texts to be asked; unset: parts of --train take turns.")]
Folds = Annotated[int, typer.Option(help="Into how many parts --train is dealt where there is no --test.", min=2)]
Descriptions = Annotated[
    Path | None, typer.Option(help="What each intent is about, in the same form: learned from, never asked.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse texts that stand for two intents.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def intents(
    train: Train,
    test: Test = None,
    folds: Folds = 5,
    descriptions: Descriptions = None,
    strict: Strict = False,
    json: AsJson = False,
) -> None:
    """Measure the embedded model's classifier on labelled texts; the intent `oos` marks what is out of scope.

    Of what it is asked nothing was learned, thresholds included. Rates come with their standard errors.
    """
    with sentences(), shown() as progress:
        from evals.intents import Material, measure
        from evals.intents_reading import contradictions, read, refuse_contradictions
        from tools.knowledge_base.encoder import MiniLM

        if strict:
            refuse_contradictions(train)
        material = Material(
            train=read(train),
            test=None if test is None else read(test),
            folds=folds,
            descriptions=() if descriptions is None else read(descriptions),
        )
        _mention(train, contradictions(material.train))
        task = progress.add_task("Opening", total=None)
        findings = asyncio.run(
            measure(
                material,
                MiniLM.load(),
                lambda done, total, what: progress.update(task, completed=done, total=total, description=what),
            )
        )
    if json:
        typer.echo(findings.model_dump_json(indent=1))
    else:
        from evals.intents_table import show

        show(Console() if Console().is_terminal else Console(width=_WIDE), findings)


def _mention(path: Path, contradicting: list[str]) -> None:
    """Say that texts stand for two intents: they are kept, because two people may well mean two things by one word."""
    if contradicting:
        more = f", and {len(contradicting) - 1} more like it" if len(contradicting) > 1 else ""
        err.print(f"{path}: {contradicting[0]}{more}; --strict refuses that.", highlight=False, markup=False)
