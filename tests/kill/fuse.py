"""A process that kills itself at a certain step: before or after a commit, or where the model is asked."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from tools.store.engine import Store, Transaction

Counts = Literal["messages", "everything", "model calls"]
"""Which steps count: those that a delivered message leads to, all of them, or only where the model is asked."""
MODEL_ASKED = "the model is asked"
under_way: ContextVar[bool] = ContextVar("under_way", default=False)
"""Set while a delivered message is dealt with, and in every task that this begins."""


@dataclass
class Fuse:
    """Counts steps, and ends the process at one of them as `kill -9` does."""

    blows_at: int
    counts: Counts
    tell: Callable[[str], None]
    """Hears the name of the last step."""
    steps: int = 0

    def step(self, name: str) -> None:
        """Take one step, perhaps the last."""
        if not self._counted(name):
            return
        self.steps += 1
        if self.steps == self.blows_at:
            self.tell(name)
            os.kill(os.getpid(), signal.SIGKILL)

    def _counted(self, name: str) -> bool:
        if self.counts == "model calls":
            return name == MODEL_ASKED
        return self.counts == "everything" or under_way.get()


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
