"""`switchboard prompts`: which versions there are, how they differ, how good they are, which is in use."""

from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.commands.compare import part_of, shown
from evals.commands.faults import sentences
from evals.commands.playing import played
from evals.commands.replay import SHIPPED
from evals.commands.report import AsJson, Page, terminal
from prompts import registry

if TYPE_CHECKING:
    from prompts.history import EvalRun

_OBJECTIONS = 240
"""So much of what spoke against a release goes into HISTORY.md."""
Version = Annotated[str, typer.Argument(help="A version of a prompt, such as billing@2.")]
Why = Annotated[str, typer.Option(help="What changed, for HISTORY.md.")]
err = Console(stderr=True)


def list_prompts(json: AsJson = False) -> None:
    """List the prompts: which version is in use, which others there are, who uses it, and whether it is unchanged."""
    with sentences():
        from pydantic import RootModel

        from evals.prompt_versions import Listed, overview

        found = overview(registry.ROOT)
        if json:
            typer.echo(RootModel[list[Listed]](found).model_dump_json(indent=1))
            return
        table = Table()
        for column in ("prompt", "in use", "others", "used by", "files"):
            table.add_column(column)
        for one in found:
            released = "none" if one.released is None else str(one.released)
            state = "\n".join(f"[red]{fault}[/]" for fault in one.faults) or "[green]unchanged[/]"
            table.add_row(one.name, released, ", ".join(map(str, one.others)), "\n".join(one.used_by), state)
        terminal().print(table)


def diff(
    first: Annotated[str, typer.Argument(help="A prompt, or a version of it, such as billing or billing@2.")],
    second: Annotated[str | None, typer.Argument(help="Another version.")] = None,
) -> None:
    """Show how two versions of a prompt differ; by default the one in use, and the one named or the newest."""
    with sentences():
        from evals.prompt_versions import difference, newest
        from prompts.registry import PromptError, Prompts
        from prompts.releasing import parsed

        name, before = parsed(first) if "@" in first else (first, newest(registry.ROOT, first))
        after = before
        if second is None:
            before = Prompts(registry.ROOT).versions.get(name, before)
        else:
            other, after = parsed(second)
            if other != name:
                raise PromptError(f"{first} and {second} are not versions of one prompt")
        text = difference(registry.ROOT, name, before, after)
        console = terminal()
        if not text:
            console.print(f"{name}@{before} and {name}@{after} are the same", highlight=False)
        elif console.is_terminal:
            from rich.syntax import Syntax

            console.print(Syntax(text, "diff", theme="ansi_dark", background_color="default", word_wrap=True))
        else:
            typer.echo(text, nl=False)


def try_prompt(
    version: Version,
    part: Annotated[str, typer.Option(help='What it is tried on: "dev", "test" or "all". Tune on dev only.')] = "dev",
    transcripts: Annotated[Path, typer.Option(help="Transcripts: a file or a folder.")] = SHIPPED,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Keep the run here; a release can name it.")
    ] = None,
    html: Page = None,
) -> None:
    """Replay transcripts with a version in place of the released one, and show what changes."""
    with sentences():
        from evals.report.pairing import pairing
        from evals.sources import transcripts_of
        from prompts.releasing import candidate, parsed

        prompt = candidate(registry.ROOT, *parsed(version))
        slice_ = part_of(part)
        before = played({}, slice_, transcripts)
        after = played({prompt.name: prompt.version}, slice_, transcripts, output)
        now = before.header.prompts.get(prompt.name)
        names = ("as released" if now is None else f"{prompt.name}@{now}", prompt.ref)
        shown(pairing(names, before, after, transcripts_of(after)), html)


def release(
    version: Version,
    why: Why,
    run: Annotated[Path | None, typer.Option(help="The run that justifies it: a file made with this version.")] = None,
    force: Annotated[
        str | None, typer.Option(metavar="REASON", help="Release it without a run, or against one, for this reason.")
    ] = None,
) -> None:
    """Put a version to use: its checksum goes into released.toml, and the reason into HISTORY.md."""
    with sentences():
        from evals.prompt_evidence import evidence
        from prompts.releasing import ReleaseError, candidate, misfits, parsed, released_entry
        from prompts.releasing import release as put

        prompt = candidate(registry.ROOT, *parsed(version))
        problems = misfits(registry.ROOT, prompt)
        found: EvalRun | None = None
        if run is None:
            problems.append(f"no eval run justifies it; make one with switchboard prompts try {version} -o FILE")
        else:
            found, doubts = evidence(run, prompt)
            problems += doubts
        if problems and not force:
            told = "; ".join(problem.rstrip(".") for problem in problems)
            raise ReleaseError(f"{version} is not released: {told}. --force REASON releases it all the same.")
        note = f"forced: {force}; against it: {shorten('; '.join(problems), _OBJECTIONS)}" if problems else ""
        put(registry.ROOT, released_entry(prompt, _today(), why, found, note))
        err.print(f"{version} is in use from the next start on", highlight=False)


def rollback(
    name: Annotated[str, typer.Argument(help="The prompt, such as billing.")],
    why: Annotated[str, typer.Option(help="Why, for HISTORY.md.")],
) -> None:
    """Go back to the version that was in use before the present one."""
    with sentences():
        from prompts.releasing import rollback as put

        entry = put(registry.ROOT, name, _today(), why)
        err.print(f"{entry.ref} is in use again from the next start on", highlight=False)


def _today() -> date:
    return datetime.now(UTC).date()
