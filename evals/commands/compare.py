"""`switchboard eval compare`: two runs, or two versions of a prompt, side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences
from evals.commands.playing import played
from evals.commands.report import AsJson, Page, terminal

if TYPE_CHECKING:
    from evals.report.pairing import Pairing
    from evals.runs import Header, Runs

Side = Annotated[str, typer.Argument(help="A file of runs, or a version of a prompt such as billing@2.")]
WhichPart = Annotated[
    str, typer.Option(help='What versions of prompts are replayed on: "dev", "test" or "all". Tune on dev only.')
]
err = Console(stderr=True)


def compare(first: Side, second: Side, html: Page = None, json: AsJson = False, part: WhichPart = "dev") -> None:
    """Say in which metrics two runs differ, how surely, and show the conversations that changed side by side.

    A version of a prompt is replayed first, everything else as released.
    """
    with sentences():
        from evals.report.pairing import pairing
        from evals.sources import transcripts_of
        from prompts import registry
        from prompts.registry import Prompts
        from prompts.releasing import parsed

        files = {given: _read(given) for given in (first, second)}
        # All that is named must be there before a replay of minutes begins.
        for given, runs in files.items():
            if runs is None:
                Prompts(registry.ROOT).load(*parsed(given))
        like = next((runs.header for runs in files.values() if runs is not None), None)
        one, other = (files[given] or _replayed(given, like, part) for given in (first, second))
        transcripts = {known.id: known for runs in (one, other) for known in transcripts_of(runs)}
        shown(pairing((_name(first), _name(second)), one, other, list(transcripts.values())), html, json=json)


def shown(found: "Pairing", html: Path | None, *, json: bool = False) -> None:
    """Print a comparison, and write its page."""
    from evals.report import paired

    if html is not None:
        html.write_text(paired.html(found), encoding="utf-8")
        err.print(f"Written to {html}", highlight=False)
    if json:
        typer.echo(found.model_dump_json(indent=1))
    else:
        paired.show(terminal(), found)


def part_of(given: str) -> str | None:
    """Read the part that is wanted; None is all of them."""
    if given not in ("dev", "test", "all"):
        raise typer.BadParameter(f'{given!r} is no part; there are "dev", "test" and "all"', param_hint="--part")
    return None if given == "all" else given


def _read(given: str) -> "Runs | None":
    """Read a file of runs; None where a version of a prompt is meant."""
    from evals.runfiles import read_runs

    return read_runs(Path(given)) if Path(given).exists() or "@" not in given else None


def _replayed(given: str, like: "Header | None", part: str) -> "Runs":
    """Replay with a version: on what the run beside it is of, or on the product's own transcripts."""
    from prompts.releasing import parsed

    name, version = parsed(given)
    if like is None:
        return played({name: version}, part_of(part))
    return played({name: version}, like.part, Path(like.source))


def _name(given: str) -> str:
    return Path(given).stem if Path(given).exists() else given
