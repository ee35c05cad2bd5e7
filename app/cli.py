"""The `switchboard` command. What is slow to import is imported by the command that needs it."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from app.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
    help="Switchboard: a contact-centre AI orchestrator. Settings are environment variables that begin with "
    "`SWITCHBOARD_`; `.env.example` lists them.",
)
out = Console()
err = Console(stderr=True)


def main() -> None:
    """Run the command."""
    whole()()


def whole() -> typer.Typer:
    """Return the command with all that is installed for it: packages add commands as `switchboard.commands`."""
    known = {group.name for group in app.registered_groups}
    for entry in entry_points(group="switchboard.commands"):
        if entry.name not in known:
            app.add_typer(entry.load(), name=entry.name)
    return app


@app.command(epilog="Example: `SWITCHBOARD_PORT=9000 switchboard up`")
def up() -> None:
    """Start the server: the page, the API and the metrics."""
    from app.server import listening, serve
    from app.starting import Steps
    from app.telemetry import logs

    with _sentences():
        settings = _settings()
        logs.configure(settings.log_level)
        address = listening(settings)

        err.print(f"Switchboard for {settings.company} is starting; the first time takes a little longer ...")
        with Steps(err) if err.is_terminal else nullcontext() as steps:

            def ready(seconds: float) -> None:
                err.print(f"[green]Ready[/] after {seconds:.1f} s. The API is described at {settings.base_url}/docs")
                err.print(f"Open {settings.base_url}")
                if steps is not None:
                    steps.opened()

            def leave() -> None:
                if steps is not None:
                    steps.stop()
                err.print("Stopped before it was ready; the next start goes on from here.")
                os._exit(130)

            whole = asyncio.run(serve(settings, address, ready, leave))
        if not whole:
            err.print("[red]The server could not start;[/] the log above says why.")
            raise typer.Exit(1)


@app.command(epilog="Example: `switchboard chat --customer C-1001`, or `echo 'Where is my refund?' | switchboard chat`")
def chat(
    customer: Annotated[str | None, typer.Option(help="Sign in as this customer, such as C-1001.")] = None,
    url: Annotated[str | None, typer.Option(help="The server; without one running, it is started in here.")] = None,
    token: Annotated[str | None, typer.Option(help="A customer's token, where another server signs them.")] = None,
    transcript: Annotated[bool, typer.Option("--transcript", help="Print the whole conversation at the end.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew even if a matter is open.")] = False,
) -> None:
    """Talk to it in the terminal; lines can also be piped in."""
    from app.terminal import Chat, talk

    with _sentences():
        settings = _settings()
        wanted = Chat(settings, customer, url, token, transcript, fresh)
        if not asyncio.run(talk(wanted, out)):
            raise typer.Exit(1)


@app.command(epilog="Example: `switchboard seed`")
def seed() -> None:
    """Put Northlight's demonstration data into an empty database."""
    with _sentences():
        settings = _settings()
        with err.status("Preparing the database ..."):
            count = asyncio.run(_seed(settings))
        out.print(f"{count} customers are in {settings.database.rsplit('@', 1)[-1]}")


@app.command(epilog="Example: `SWITCHBOARD_ARTICLES_DIR=./our-articles switchboard ingest`")
def ingest() -> None:
    """Bring the knowledge base up to date; articles that did not change are not read again."""
    with _sentences():
        asyncio.run(_ingest(_settings()))


@app.command(epilog="Example: `switchboard token C-1001`, `switchboard token --supervisor Sam`")
def token(
    customer: Annotated[str | None, typer.Argument(help="The customer, such as C-1001.")] = None,
    supervisor: Annotated[str | None, typer.Option(help="A supervisor's name.")] = None,
    agent: Annotated[str | None, typer.Option(help="A contact-centre agent's name.")] = None,
    minutes: Annotated[int, typer.Option(help="How long a customer's token is valid.", min=1)] = 60,
) -> None:
    """Print a signed token, for trying; in operation the customer's own site signs theirs."""
    from app.tokens import Staff, Tokens, read_secret

    with _sentences():
        if [customer, supervisor, agent].count(None) != 2:
            raise typer.BadParameter("name one: CUSTOMER, --supervisor or --agent")
        tokens, now = Tokens(read_secret(_settings())), datetime.now(UTC)
        if customer is not None:
            sys.stdout.write(tokens.customer(customer, now=now, minutes=minutes) + "\n")
            return
        staff = Staff(supervisor or agent or "", "supervisor" if supervisor else "agent")
        sys.stdout.write(tokens.staff(staff, now=now) + "\n")


def _settings() -> "Settings":
    from app.settings import load

    return load()


@contextmanager
def _sentences() -> Iterator[None]:
    """End with a sentence where a setting, the database or a file is wrong."""
    from app.settings import SettingsError

    try:
        yield
    except SettingsError as error:
        err.print(f"[red]{error}[/]", highlight=False)
        raise typer.Exit(2) from error
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def _seed(settings: "Settings") -> int:
    from tools.store import customers
    from tools.store.engine import Store
    from tools.store.migrate import migrate
    from tools.store.seed import seed as put

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.at(settings.database)
    await migrate(store)
    await put(store, datetime.now(UTC))
    async with store.reading() as tx:
        count = len(await customers.everybody(tx))
    await store.close()
    return count


async def _ingest(settings: "Settings") -> None:
    from rich.progress import Progress

    from app.settings import SettingsError
    from app.terminal import answers

    if await answers(settings.base_url):
        raise SettingsError(f"The server at {settings.base_url} holds the knowledge base; stop it first.")
    with err.status("Loading the sentence model ..."):
        from app.wiring import articles, open_knowledge
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Reading articles", total=None)
        async with open_knowledge(settings) as knowledge:
            done = await knowledge.ingest(
                articles(settings),
                lambda name, count, total: progress.update(task, description=name, completed=count, total=total),
            )
    out.print(
        f"{done.passages} passages: {done.embedded} articles new or changed, {done.unchanged} unchanged, "
        f"{done.removed} removed"
    )
