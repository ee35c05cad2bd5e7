"""A server of its own, talked to over HTTP."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2

from app.tokens import Staff, Tokens
from tests.kill.house import SETTINGS, Place
from tests.kill.replica import DiedError
from tests.kill.worker import Parcel, Told

AGAIN_SECONDS = 0.1


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _tokens() -> Tokens:
    assert SETTINGS.token_secret is not None
    return Tokens(SETTINGS.token_secret.get_secret_value())


@dataclass
class Server:
    """One uvicorn process."""

    place: Place
    port: int = field(default_factory=_free_port)
    _process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        assert self.place.began is not None
        words = [self.place.database, str(self.place.folder), self.place.began.isoformat(), str(self.port)]
        self._process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.kill.serve", *words)

    async def ready(self) -> None:
        async with self._client() as client:
            while True:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx2.TransportError:
                    assert self._process is not None
                    assert self._process.returncode is None, "the server has ended by itself"
                await asyncio.sleep(AGAIN_SECONDS)

    async def deliver(self, parcel: Parcel) -> Told:
        told: Told = []
        try:
            async with self._client() as client:
                async for kind, data in self._heard(client, parcel):
                    told.append((kind, data))
                    if kind == "done" and parcel.message_id in data["answers"]:
                        # Who listens from the beginning hears the whole conversation.
                        return [(kind, heard) for kind, heard in told if heard["turn_id"] == data["turn_id"]]
        except httpx2.TransportError:
            await asyncio.sleep(AGAIN_SECONDS)
        raise DiedError

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def freeze(self, seconds: float) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self._process.send_signal(signal.SIGCONT)

    async def _end(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        await self._process.wait()

    async def _heard(self, client: httpx2.AsyncClient, parcel: Parcel) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        where = f"/v1/conversations/{parcel.conversation_id}"
        now = datetime.now(UTC)
        key = {"Authorization": f"Bearer {_tokens().conversation(parcel.conversation_id, now=now)}"}
        if parcel.approves is not None:
            boss = {"Authorization": f"Bearer {_tokens().staff(Staff('Sam', 'supervisor'), now=now)}"}
            decided = await client.post(f"/v1/approvals/{parcel.approves}", json={"decision": "approve"}, headers=boss)
            _check(decided, 202)
            asking = client.stream("GET", f"{where}/events", headers=key)
        else:
            body = {"text": parcel.text, "client_message_id": parcel.message_id}
            asking = client.stream("POST", f"{where}/messages", json=body, headers=key)
        async with asking as response:
            _check(response, 200)
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    data = json.loads(line.removeprefix("data: "))
                    yield data["type"], data

    def _client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=30)


def _check(response: httpx2.Response, status: int) -> None:
    if response.status_code >= 500:
        raise DiedError
    assert response.status_code == status, f"{response.request.url}: {response.status_code}"
