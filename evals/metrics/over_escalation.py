"""Whether a person is brought in where none is needed: the small models' favourite fault."""

from collections.abc import Iterator

from evals.metrics.gold import forced, pairs, person_wanted
from evals.metrics.score import Score, happened
from evals.runs import ConversationRun
from evals.transcript import Transcript


def over_escalation(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score a conversation: it happens when any turn that needs no person is handed over."""
    if forced(run):
        unneeded = [pair for pair in pairs(run, transcript) if pair.expected.escalation is None]
        judged = bool(unneeded)
        taken = [(pair.turn, pair.done.escalation) for pair in unneeded if pair.done.escalation]
    else:
        judged = not person_wanted(transcript)
        taken = [(turn.turn, turn.escalation) for turn in run.turns if judged and turn.escalation]
    if judged:
        yield happened("over_escalation", None, "; ".join(f"turn {turn} was handed over: {why}" for turn, why in taken))
