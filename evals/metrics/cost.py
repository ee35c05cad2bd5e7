"""What a conversation costs."""

from collections.abc import Iterator

from evals.metrics.score import Score
from evals.runs import ConversationRun
from evals.transcript import Transcript


def cost(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Add up what the models cost, in US dollars."""
    yield Score(metric="cost", value=float(sum(turn.used.cost_usd for turn in run.turns)))
