"""`switchboard eval descriptions`: what guidelines say of each intent."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences

err = Console(stderr=True)


def descriptions(
    guidelines: Annotated[Path, typer.Argument(help="ABCD's guidelines.json.")],
    ontology: Annotated[Path, typer.Argument(help="ABCD's ontology.json.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the descriptions go: JSON Lines.")],
    label: Annotated[list[str], typer.Option(help='"flow" or "subflow"; both are joined by a slash.')],
) -> None:
    """Write what ABCD's guidelines say of each flow or subflow: {text, intent}, for `eval intents --descriptions`."""
    from evals.convert.abcd_guidelines import LABELS
    from evals.convert.abcd_guidelines import descriptions as described

    if unknown := [name for name in label if name not in LABELS]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(LABELS)}", param_hint="--label")
    with sentences():
        lines = [one.model_dump_json() for one in described(guidelines, ontology, label)]
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    err.print(f"{len(lines)} descriptions in {output}", highlight=False, markup=False)
