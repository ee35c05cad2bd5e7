"""Rounds: each contender does the same small piece of work in turn, so that a drift of the machine hits all alike."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.bench.samples import Figures, Order, Report
from evals.bench.stage import Stage
from evals.bench.stored import content_bytes, file_bytes

STOPS = (1, 8, 9, 10, 12, 47, 49, 50, 52)
"""The long conversation pauses after these turns, for the others to catch up and for what is stored to be read."""
WINDOWS = {10: range(8, 13), 50: range(48, 53)}
"""Turns that count as turn 10 and turn 50."""
AT_ONCE = 32
WARM_UP = 5
Tick = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is run."""

    rounds: int
    first_turns: int
    """Conversations a round of which only the first turn is run."""
    turns_at_once: int
    """Turns that each of the 32 conversations has."""

    @property
    def steps(self) -> int:
        """How often each contender is called on."""
        return 1 + self.rounds * (2 + len(STOPS))


class Rounds:
    """Runs a plan on a stage and gathers the figures."""

    def __init__(self, stage: Stage, plan: Plan, tick: Tick) -> None:
        self._stage = stage
        self._plan = plan
        self._tick = tick
        self._turns = dict.fromkeys(stage.actors, 0)
        self.figures = {name: Figures() for name in stage.actors}

    async def run(self) -> dict[str, Figures]:
        """Warm up, then go round."""
        empty: dict[str, int] = {}
        for name, actor in self._stage.actors.items():
            await self._play(name, Order(conversations=["warm-up"], turns=WARM_UP))
            empty[name], self._turns[name] = file_bytes(actor.scene.database), 0
        for number in range(self._plan.rounds):
            await self._round(number)
        for name, actor in self._stage.actors.items():
            grown = file_bytes(actor.scene.database) - empty[name]
            self.figures[name].file_bytes_per_turn = grown / self._turns[name]
            self.figures[name].memory_mb = actor.memory_mb
        return self.figures

    async def _round(self, number: int) -> None:
        names = list(self._stage.actors)
        turned = number % len(names)
        names = names[turned:] + names[:turned]
        for name in names:
            await self._first(name, number)
        for before, stop in zip((0, *STOPS), STOPS, strict=False):
            for name in names:
                await self._long(name, f"long-{number}", before, stop)
        for name in names:
            await self._at_once(name, number)

    async def _first(self, name: str, number: int) -> None:
        """Run first turns only."""
        beginnings = [f"first-{number}-{one}" for one in range(self._plan.first_turns)]
        report = await self._play(name, Order(conversations=beginnings, turns=1))
        self.figures[name].cpu_ms.setdefault(1, []).extend(sample.cpu_ms for sample in report.samples)

    async def _long(self, name: str, conversation: str, before: int, stop: int) -> None:
        """Run a conversation on to its next stop."""
        database, figures = self._stage.actors[name].scene.database, self.figures[name]
        stored = content_bytes(database)
        report = await self._play(name, Order(conversations=[conversation], turns=stop - before))
        if stop - before == 1:
            figures.stored_bytes.setdefault(stop, []).append(content_bytes(database) - stored)
        for turn, sample in enumerate(report.samples, start=before + 1):
            for window in (window for window, turns in WINDOWS.items() if turn in turns):
                figures.cpu_ms.setdefault(window, []).append(sample.cpu_ms)
            if turn in WINDOWS[10]:
                figures.latency_ms.append(sample.latency_ms)
                figures.first_ms.append(sample.first_ms)

    async def _at_once(self, name: str, number: int) -> None:
        """Run many new conversations at the same time."""
        crowd = [f"crowd-{number}-{one}" for one in range(AT_ONCE)]
        report = await self._play(name, Order(conversations=crowd, turns=self._plan.turns_at_once, at_once=True))
        self.figures[name].turns_per_second.append(len(report.samples) / report.seconds)
        self.figures[name].cpu_ms_at_once.append(report.cpu_ms / len(report.samples))

    async def _play(self, name: str, order: Order) -> Report:
        self._tick(name)
        report = await self._stage.actors[name].play(order)
        self._turns[name] += len(report.samples)
        return report
