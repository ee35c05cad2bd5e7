"""`switchboard eval langsmith`: data sets pushed and pulled, and experiments by the same metrics."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.commands.faults import sentences

if TYPE_CHECKING:
    from langsmith.schemas import Example

    from evals.experiments import Evaluated
    from evals.langsmith import ScoringClient
    from evals.transcript import Transcript

err = Console(stderr=True)
out = Console()
langsmith = typer.Typer(
    no_args_is_help=True,
    help="Exchange transcripts with LangSmith's data sets and make experiments there. LANGSMITH_API_KEY is the key, "
    "LANGSMITH_ENDPOINT a server of your own.",
)
_SHIPPED = Path(__file__).parents[1] / "transcripts"
_CLOSE_SECONDS = 5.0
_AT_ONCE = 4
"""Conversations at a time with models that are waited for."""

Dataset = Annotated[str, typer.Option(help="The data set's name.")]
Part = Annotated[str | None, typer.Option(help="Only this part: dev or test.")]


@langsmith.command(epilog="Example: `switchboard eval langsmith push evals/transcripts --dataset northlight`")
def push(
    transcripts: Annotated[Path, typer.Argument(help="Transcripts: a file or a folder.")],
    dataset: Dataset,
    redact: Annotated[bool, typer.Option("--redact", help="Take personal data out before anything is sent.")] = False,
) -> None:
    """Make a data set hold transcripts; pushed again, they are brought up to date.

    They are sent as they are: what is pulled is what was pushed. What `convert switchboard` writes is redacted already.
    """
    from evals.convert.pseudonyms import redacted
    from evals.langsmith import push as send
    from evals.transcript import read

    with sentences():
        found = [redacted(one) if redact else one for one in read(transcripts)]
        with _connected() as client, err.status(f"Pushing {len(found)} transcripts") as status:
            pushed = None
            for pushed in send(client, dataset, found):
                done = pushed.created + pushed.updated + pushed.unchanged
                status.update(f"Pushing {done} of {len(found)} transcripts")
    if pushed is not None:
        counts = f"{pushed.created} new, {pushed.updated} changed, {pushed.unchanged} as they were"
        err.print(f"{dataset} holds {len(found)} transcripts of {transcripts}: {counts}", highlight=False, markup=False)


@langsmith.command(epilog="Example: `switchboard eval langsmith pull --dataset northlight -o northlight.jsonl`")
def pull(
    dataset: Dataset,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the transcripts go: .jsonl, or .jsonl.gz.")],
    part: Part = None,
) -> None:
    """Write a data set as transcripts; examples of chat messages that others have made are read, too."""
    from evals.langsmith import examples
    from evals.langsmith import pull as made
    from evals.transcript import write

    with sentences():
        with _connected() as client, err.status(f"Reading {dataset}"):
            found = examples(client, dataset, part)
        count = write(output, (transcript for _, transcript in made(found)))
    err.print(f"{count} transcripts in {output}", highlight=False, markup=False)


@langsmith.command(epilog="Example: `switchboard eval langsmith evaluate --dataset northlight --part dev`")
def evaluate(
    transcripts: Annotated[
        Path | None, typer.Argument(help="Transcripts; unset: the data set, or Northlight's.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="A data set; the results become an experiment on it.")] = None,
    part: Part = None,
    runs: Annotated[Path | None, typer.Option(help="Runs that `eval replay -o` has kept; nothing is played.")] = None,
    built_in: Annotated[bool, typer.Option("--built-in", help="The embedded model, whatever models are set.")] = False,
) -> None:
    """Evaluate the product with every metric, through LangSmith.

    On files everything stays here and no key is needed; on a data set the results are uploaded, redacted.
    """
    from evals.experiments import local
    from evals.langsmith import examples
    from evals.transcript import TranscriptError, read

    with sentences():
        if transcripts is not None and dataset is not None:
            raise TranscriptError("Name either transcripts, which stay here, or --dataset.")
        if dataset is None:
            source = transcripts or _SHIPPED
            found = local(one for one in read(source) if part in (None, one.part))
            done, said = asyncio.run(_evaluated((found, str(source)), runs, built_in, None))
        else:
            with _connected(tracing=True) as client:
                found = examples(client, dataset, part)
                done, said = asyncio.run(_evaluated((found, dataset), runs, built_in, client))
    out.print(said)
    where = "Nothing was uploaded." if dataset is None else f"The experiment {done.experiment} is in LangSmith."
    err.print(where, highlight=False, markup=False)
    if done.failed:
        err.print(f"The product broke down in {', '.join(done.failed)}.", style="red", markup=False)
        raise typer.Exit(1)


async def _evaluated(
    given: "tuple[list[Example], str]", runs: Path | None, built_in: bool, client: "ScoringClient | None"
) -> "tuple[Evaluated, Table]":
    from evals.commands.product import product
    from evals.experiments import evaluate, played, playing
    from evals.langsmith import pull
    from evals.replay import Wanted
    from evals.runfiles import read_runs
    from evals.transcript import TranscriptError

    found, source = given
    if not found:
        raise TranscriptError(f"{source} holds nothing to evaluate")
    transcripts = [transcript for _, transcript in pull(found)]
    if runs is not None:
        done = await evaluate(found, played(read_runs(runs), transcripts), client)
    else:
        wanted = Wanted(transcripts=Path(source), **product(_AT_ONCE, built_in=built_in))
        async with playing(wanted) as subject:
            done = await evaluate(found, subject, client)
    return done, _table(done, transcripts)


def _table(done: "Evaluated", transcripts: "list[Transcript]") -> Table:
    from evals.figures import NOTHING, said, spread
    from evals.metrics.catalogue import METRICS
    from evals.metrics.summary import summarise

    table = Table(title=f"{len(done.conversations)} conversations", title_justify="left")
    table.add_column("metric")
    for name in ("value", "± error", "n"):
        table.add_column(name, justify="right")
    for name, measured in summarise(done.conversations, transcripts).metrics.items():
        error = NOTHING if measured.se is None else spread(METRICS[name], measured.se)
        table.add_row(name, said(METRICS[name], measured.value), error, str(measured.n))
    return table


@contextmanager
def _connected(*, tracing: bool = False) -> "Iterator[ScoringClient]":
    """Open a client, unless the settings forbid it."""
    from app.settings import SettingsError, load
    from evals.langsmith import connect

    if not load().langsmith:
        raise SettingsError("SWITCHBOARD_LANGSMITH is false: nothing may be sent to LangSmith.")
    client = connect(tracing=tracing)
    try:
        yield client
    finally:
        client.close(timeout=_CLOSE_SECONDS)
