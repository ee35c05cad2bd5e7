"""Whether the customer's first wish is understood: it decides where the turn goes."""

from collections.abc import Iterator

from evals.metrics.gold import Pair, pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

NONE = "none"
_PERSON, _OUT_OF_SCOPE = "human", "out_of_scope"
_ORDERS_TO_THE_BOT = "injected_instructions"
"""The reason of such a turn's tier (graphs/screen.py)."""


def intent(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare the intent of the first request with that of the first wish."""
    for turn, expected, found in intents(run, transcript):
        yield judged("intent", turn, found == expected, f"{found} was understood instead of {expected}")


def intents(run: ConversationRun, transcript: Transcript) -> Iterator[tuple[int, str, str]]:
    """Yield turn, expected and found intent: the cells of a confusion matrix."""
    for pair in wishing(run, transcript):
        yield pair.turn, pair.expected.wishes[0].intent, understood(pair)[0]


def wishing(run: ConversationRun, transcript: Transcript) -> Iterator[Pair]:
    """Yield the turns in which the customer asks for something."""
    return (pair for pair in pairs(run, transcript) if pair.expected.wishes)


def understood(pair: Pair) -> tuple[str, ...]:
    """Return the intents that were read in a turn, never none.

    What code answers is not routed: a wish for a person, orders to the bot, a word or two that answer an open question.
    The latter are understood if the tool that serves the wish was called.
    """
    done, first = pair.done, pair.expected.wishes[0].intent
    if done.requests:
        return done.requests
    if done.escalation == "asked_for_person":
        return (_PERSON,)
    if done.reason == _ORDERS_TO_THE_BOT:
        return (_OUT_OF_SCOPE,)
    served = done.intent is None and any(call.call == first for call in done.calls)
    return (first if served else done.intent or NONE,)
