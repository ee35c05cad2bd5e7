"""Kill the product again and again, and print the reckoning: `python -m tests.kill --help`."""

import asyncio
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.databases import START, PostgresCopies, SqliteCopies
from tests.kill.errands import ERRANDS, thanks
from tests.kill.house import Place
from tests.kill.reckoning import Reckoning, reckon
from tests.kill.replica import Forked, Replica
from tests.kill.server import Server
from tests.kill.storm import Storm
from tests.kill.town import MOST_PEOPLE, settle
from tests.kill.trial import every_step
from tools.store.engine import Store

console = Console()
CALM_SECONDS = 0.3
FREEZING = 0.1
SHOWN = 40
"""Faults that are printed; more are counted."""


class Database(StrEnum):
    """Which database is under it."""

    sqlite = "sqlite"
    postgresql = "postgresql"


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    rounds: int
    seed: int
    database: Database
    replicas: int
    server: bool


def main(
    rounds: Annotated[int, typer.Option(help="How often something is killed.")] = 200,
    seed: Annotated[int | None, typer.Option(help="Makes the same customers and the same moments again.")] = None,
    database: Annotated[Database, typer.Option(help="The database under it.")] = Database.sqlite,
    replicas: Annotated[
        int | None, typer.Option(help="Processes at once; by default 1 on SQLite and 2 on PostgreSQL.")
    ] = None,
    server: Annotated[bool, typer.Option(help="Kill whole servers that are talked to over HTTP.")] = False,
    steps: Annotated[bool, typer.Option(help="Kill every errand at each of its steps instead of at random.")] = False,
) -> None:
    """Kill processes at random moments of conversations with writes, and check that nothing is lost or doubled."""
    if steps:
        asyncio.run(_steps())
        return
    count = replicas or (2 if database is Database.postgresql else 1)
    wanted = Wanted(rounds, secrets.randbelow(1_000_000) if seed is None else seed, database, count, server)
    console.print(f"seed {wanted.seed}")
    with _database(wanted.database) as (url, folder):
        sys.exit(asyncio.run(_storm(wanted, url, folder)))


@contextmanager
def _database(kind: Database) -> Iterator[tuple[str, Path]]:
    """Make a seeded database and a folder beside it."""
    folder = Path(tempfile.mkdtemp(prefix="sb-kill-"))
    try:
        if kind is Database.sqlite:
            yield SqliteCopies(folder).url("northlight", folder / "store.db"), folder
            return
        copies = PostgresCopies()
        try:
            yield copies.url("northlight"), folder
        finally:
            copies.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _storm(wanted: Wanted, url: str, folder: Path) -> int:
    place = Place(url, folder, datetime.now(UTC))
    store = Store.at(url)
    people = await settle(store, min(10 + 4 * wanted.rounds, MOST_PEOPLE), START)
    replicas: list[Replica] = [Server(place) if wanted.server else Forked(place) for _ in range(wanted.replicas)]
    began = perf_counter()
    with _progress() as progress:
        task = progress.add_task("kills", total=wanted.rounds)
        storm = Storm(
            replicas,
            people,
            wanted.rounds,
            wanted.seed,
            calm=CALM_SECONDS * wanted.replicas,
            freezing=FREEZING if wanted.replicas > 1 else 0,
            killed=lambda: progress.advance(task),
        )
        await storm.rage()
    found = await reckon(store, storm.customers)
    await store.close()
    logged = place.log.read_text().splitlines()
    _print(storm, found, logged, perf_counter() - began)
    return 1 if found.faults or logged else 0


def _print(storm: Storm, found: Reckoning, logged: list[str], seconds: float) -> None:
    table = Table(title=f"{seconds:.0f} s, seed {storm.seed}")
    table.add_column("what")
    table.add_column("count", justify="right")
    for what, count in (
        ("kills", storm.kills),
        ("freezes", storm.freezes),
        ("conversations", len(storm.customers)),
        ("deliveries repeated", sum(customer.redelivered for customer in storm.customers)),
        ("turns", found.turns),
        ("writes", found.writes),
    ):
        table.add_row(what, str(count))
    table.add_section()
    for what, faults in (
        ("lost messages", found.lost),
        ("double effects", found.doubled_effects),
        ("missing effects", found.missing_effects),
        ("doubled replies", found.doubled_replies),
        ("stuck conversations", found.stuck),
        ("anything else wrong", found.wrong),
        ("lines of errors logged", logged),
    ):
        table.add_row(what, f"[red]{len(faults)}" if faults else "[green]0")
    console.print(table)
    for fault in found.faults[:SHOWN]:
        console.print(fault, style="red", markup=False)
    if logged:
        console.print("The last errors logged:", *logged[-SHOWN:], sep="\n", markup=False)


async def _steps() -> None:
    folder = Path(tempfile.mkdtemp(prefix="sb-kill-"))
    copies = SqliteCopies(folder)
    with _progress() as progress:
        for errand in ERRANDS:
            task = progress.add_task(errand.__name__, total=None)
            (folder / errand.__name__).mkdir()
            async for _ in every_step(copies, folder / errand.__name__, [errand, thanks]):
                progress.advance(task)
            progress.update(task, total=progress.tasks[task].completed)
    shutil.rmtree(folder, ignore_errors=True)


def _progress() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=console)


if __name__ == "__main__":
    typer.run(main)
