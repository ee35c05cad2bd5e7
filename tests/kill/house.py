"""A house to be killed: everything real but the models, the knowledge base left out, and no long waits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import cast

import app.stream
import app.turn_rows
import app.turns
from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import House, ledger
from graphs.conversation import build
from graphs.services import Models
from prompts.registry import Prompts
from tests.databases import START
from tests.kill.mind import Mind
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store

LEASE_SECONDS, LOOK_SECONDS = 2.0, 0.2
NO_SECOND_LOOK = 3600.0
NEVER_ENDS = 1_000_000
SETTINGS = Settings(
    _env_file=None,
    token_secret="t0ken-for-tests-only-0123456789abcdef",
    rate_per_minute=1_000_000,
    rate_burst=1_000_000,
)
PROMPTS, GRAPH, LEDGER = Prompts(), build(), ledger(SETTINGS)
"""Made once, in the process that all workers are forked from."""


@dataclass(frozen=True)
class Place:
    """Where a process works."""

    database: str
    folder: Path
    began: datetime | None = None
    """When the clock began to run; one that never did stands still."""

    def settings(self) -> Settings:
        return SETTINGS.model_copy(update={"data_dir": self.folder, "database_url": self.database})

    def now(self) -> datetime:
        """Say what time it is in the store's world, whose data were made for the tests' start."""
        return START if self.began is None else START + (datetime.now(UTC) - self.began)

    @property
    def log(self) -> Path:
        return self.folder / "faults.log"


class LookedAround(Turns):
    """Turns that tell when they have taken up, at the start, what a crash left behind."""

    def __init__(self, house: House, metrics: Metrics) -> None:
        super().__init__(house, metrics)
        self.looked = asyncio.Event()

    async def take_up_unfinished(self) -> int:
        """Take it up, and tell."""
        try:
            return await super().take_up_unfinished()
        finally:
            self.looked.set()


def hurry(*, look_again: bool, patient: bool = True) -> None:
    """Shorten what a product waits for another replica; these tests are about what happens, not when.

    Where steps are counted nothing may come in between: then the product looks for unfinished turns only once. A
    patient one never suspects the message for the deaths of the processes that took it up.
    """
    again = LOOK_SECONDS if look_again else NO_SECOND_LOOK
    soon = partial(app.stream.follow, seconds=LOOK_SECONDS)
    vars(app.turns).update(LOOK_SECONDS=again, LEASE_SECONDS=LEASE_SECONDS, follow=soon)
    if patient:
        vars(app.turns).update(STARTS=NEVER_ENDS)
    vars(app.turn_rows).update(LEASE_SECONDS=LEASE_SECONDS)


def log_faults(place: Place) -> None:
    """Keep what no test may overlook: errors that the product has logged."""
    logging.basicConfig(filename=place.log, level=logging.ERROR, format="%(process)d %(message)s", force=True)


@asynccontextmanager
async def opened(place: Place, store: Store, asked: Callable[[], None] | None = None) -> AsyncIterator[Turns]:
    """Open the house and take up what the last process left behind."""
    settings = place.settings()
    mind = Mind() if asked is None else Mind(asked=asked)
    house = House(
        settings=settings,
        store=store,
        knowledge=cast(KnowledgeBase, None),
        models=Models(small=mind, large=mind),
        prompts=PROMPTS,
        ledger=LEDGER,
        graph=GRAPH,
        now=place.now,
    )
    try:
        turns = LookedAround(house, Metrics())
        async with turns.working():
            await turns.looked.wait()
            yield turns
    finally:
        await store.close()
