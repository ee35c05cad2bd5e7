"""The chat in the terminal: the API's events, made readable."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import httpx2
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.settings import Settings, SettingsError
from app.tokens import Tokens, read_secret


@dataclass(frozen=True)
class Chat:
    """What was asked for on the command line."""

    settings: Settings
    customer: str | None
    url: str | None
    token: str | None
    transcript: bool
    fresh: bool


async def talk(wanted: Chat, console: Console) -> bool:
    """Talk until the input ends; False if the server did not go along."""
    async with AsyncExitStack() as stack:
        url = await _server(wanted, stack, console)
        client = await stack.enter_async_context(httpx2.AsyncClient(base_url=url, timeout=None))
        opened = await client.post("/v1/conversations", json={"fresh": wanted.fresh}, headers=_identity(wanted))
        if not _went_well(opened, console):
            return False
        line = Line(client, opened.json(), console)
        if opened.json()["resumed"]:
            console.print("[dim]Your open matter goes on; --fresh begins a new one.[/]")
        async for text in _inputs(console):
            if not await line.say(text):
                return False
        if wanted.transcript:
            await line.print_transcript()
        return True


async def answers(url: str) -> bool:
    """Whether a server is there."""
    try:
        async with httpx2.AsyncClient(timeout=2) as client:
            return (await client.get(f"{url}/healthz")).is_success
    except httpx2.TransportError:
        return False


class Line:
    """One conversation, as the terminal shows it."""

    def __init__(self, client: httpx2.AsyncClient, opened: dict[str, Any], console: Console) -> None:
        self._client = client
        self._where = f"/v1/conversations/{opened['conversation_id']}"
        self._headers = {"Authorization": f"Bearer {opened['access_token']}"}
        self._console = console
        self._said = ""
        """The pieces of the reply so far."""
        self._mid_line = False

    async def say(self, text: str) -> bool:
        """Send a message and show its answer."""
        body = {"text": text, "client_message_id": token_hex(8)}
        request = self._client.stream("POST", f"{self._where}/messages", json=body, headers=self._headers)
        async with request as response:
            if not response.is_success:
                await response.aread()
                return _went_well(response, self._console)
            async for event in _events(response):
                self._show(event)
        return True

    async def print_transcript(self) -> None:
        """Show the whole conversation."""
        response = await self._client.get(f"{self._where}/transcript", headers=self._headers)
        table = Table("at", "who", "what", show_edge=False, header_style="dim")
        for entry in response.json()["entries"]:
            at = datetime.fromisoformat(entry["at"]).astimezone().strftime("%H:%M:%S")
            shown = _SHOWN.get(entry["type"])
            said = shown(entry["data"]) if shown is not None and not entry["text"] else escape(entry["text"] or "")
            table.add_row(at, entry["by"], said)
        self._console.print(table)

    def _show(self, event: dict[str, Any]) -> None:
        shown = _SHOWN.get(event["type"])
        if event["type"] == "text.delta":
            self._said += event["text"]
            self._print(event["text"])
        elif event["type"] == "message":
            self._whole(event["text"])
        elif event["type"] == "text.reset" and not self._said:
            return
        elif shown is not None and (note := shown(event)):
            self._said = "" if event["type"] == "text.reset" else self._said
            self._end_line()
            self._console.print(note, highlight=False)

    def _whole(self, text: str) -> None:
        if self._said.split() != text.split():
            self._end_line()
            self._print(text)
        self._end_line()
        self._said = ""

    def _print(self, text: str) -> None:
        self._console.print(escape(text), end="", highlight=False, soft_wrap=True)
        self._mid_line = not text.endswith("\n")

    def _end_line(self) -> None:
        if self._mid_line:
            self._console.print()
        self._mid_line = False


def _routed(event: dict[str, Any]) -> str:
    where = " · ".join(part for part in (event["tier"], event["area"], event["intent"]) if part)
    return f"[dim]{where} ({event['reason']})[/]"


def _tool(event: dict[str, Any]) -> str:
    given = ", ".join(f"{name}={value}" for name, value in event["arguments"].items())
    return f"[dim]{event['tool']}({escape(given)}) {'' if event['ok'] else 'failed '}{event['latency_ms']:.0f} ms[/]"


def _action(event: dict[str, Any]) -> Table | str:
    if not event["receipt"]:
        return f"[yellow]{event['tool']}: {event['state']}[/]"
    table = Table(title=f"Receipt: {event['tool']}", title_style="green", show_header=False, title_justify="left")
    for name, value in event["receipt"].items():
        if value is not None:
            table.add_row(name.replace("_", " "), escape(_plain(value)))
    return table


def _plain(value: Any) -> str:
    if isinstance(value, dict) and {"amount", "currency"} <= value.keys():
        return f"{value['amount']} {value['currency']}"
    return ", ".join(_plain(part) for part in value.values()) if isinstance(value, dict) else str(value)


_SHOWN: dict[str, Any] = {
    "routed": _routed,
    "tool": _tool,
    "confirmation": lambda event: f"[cyan]to confirm: {event['tool']} (yes / no)[/]",
    "action": _action,
    "escalation": lambda event: f"[magenta]a person is asked to take over ({event['reason']})[/]",
    "held": lambda _: "[magenta]a person has this conversation; your message is with them[/]",
    "closed": lambda event: f"[dim]closed: {event['disposition']}[/]",
    "error": lambda event: f"[red]{event['detail']}[/]",
    "text.reset": lambda event: f"[dim]({event['reason']})[/]",
}


async def _server(wanted: Chat, stack: AsyncExitStack, console: Console) -> str:
    """Find the server that is running, or start one in here."""
    url = (wanted.url or wanted.settings.base_url).rstrip("/")
    if await answers(url):
        return url
    if wanted.url is not None:
        raise SettingsError(f"No server answers at {wanted.url}; start one with `switchboard up`.")
    from app.server import within
    from app.telemetry import logs

    logs.configure("error")
    url = await stack.enter_async_context(within(wanted.settings))
    with console.status("Starting (no server is running) ..."):
        async with httpx2.AsyncClient(base_url=url, timeout=None) as client:
            # A request waits until the house is open.
            if not _went_well(await client.post("/v1/conversations"), console):
                raise SettingsError("The server could not start.")
    return url


def _identity(wanted: Chat) -> dict[str, str]:
    token = wanted.token
    if token is None and wanted.customer is not None:
        token = Tokens(read_secret(wanted.settings)).customer(wanted.customer, now=datetime.now(UTC))
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def _went_well(response: httpx2.Response, console: Console) -> bool:
    if response.is_success:
        return True
    kind = response.headers.get("content-type", "")
    detail = response.json()["detail"] if kind.endswith("problem+json") else response.text
    console.print(f"[red]{response.status_code}: {escape(detail)}[/]", highlight=False)
    return False


async def _events(response: httpx2.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in response.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def _inputs(console: Console) -> AsyncIterator[str]:
    """Yield what is typed, or the lines that are piped in."""
    import asyncio

    typed = sys.stdin.isatty()
    while True:
        try:
            text = await asyncio.to_thread(_ask, console, typed)
        except EOFError:
            return
        if text.strip() in ("/quit", "/exit"):
            return
        if text.strip():
            yield text.strip()


def _ask(console: Console, typed: bool) -> str:
    if typed:
        return console.input("[bold]> [/]")
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    console.print(f"[bold]> [/]{escape(line.rstrip())}", highlight=False)
    return line
