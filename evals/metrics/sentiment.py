"""Whether the customer's mood is read right."""

from collections.abc import Iterator

from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript
from graphs.state import Sentiment

_UNNOTICED: Sentiment = "neutral"


def sentiment(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare the mood that was read with the one that is there; where code answers none is noticed."""
    for pair in pairs(run, transcript):
        wanted, found = pair.expected.sentiment, pair.done.sentiment or _UNNOTICED
        if wanted is not None:
            yield judged("sentiment", pair.turn, found == wanted, f"{found} was read instead of {wanted}")
