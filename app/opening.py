"""The house while it opens: requests wait for it, `/readyz` asks about it, and the server's end closes it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from app.problems import Problem

if TYPE_CHECKING:
    from app.turns import Turns
    from app.wiring import House

log = logging.getLogger(__name__)
Rooms = tuple["House", "Turns"]


class Opening:
    """Opens the house in the background and keeps it open until the end."""

    def __init__(
        self, rooms: Callable[[], AbstractAsyncContextManager[Rooms]], failed: Callable[[Exception], None] | None = None
    ) -> None:
        self._rooms = rooms
        self._failed = failed
        self._begun = asyncio.Event()
        self._open: asyncio.Future[Rooms] | None = None

    @property
    def ready(self) -> bool:
        """Whether turns can be answered."""
        return self._open is not None and self._open.done() and not self._open.exception()

    @property
    def failure(self) -> str | None:
        """Why the house did not open, if it did not."""
        if self._open is None or not self._open.done() or self._open.exception() is None:
            return None
        return f"{self._open.exception()}"

    async def rooms(self) -> Rooms:
        """Wait until the house is open.

        Raises:
            Problem: 503, it did not open.
        """
        await self._begun.wait()
        if self._open is None:
            raise Problem(503, "The server is ending; try again in a moment.", {"Retry-After": "2"})
        await asyncio.wait([self._open])
        if self.failure is not None:
            raise Problem(503, "The server could not start; its log says why.", {"Retry-After": "30"})
        return self._open.result()

    @asynccontextmanager
    async def kept_open(self) -> AsyncIterator[None]:
        """Open the house in the background for as long as the block runs."""
        self._open = opened = asyncio.get_running_loop().create_future()
        self._begun.set()
        leave = asyncio.Event()
        keeper = asyncio.create_task(self._keep(opened, leave))
        keeper.add_done_callback(lambda ended: self._ended(ended, opened))
        try:
            yield
        finally:
            leave.set()
            await asyncio.wait([keeper])
            if self.failure is None:
                keeper.result()

    async def _keep(self, opened: "asyncio.Future[Rooms]", leave: asyncio.Event) -> None:
        """Enter and leave in one task, as context managers want it."""
        async with self._rooms() as rooms:
            opened.set_result(rooms)
            await leave.wait()

    def _ended(self, keeper: "asyncio.Task[None]", opened: "asyncio.Future[Rooms]") -> None:
        """Let waiting requests hear that the house did not open."""
        error = None if keeper.cancelled() else keeper.exception()
        if opened.done() or not isinstance(error, Exception):
            return
        log.critical("the house did not open: %s", error, exc_info=error)
        opened.set_exception(error)
        if self._failed is not None:
            self._failed(error)
