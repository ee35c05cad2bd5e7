"""`switchboard eval gate`: whether a run may go out; and the baseline that later runs are compared with."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences
from evals.commands.playing import played, simulated
from evals.commands.report import AsJson, terminal

if TYPE_CHECKING:
    from evals.gates import Gates
    from evals.judgements import Judged
    from evals.runs import Runs

_FOLDER = Path(__file__).parents[1]
err = Console(stderr=True)


def gate(
    runs: Annotated[
        Path | None,
        typer.Argument(
            help="A file of runs; without one the product is replayed, and simulated customers talk with it."
        ),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Let later runs be compared with this one.")
    ] = False,
    gates: Annotated[Path, typer.Option(help="The gates, part by part.")] = _FOLDER / "gates.toml",
    baseline: Annotated[Path, typer.Option(help="What the run is compared with.")] = _FOLDER / "baseline.json",
    json: AsJson = False,
) -> None:
    """Hold a run against gates.toml and the baseline; 1 is returned, with a sentence for each, if a gate is broken."""
    with sentences():
        from evals import baseline as baselines
        from evals import gates as floors
        from evals.gate import Verdict, check
        from evals.judgements import judge
        from evals.report import terminal as shown
        from evals.sources import transcripts_of

        wanted, before = floors.read(gates), baselines.read(baseline)
        verdict = Verdict(checked=(), broken=())
        for found, name in _runs(runs, () if write_baseline else wanted.parts):
            transcripts = transcripts_of(found)
            judged = judge(found, transcripts)
            if write_baseline:
                _keep(baseline, (found, name), judged, wanted)
                return
            verdict = verdict.together(check(found.header, judged, wanted, before, transcripts))
        if json:
            typer.echo(verdict.model_dump_json(indent=1))
        else:
            shown.verdict(terminal(), verdict)
        if not verdict.held:
            raise typer.Exit(1)


def _runs(path: Path | None, parts: Collection[str]) -> "Iterator[tuple[Runs, str]]":
    """Read a run, or make those that there are gates for, with the model that needs no key.

    `parts` are those of the gates: without one of simulated customers nobody is simulated.
    """
    from evals.judgements import FREE
    from evals.runfiles import fingerprint, read_runs

    if path is not None:
        yield read_runs(path), fingerprint(path)
        return
    if set(parts) != {FREE}:
        yield played({}, built_in=True), ""
    if FREE in parts:
        yield simulated(built_in=True), ""


def _keep(path: Path, made: "tuple[Runs, str]", judged: "list[Judged]", wanted: "Gates") -> None:
    """Write a new baseline, and say which gates it does not itself reach."""
    from evals import baseline as baselines
    from evals.judgements import by_part, figures

    runs, name = made
    # Where the transcripts lay on this machine is nobody's business.
    header = runs.header.model_copy(update={"source": Path(runs.header.source).name})
    parts = by_part(header, judged)
    baselines.write(path, baselines.renewed(baselines.read(path), parts, header, name))
    err.print(f"{path} holds {', '.join(parts)} of this run now", highlight=False)
    for part, found in parts.items():
        for metric, measured in figures(found).items():
            limit = wanted.parts.get(part, {}).get(metric)
            if limit is not None and (missed := limit.missed(metric, measured.value)):
                err.print(f"{part}: {metric} must be {missed}, and is not", style="yellow", highlight=False)
