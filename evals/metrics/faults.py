"""Whether a turn ends in a fault of ours."""

from collections.abc import Iterator

from evals.metrics.score import Score, happened
from evals.runs import ConversationRun
from evals.transcript import Transcript


def faults(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Score each turn by whether it came to no end of its own; one more where the recording cannot be played on."""
    for turn in run.turns:
        yield happened("faults", turn.turn, turn.error or "")
    if run.broken is not None:
        yield happened("faults", None, run.broken)
