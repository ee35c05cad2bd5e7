"""How long a conversation takes, in turns."""

from collections.abc import Iterator

from evals.metrics.score import Score
from evals.runs import ConversationRun
from evals.transcript import Transcript


def turns(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Count the turns."""
    yield Score(metric="turns", value=len(run.turns))
