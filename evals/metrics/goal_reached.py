"""Whether a simulated customer goes away content."""

from collections.abc import Iterator

from evals.metrics.gold import forced, person_wanted
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

_CONTENT = "goal_reached"


def goal_reached(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score a simulated conversation by how it ended; who wants a person is content when one takes over."""
    if not forced(run):
        met = run.ended == _CONTENT or (bool(person_wanted(transcript)) and any(turn.escalation for turn in run.turns))
        yield judged("goal_reached", None, met, f"ended: {run.ended}")
