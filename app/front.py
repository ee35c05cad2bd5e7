"""What the server runs: it says that it is alive at once, while the house behind it still opens.

The graph's libraries take seconds to import. They are imported in a thread; until then `/healthz` is answered here, and
every other request waits its turn.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from importlib import import_module

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

log = logging.getLogger(__name__)


class Front:
    """An ASGI application that answers before the real one is imported."""

    def __init__(self, settings: Settings, open_app: Callable[[Settings], ASGIApp] | None = None) -> None:
        self._settings = settings
        self._open_app = open_app or _import_app
        self._app: asyncio.Future[ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif self._opening and scope["type"] == "http" and scope["path"] == "/healthz":
            await _say_alive(send)
        else:
            await (await asyncio.shield(self._loaded()))(scope, receive, send)

    @property
    def _opening(self) -> bool:
        return self._app is None or not self._app.done()

    def _loaded(self) -> "asyncio.Future[ASGIApp]":
        if self._app is None:
            self._app = asyncio.ensure_future(asyncio.to_thread(self._open_app, self._settings))
        return self._app

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Report the start as complete at once; start and stop the real application behind it."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        inner = asyncio.create_task(self._inner(scope, stopped := asyncio.Event()))
        await receive()
        stopped.set()
        await inner
        await send({"type": "lifespan.shutdown.complete"})

    async def _inner(self, scope: Scope, stopped: asyncio.Event) -> None:
        app = await asyncio.shield(self._loaded())
        started = False

        async def receive() -> Message:
            nonlocal started
            if not started:
                started = True
                return {"type": "lifespan.startup"}
            await stopped.wait()
            return {"type": "lifespan.shutdown"}

        async def send(message: Message) -> None:
            if message["type"].endswith(".failed"):
                log.critical("%s", message.get("message", message["type"]))

        await app(scope, receive, send)


def _import_app(settings: Settings) -> ASGIApp:
    app: ASGIApp = import_module("app.main").create_app(settings)
    return app


async def _say_alive(send: Send) -> None:
    body = json.dumps({"status": "alive"}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
