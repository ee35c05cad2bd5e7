"""Run the server: in the foreground for `switchboard up`, or within a terminal chat."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn

from app.front import Front
from app.settings import Settings, SettingsError
from app.tokens import read_secret

GRACE_SECONDS = 3
"""So long listeners may keep the server from ending."""


def listening(settings: Settings, port: int | None = None) -> socket.socket:
    """Take the address, before anything else is begun.

    Raises:
        SettingsError: It is not to be had.
    """
    taken = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    wanted = settings.port if port is None else port
    try:
        taken.bind((settings.host, wanted))
        taken.listen(512)
    except OSError as error:
        taken.close()
        why = error.strerror or "it cannot be had"
        raise SettingsError(
            f"{settings.host}:{wanted} cannot be listened on ({why}); set SWITCHBOARD_PORT to a free port."
        ) from error
    return taken


async def serve(
    settings: Settings, address: socket.socket, ready: Callable[[float], None], leave: Callable[[], None]
) -> bool:
    """Serve until told to stop; `ready` hears how many seconds it took. False if the server could not work.

    `leave` is called where it is told to stop before it has opened, and must end the process: threads that import or
    learn cannot be stopped, and nothing is lost with them.
    """
    read_secret(settings)
    began, whole = time.monotonic(), True

    def failed(_error: BaseException) -> None:
        nonlocal whole
        whole = False
        server.should_exit = True

    front = Front(settings, failed)
    server = Server(_config(front), lambda: leave() if whole and front.still_opening else None)
    announcing = asyncio.create_task(_announce(front, lambda: ready(time.monotonic() - began)))
    with address:
        await server.serve(sockets=[address])
    announcing.cancel()
    await asyncio.wait([announcing])
    return whole


@asynccontextmanager
async def within(settings: Settings) -> AsyncIterator[str]:
    """Serve on a free port of this machine for as long as the block runs, and give its address."""
    local = settings.model_copy(update={"host": "127.0.0.1", "public_base_url": None})
    address = listening(local, port=0)
    server = uvicorn.Server(_config(Front(local, lambda _: None)))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve(sockets=[address]))
    try:
        yield f"http://127.0.0.1:{address.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        address.close()


class Server(uvicorn.Server):
    """Hears that it must stop before it begins to wait for what still runs."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        self._stopping()
        await super().shutdown(sockets)


def _config(front: Front) -> uvicorn.Config:
    return uvicorn.Config(
        front, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=GRACE_SECONDS
    )


async def _announce(front: Front, ready: Callable[[], None]) -> None:
    app = await front.app()
    await app.state.opening.rooms()
    ready()
