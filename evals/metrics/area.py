"""Whether the right specialist answers."""

from collections.abc import Iterator

from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

NOWHERE = "none"


def area(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare the area that answered with the one that must, where one must."""
    for turn, expected, found in areas(run, transcript):
        yield judged("area", turn, found == expected, f"{found} answered instead of {expected}")


def areas(run: ConversationRun, transcript: Transcript) -> Iterator[tuple[int, str, str]]:
    """Yield turn, expected and found area: the cells of a confusion matrix."""
    for pair in pairs(run, transcript):
        if pair.expected.area is not None:
            yield pair.turn, pair.expected.area, pair.done.area or NOWHERE
