"""Whether whoever asks for a person gets one: always, at once, for whatever other reason too."""

from collections.abc import Iterator

from evals.metrics.gold import forced, pairs, person_wanted
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

_ASKED, _ANY = "asked_for_person", "any"
_WRONG = "asked for a person in vain"


def person_reached(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each turn in which the customer asks for a person; a simulated conversation as a whole."""
    if forced(run):
        for pair in pairs(run, transcript):
            if pair.expected.escalation == _ASKED:
                yield judged("person_reached", pair.turn, pair.done.escalation is not None, _WRONG)
    elif {_ASKED, _ANY} & set(person_wanted(transcript)):
        # In a scenario a person is what the customer wants, whatever the reason.
        yield judged("person_reached", None, any(turn.escalation for turn in run.turns), _WRONG)
