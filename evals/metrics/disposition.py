"""Whether the matter is filed under the right disposition."""

from collections.abc import Iterator

from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript


def disposition(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare the last disposition given with the one expected at the end."""
    if transcript.disposition is not None:
        found = next((turn.disposition for turn in reversed(run.turns) if turn.disposition), None)
        right = found == transcript.disposition
        yield judged("disposition", None, right, f"{found or 'none'} instead of {transcript.disposition}")
