"""Whether the person who takes over is told the right reason."""

from collections.abc import Iterator

from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

ANY = "any"


def escalation_reason(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare the reason of each hand-over that had to be with the one it had to have."""
    for pair in pairs(run, transcript):
        wanted, found = pair.expected.escalation, pair.done.escalation
        if wanted not in (None, ANY) and found is not None:
            yield judged("escalation_reason", pair.turn, wanted == found, f"{found} instead of {wanted}")
