"""Processes as the tests hold them: started, given messages, killed."""

import asyncio
import multiprocessing
import os
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Protocol

from tests.kill.fuse import Counts
from tests.kill.house import Place
from tests.kill.worker import Parcel, Told, work

NEVER = 0
_FORKS = multiprocessing.get_context("forkserver")
# One process imports everything, once; the others are forked from it in milliseconds.
_FORKS.set_forkserver_preload(["tests.kill.worker"])


class DiedError(Exception):
    """The process has died before it said `done`: the message must be delivered again."""


class Replica(Protocol):
    """A running process of the product."""

    async def start(self) -> None:
        """Start it; it need not be ready."""

    async def ready(self) -> None:
        """Wait until it answers."""

    async def deliver(self, parcel: Parcel) -> Told:
        """Deliver a message and return what was heard of its turn.

        Raises:
            DiedError: The process is not there, or not any more.
        """

    async def kill(self) -> None:
        """Send SIGKILL and wait for the end."""

    async def freeze(self, seconds: float) -> None:
        """Let it stand still, as on a machine that swaps or sleeps, and go on afterwards."""

    async def stop(self) -> None:
        """End it in good order."""


@dataclass
class Forked:
    """A process forked from one that has imported everything."""

    place: Place
    blows_at: int = NEVER
    counts: Counts = "messages"
    blown: str | None = None
    """The step at which the process killed itself."""
    _process: ForkServerProcess | None = None
    _pipe: Connection | None = None
    _waiting: dict[tuple[str, str], "asyncio.Future[Told]"] = field(default_factory=dict)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ended(self) -> bool:
        """Whether it has died, or was never started."""
        return self._pipe is None

    async def start(self) -> None:
        ours, theirs = _FORKS.Pipe()
        self._pipe, self._ended, self._up = ours, asyncio.Event(), asyncio.Event()
        process = _FORKS.Process(target=work, args=(theirs, self.place, self.blows_at, self.counts), daemon=True)
        await asyncio.to_thread(process.start)
        theirs.close()
        self._process = process
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear)

    async def ready(self) -> None:
        await self._up.wait()
        assert not self.ended, "the worker has ended by itself"

    async def deliver(self, parcel: Parcel) -> Told:
        key = (parcel.conversation_id, parcel.message_id)
        if self._pipe is None:
            raise DiedError
        heard: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._waiting[key] = heard
        try:
            self._pipe.send(parcel)
        except OSError:
            del self._waiting[key]
            raise DiedError from None
        return await heard

    async def kill(self) -> None:
        process = self._process
        assert process is not None
        assert process.pid is not None
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        await asyncio.to_thread(process.join)
        await self._ended.wait()

    async def stop(self) -> None:
        """Close the pipe: the worker ends its turns and leaves."""
        assert self._process is not None
        self._end()
        await asyncio.to_thread(self._process.join, 10)
        await self.kill()

    async def freeze(self, seconds: float) -> None:
        assert self._process is not None
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(self._process.pid, signal.SIGCONT)

    def _hear(self) -> None:
        assert self._pipe is not None
        try:
            kind, said = self._pipe.recv()
        except (EOFError, OSError):
            self._end()
            return
        if kind == "blown":
            self.blown = said
        elif kind == "up":
            self._up.set()
        elif kind == "done":
            self._done(*said)

    def _done(self, conversation_id: str, message_id: str, told: Told) -> None:
        heard = self._waiting.pop((conversation_id, message_id), None)
        if heard is not None and not heard.done():
            heard.set_result(told)

    def _end(self) -> None:
        if self._ended.is_set() or self._pipe is None:
            return
        self._ended.set()
        self._up.set()
        asyncio.get_running_loop().remove_reader(self._pipe.fileno())
        self._pipe.close()
        self._pipe = None
        waiting, self._waiting = self._waiting, {}
        for heard in waiting.values():
            if not heard.done():
                heard.set_exception(DiedError())
