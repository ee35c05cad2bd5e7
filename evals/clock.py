"""The clock of a replay: every conversation has its own, and it moves only between turns."""

from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

START = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
"""When a conversation without a time of its own begins: a Wednesday morning."""
BETWEEN_TURNS = timedelta(seconds=20)
_TIME: ContextVar[datetime] = ContextVar("time", default=START)


def now() -> datetime:
    """Say what time it is in the conversation that runs in this task, in UTC."""
    return _TIME.get()


def set_to(time: datetime) -> None:
    """Set this task's clock."""
    _TIME.set(time.astimezone(UTC))


def forward() -> None:
    """Let the time between two turns pass."""
    _TIME.set(_TIME.get() + BETWEEN_TURNS)
