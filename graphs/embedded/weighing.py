"""What a message of several clauses asks for: the whole of it weighed with each of its clauses.

A log-linear mixture of what is made of the whole, of the clauses that ask and of those that tell (a logarithmic opinion
pool: C. Genest, J. Zidek, Combining Probability Distributions: A Critique and an Annotated Bibliography, 1986). The
weights are a multinomial regression on recorded conversations, each part of them predicted from the others.
"""

import math
from collections.abc import Mapping, Sequence

from graphs.embedded.guess import Guess

QUESTION = "question"
MANNERS = frozenset({"greeting", "thanks", "goodbye"})
SMALL_TALK = MANNERS | {"unclear", "out_of_scope", "abuse"}
"""What a clause may be beside the one that matters."""
LEAD = 6.0
"""How much likelier another reading must be, to be taken instead of the one that the clauses led to."""
_WHOLE, _ASKS, _TELLS = 1.1, 0.8, 0.65
"""How much each counts."""
_TOLD_QUESTION = -0.9
"""Added for a question: what only tells is none, however much it looks like one."""
_ANY_QUESTION, _ANY_SMALL_TALK = -1.3, -0.7
"""How much less likely these are than what they look like."""
_LAST = 2.5
"""How much the last clause counts for small talk: a message ends on it, and may begin with it for manners."""
_LEAST = 0.02
"""No reading is quite out of the question."""

Chances = Mapping[str, float]


def reading(led_to: Guess, whole: Guess, clauses: Sequence[tuple[Guess, bool]]) -> Guess:
    """Return what the message asks for, given what its clauses led to; each clause comes with whether it asks."""
    if len(clauses) < 2 or led_to.label in ("thanks", "goodbye"):
        return led_to
    best = {guess.label: guess for guess in sorted((guess for guess, _ in clauses), key=lambda one: one.confidence)}
    found = {**best, whole.label: whole, led_to.label: led_to}
    asking, telling = (_highest([guess for guess, asks in clauses if asks is kind]) for kind in (True, False))
    last = dict(clauses[-1][0].ranked)

    def weight(label: str) -> float:
        told = _log(telling.get(label, 0.0))
        sum_ = _WHOLE * _log(dict(whole.ranked).get(label, 0.0)) + _ASKS * _log(asking.get(label, 0.0)) + _TELLS * told
        if label == QUESTION:
            sum_ += _TOLD_QUESTION * told + _ANY_QUESTION
        return sum_ + (_ANY_SMALL_TALK + _LAST * last.get(label, 0.0) if label in SMALL_TALK else 0.0)

    likeliest = max(found, key=weight)
    return found[likeliest] if weight(likeliest) > weight(led_to.label) + math.log(LEAD) else led_to


def _highest(guesses: Sequence[Guess]) -> Chances:
    highest: dict[str, float] = {}
    for guess in guesses:
        for label, chance in guess.ranked:
            highest[label] = max(chance, highest.get(label, 0.0))
    return highest


def _log(chance: float) -> float:
    return math.log(chance + _LEAST)
