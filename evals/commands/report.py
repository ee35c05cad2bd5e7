"""`switchboard eval report`: what a run comes to, in the terminal, as a page, as Markdown or as JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences

if TYPE_CHECKING:
    from evals.report.contents import Material
    from evals.runs import Runs
    from evals.transcript import Transcript

_WIDTH = 124
"""Of tables, where there is no terminal to fit them to."""
err = Console(stderr=True)

RunFiles = Annotated[
    list[Path], typer.Argument(help="The run; others of the same transcripts are points beside it in the cost plot.")
]
Page = Annotated[Path | None, typer.Option("--html", help="Write one page with plots that opens offline.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def report(
    runs: RunFiles,
    html: Page = None,
    markdown: Annotated[Path | None, typer.Option(help="Write Markdown, for a pull request.")] = None,
    json: AsJson = False,
    transcripts: Annotated[
        Path | None, typer.Option(help="Where the transcripts are, if not where they were when the run was made.")
    ] = None,
) -> None:
    """Say how good a run is: metrics, areas, cost, latency, prompts, and what went wrong beside what is right."""
    with sentences():
        from evals.report import page
        from evals.report import terminal as shown
        from evals.report.contents import report as gathered

        made = gathered(_material(runs, transcripts))
        if html is not None:
            html.write_text(page.html(made), encoding="utf-8")
            err.print(f"Written to {html}", highlight=False)
        if markdown is not None:
            markdown.write_text(page.markdown(made), encoding="utf-8")
            err.print(f"Written to {markdown}", highlight=False)
        if json:
            typer.echo(made.model_dump_json(indent=1))
        else:
            shown.show(terminal(), made)


def show(runs: "Runs", transcripts: "Path | Sequence[Transcript]") -> None:
    """Print what a run comes to that has just been made."""
    from evals import baseline, gates
    from evals.report import terminal as shown
    from evals.report.contents import Material, report
    from evals.sources import transcripts_of

    given = transcripts_of(runs, transcripts) if isinstance(transcripts, Path) else transcripts
    known = Material(runs, given, gates.read(gates.SHIPPED), baseline.read(baseline.SHIPPED))
    shown.show(terminal(), report(known))


def terminal() -> Console:
    """Make a console that does not fold tables where the output is piped."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH)


def _material(paths: Sequence[Path], transcripts: Path | None) -> "Material":
    from evals import baseline, gates
    from evals.report.contents import Material
    from evals.runfiles import fingerprint, read_runs
    from evals.sources import transcripts_of

    runs = read_runs(paths[0])
    return Material(
        runs,
        transcripts_of(runs, transcripts),
        gates.read(gates.SHIPPED),
        baseline.read(baseline.SHIPPED),
        fingerprint(paths[0]),
        {path.stem: read_runs(path) for path in paths[1:]},
    )
