"""Whether everything that a message asks for is understood, not only the first thing."""

from collections import Counter
from collections.abc import Iterator

from evals.metrics.intent import understood, wishing
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript


def wishes(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare all requests of a turn with all wishes, in whatever order."""
    for pair in wishing(run, transcript):
        expected = [wish.intent for wish in pair.expected.wishes]
        found = list(understood(pair))
        right = Counter(expected) == Counter(found)
        yield judged("wishes", pair.turn, right, f"{', '.join(found)} instead of {', '.join(expected)}")
