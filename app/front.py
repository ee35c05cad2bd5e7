"""What the server runs: it says that it is alive at once, while the house behind it still opens.

The graph's libraries take seconds to import. They are imported in a thread; until then `/healthz` is answered here, and
every other request waits its turn.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from starlette.types import Message, Receive, Scope, Send

from app.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.opening import Opening

log = logging.getLogger(__name__)
Failed = Callable[[BaseException], None]
Make = Callable[[Settings, Failed], "FastAPI"]


class Front:
    """An ASGI application that answers before the real one is imported."""

    def __init__(self, settings: Settings, failed: Failed, make: Make | None = None) -> None:
        self._settings = settings
        self._failed = failed
        self._make = make or _make
        self._app: asyncio.Future[FastAPI] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif self._opening and scope["type"] == "http" and scope["path"] == "/healthz":
            await _say_alive(send)
        else:
            await (await self.app())(scope, receive, send)

    async def app(self) -> "FastAPI":
        """Wait until the real application is there."""
        if self._app is None:
            self._app = asyncio.ensure_future(asyncio.to_thread(self._make, self._settings, self._failed))
        return await asyncio.shield(self._app)

    @property
    def still_opening(self) -> bool:
        """Whether the house is neither open nor known never to be."""
        if self._opening or self._app is None:
            return True
        opening: Opening = self._app.result().state.opening
        return not opening.ready and opening.failure is None

    @property
    def _opening(self) -> bool:
        return self._app is None or not self._app.done()

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Report the start as complete at once; start and stop the real application behind it."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        stop = asyncio.Event()
        inner = asyncio.create_task(self._inner(scope, stop))
        inner.add_done_callback(self._ended)
        await receive()
        stop.set()
        await asyncio.wait([inner])
        await send({"type": "lifespan.shutdown.complete"})

    async def _inner(self, scope: Scope, stop: asyncio.Event) -> None:
        app = await self.app()
        begun = False

        async def receive() -> Message:
            nonlocal begun
            if begun:
                await stop.wait()
                return {"type": "lifespan.shutdown"}
            begun = True
            return {"type": "lifespan.startup"}

        async def send(message: Message) -> None:
            if message["type"].endswith(".failed"):
                log.critical("%s", message.get("message", message["type"]))

        await app(scope, receive, send)

    def _ended(self, inner: "asyncio.Task[None]") -> None:
        if not inner.cancelled() and (error := inner.exception()) is not None:
            log.critical("the application failed", exc_info=error)
            self._failed(error)


def _make(settings: Settings, failed: Failed) -> "FastAPI":
    log.info("loading the program")
    made: FastAPI = import_module("app.main").create_app(settings, failed=failed)
    return made


async def _say_alive(send: Send) -> None:
    body = json.dumps({"status": "alive"}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
