"""A storm: processes are killed at random while customers go about their errands."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from tests.kill.customer import Customer
from tests.kill.errands import day_of
from tests.kill.house import LEASE_SECONDS
from tests.kill.replica import Replica
from tests.kill.town import Person

AT_ONCE = 2
"""Conversations at the same time."""
DURING_START = 0.25
"""How often a replica is killed at some moment counted from its start, whether it is up or not."""


@dataclass
class Storm:
    """Kills replicas, so often, at random; the town's people come one after the other as long as it lasts."""

    replicas: Sequence[Replica]
    people: Sequence[Person]
    rounds: int
    seed: int
    calm: float
    """Seconds that a replica has, on average, before it is killed."""
    freezing: float = 0.0
    """How often, instead, a replica only stands still for longer than its lease; another one must be there."""
    killed: Callable[[], None] = lambda: None
    """Called after each kill."""
    kills: int = 0
    freezes: int = 0
    customers: list[Customer] = field(default_factory=list)
    _over: bool = False

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311
        self._start_seconds = self.calm

    async def rage(self) -> None:
        """Let it happen, until the last kill has been survived."""
        for replica in self.replicas:
            # The first start takes longer than any other.
            await replica.start()
            await replica.ready()
            await replica.kill()
            began = perf_counter()
            await replica.start()
            await replica.ready()
            self._start_seconds = perf_counter() - began
        coming = iter(self.people)
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._come(coming))
            thunder = group.create_task(self._thunder())
            await thunder
            self._over = True
        for replica in self.replicas:
            await replica.stop()

    async def _come(self, coming: Iterator[Person]) -> None:
        for person in coming:
            # What each wants does not depend on who is killed when.
            wants = Random(f"{self.seed} {person.number}")  # noqa: S311
            customer = Customer(person, day_of(person, wants), self._choose)
            self.customers.append(customer)
            await customer.converse()
            if self._over:
                return

    async def _thunder(self) -> None:
        while self.kills < self.rounds:
            replica = self._chance.choice(self.replicas)
            starting = self._chance.random() < DURING_START
            if not starting:
                # Killed again and again before it is up, a replica would never answer anybody.
                await replica.ready()
            await asyncio.sleep(self._chance.uniform(0, self._start_seconds if starting else 2 * self.calm))
            if self._chance.random() < self.freezing:
                await replica.freeze(1.5 * LEASE_SECONDS)
                self.freezes += 1
                continue
            await replica.kill()
            self.kills += 1
            self.killed()
            await replica.start()

    async def _choose(self) -> Replica:
        return self._chance.choice(self.replicas)
