"""Whether the customer's first wish is understood: it decides where the turn goes."""

from collections.abc import Iterator

from evals.metrics.gold import Pair, pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun, TurnRun
from evals.transcript import Transcript

NONE = "none"
_PERSON = "human"


def intent(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare the intent of the first request with that of the first wish."""
    for turn, expected, found in intents(run, transcript):
        yield judged("intent", turn, found == expected, f"{found} was understood instead of {expected}")


def intents(run: ConversationRun, transcript: Transcript) -> Iterator[tuple[int, str, str]]:
    """Yield turn, expected and found intent: the cells of a confusion matrix."""
    for pair in pairs(run, transcript):
        if pair.expected.wishes:
            yield pair.turn, pair.expected.wishes[0].intent, understood(pair.done)[0]


def wishing(run: ConversationRun, transcript: Transcript) -> Iterator[Pair]:
    """Yield the turns in which the customer asks for something."""
    return (pair for pair in pairs(run, transcript) if pair.expected.wishes)


def understood(done: TurnRun) -> tuple[str, ...]:
    """Return the intents that were read in a turn, never none; code notices a wish for a person before the router."""
    if not done.requests and done.escalation == "asked_for_person":
        return (_PERSON,)
    return done.requests or (done.intent or NONE,)
