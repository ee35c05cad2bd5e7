"""How long the customer waits."""

from collections.abc import Iterator

from evals.metrics.score import Score
from evals.runs import ConversationRun
from evals.transcript import Transcript


def latency(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Take the time of each turn, in milliseconds."""
    for turn in run.turns:
        yield Score(metric="latency", value=turn.latency_ms, turn=turn.turn)
