"""Whether nobody comes where a person is needed."""

from collections.abc import Iterator

from evals.metrics.gold import forced, pairs, person_wanted
from evals.metrics.score import Score, happened
from evals.runs import ConversationRun
from evals.transcript import Transcript


def under_escalation(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each turn that needs a person; a simulated conversation as a whole."""
    if not forced(run):
        wanted = person_wanted(transcript)
        came = any(turn.escalation for turn in run.turns)
        if wanted:
            yield happened("under_escalation", None, "" if came else f"nobody came: {wanted[0]}")
        return
    for pair in pairs(run, transcript):
        reason = pair.expected.escalation
        if reason is not None:
            yield happened("under_escalation", pair.turn, "" if pair.done.escalation else f"nobody came: {reason}")
