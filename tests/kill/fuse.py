"""A process that kills itself at a certain step: before or after a commit, or where the model is asked."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tools.store.engine import Store, Transaction

under_way: ContextVar[bool] = ContextVar("under_way", default=False)
"""Set while a delivered message is dealt with, and in every task that this begins: only such steps count."""


@dataclass
class Fuse:
    """Counts steps, and ends the process at one of them as `kill -9` does."""

    blows_at: int
    tell: Callable[[str], None]
    """Hears the name of the last step."""
    steps: int = 0

    def step(self, name: str) -> None:
        """Take one step, perhaps the last."""
        if not under_way.get():
            return
        self.steps += 1
        if self.steps == self.blows_at:
            self.tell(name)
            os.kill(os.getpid(), signal.SIGKILL)


class FusedStore(Store):
    """A store whose every commit is two steps: all is written and not yet committed; all is committed."""

    def __init__(self, store: Store, fuse: Fuse) -> None:
        super().__init__(store.engine)
        self._fuse = fuse

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with super().writing() as tx:
            yield tx
            self._fuse.step("before a commit")
        self._fuse.step("after a commit")
