"""Whether whoever asks for a person gets one: always, at once, for whatever other reason too."""

from collections.abc import Iterator

from evals.metrics.gold import forced, pairs, person_wanted
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

_ASKED = "asked_for_person"
_WRONG = "asked for a person in vain"


def person_reached(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each turn in which the customer asks for a person; a simulated conversation as a whole."""
    if forced(run):
        for pair in pairs(run, transcript):
            if pair.expected.escalation == _ASKED:
                yield judged("person_reached", pair.turn, pair.done.escalation is not None, _WRONG)
    elif _ASKED in person_wanted(transcript):
        yield judged("person_reached", None, any(turn.escalation for turn in run.turns), _WRONG)
