"""What is measured, and how the bench's processes tell one another."""

from statistics import median, quantiles

from pydantic import BaseModel, ConfigDict

from evals.bench.contenders import YARDSTICK


class Told(BaseModel):
    """One line between processes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Order(Told):
    """Turns to be run: one by one, or in all the conversations at once."""

    conversations: list[str]
    turns: int
    at_once: bool = False


class Sample(Told):
    """One turn."""

    cpu_ms: float
    """User and system time of the whole process, threads included; means nothing for turns run at once."""
    latency_ms: float
    first_ms: float
    """Until the first piece of the reply was heard."""


class Report(Told):
    """What an order came to."""

    samples: list[Sample]
    seconds: float
    cpu_ms: float


class Figures(BaseModel):
    """One contender's numbers: medians, or all that was measured."""

    model_config = ConfigDict(extra="forbid")

    cpu_ms: dict[int, list[float]] = {}
    """By the turn's number."""
    latency_ms: list[float] = []
    first_ms: list[float] = []
    turns_per_second: list[float] = []
    cpu_ms_at_once: list[float] = []
    stored_bytes: dict[int, list[float]] = {}
    """What a turn adds, by its number."""
    file_bytes_per_turn: float = 0
    memory_mb: float = 0


class Row(BaseModel):
    """One measure, for each contender."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    unit: str
    digits: int
    values: dict[str, float]
    spread: dict[str, tuple[float, float]]
    """The quartiles, where there are enough samples."""

    def ratio(self, name: str) -> float | None:
        """Compare with the yardstick of the same run."""
        against = self.values.get(YARDSTICK)
        return self.values[name] / against if against else None


def rows(figures: dict[str, Figures]) -> list[Row]:
    """Condense all that was measured into medians."""
    made = [
        _row("CPU, turn 1", "ms", 1, {name: one.cpu_ms[1] for name, one in figures.items()}),
        _row("CPU, turn 10", "ms", 1, {name: one.cpu_ms[10] for name, one in figures.items()}),
        _row("CPU, turn 50", "ms", 1, {name: one.cpu_ms[50] for name, one in figures.items()}),
        _row("CPU, 32 at once", "ms", 1, {name: one.cpu_ms_at_once for name, one in figures.items()}),
        _row("Latency, p50", "ms", 1, {name: one.latency_ms for name, one in figures.items()}),
        _row("First token, p50", "ms", 1, {name: one.first_ms for name, one in figures.items()}),
        _row("Turns/s, 32 at once", "", 1, {name: one.turns_per_second for name, one in figures.items()}),
    ]
    for turn in (1, 10, 50):
        stored = {name: one.stored_bytes[turn] for name, one in figures.items()}
        made.append(_row(f"Stored, turn {turn}", "B", 0, stored))
    files = {name: [one.file_bytes_per_turn] for name, one in figures.items()}
    memory = {name: [one.memory_mb] for name, one in figures.items()}
    growth = {name: [median(one.cpu_ms[50]) / median(one.cpu_ms[1])] for name, one in figures.items()}
    made.insert(3, _row("CPU, turn 50 / turn 1", "x", 2, growth))
    return [*made, _row("Database per turn", "B", 0, files), _row("Memory", "MB", 0, memory)]


def _row(measure: str, unit: str, digits: int, samples: dict[str, list[float]]) -> Row:
    return Row(
        measure=measure,
        unit=unit,
        digits=digits,
        values={name: median(found) for name, found in samples.items()},
        spread={name: _quartiles(found) for name, found in samples.items() if len(found) > 3},
    )


def _quartiles(found: list[float]) -> tuple[float, float]:
    low, _, high = quantiles(found, n=4)
    return low, high
