"""`switchboard eval schema`: the recorded format, for those who write it with other tools."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def schema(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; unset: print it.")] = None,
) -> None:
    """Print the JSON Schema of one line of a transcripts file."""
    from evals.transcript import schema_text

    if output is None:
        sys.stdout.write(schema_text())
    else:
        output.write_text(schema_text(), encoding="utf-8")
