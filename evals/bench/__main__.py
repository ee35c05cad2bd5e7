"""`make bench`, or `python -m evals.bench`."""

import asyncio
import json
import os
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evals.bench.contenders import PACKAGES, TITLES
from evals.bench.rounds import Plan, Rounds
from evals.bench.samples import Figures
from evals.bench.stage import StageError, staged
from evals.bench.table import Surroundings, document, show

QUICK = Plan(rounds=1, first_turns=5, turns_at_once=1)
_WIDTH = 124
"""Of the table, where there is no terminal to fit it to."""
app = typer.Typer(add_completion=False)


@app.command(epilog="Example: python -m evals.bench --rounds 3 --only switchboard,plain_langgraph --json bench.json")
def bench(
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; more give steadier numbers.")] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="One short round: about a minute on a quiet machine.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write everything measured to this file.")] = None,
    only: Annotated[str, typer.Option(help="Contenders, separated by commas.")] = ",".join(TITLES),
) -> None:
    """Measure one turn (3 model calls, 1 tool, 40 streamed tokens) here and in other frameworks, side by side."""
    names = only.split(",")
    _check(names)
    plan = QUICK if quick else Plan(rounds=rounds, first_turns=8, turns_at_once=3)
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    try:
        figures, around = asyncio.run(_measure(names, plan))
    except StageError as error:
        console.print(f"One of the processes ended:\n{error}", style="red", markup=False)
        raise typer.Exit(1) from error
    show(console, figures, around)
    if json_file is not None:
        json_file.write_text(json.dumps(document(figures, around), indent=2), encoding="utf-8")
        console.print(f"Written to {json_file}")


async def _measure(names: list[str], plan: Plan) -> tuple[dict[str, Figures], Surroundings]:
    load = os.getloadavg()
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting all of them", total=plan.steps * len(names))
        async with staged(names) as stage:

            def tick(name: str) -> None:
                progress.update(task, advance=1, description=TITLES[name])

            started, busy = time.perf_counter(), stage.server_cpu_s
            figures = await Rounds(stage, plan, tick).run()
            seconds = time.perf_counter() - started
            busy = (stage.server_cpu_s - busy) / seconds
    return figures, Surroundings(load, os.getloadavg(), busy, seconds)


def _check(names: list[str]) -> None:
    """Refuse names that are none of ours, and contenders whose packages are missing."""
    unknown = [name for name in names if name not in TITLES]
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: there are {', '.join(TITLES)}")
    for package in (package for name in names for package in PACKAGES.get(name, ())):
        try:
            version(package)
        except PackageNotFoundError as error:
            raise typer.BadParameter(f"{package} is not installed: pip install -e '.[bench]'") from error


if __name__ == "__main__":
    app(prog_name="python -m evals.bench")
