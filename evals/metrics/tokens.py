"""How many tokens a conversation takes."""

from collections.abc import Iterator

from evals.metrics.score import Score
from evals.runs import ConversationRun
from evals.transcript import Transcript


def tokens(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Count the tokens that went to models and came from them."""
    used = [turn.used for turn in run.turns]
    yield Score(metric="tokens", value=sum(one.input_tokens + one.output_tokens for one in used))
