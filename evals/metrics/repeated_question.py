"""Whether the agent asks for what it has asked before, or for what the customer has already said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.metrics.gold import forced
from evals.metrics.language import language, sentences
from evals.metrics.score import Score, happened
from evals.runs import ConversationRun, TurnRun
from evals.transcript import Transcript

_ALIKE = 0.75
"""Two questions that share this part of their words ask for the same."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019][a-z]+)?")


@dataclass(frozen=True)
class _Before:
    """What had been said when a turn began."""

    asked: Sequence[str]
    """The agent's questions."""
    said: str
    """The customer's words since something was last done: what was said for one matter is not asked for another."""
    recorded: Sequence[str]
    """What the recorded agent asks in this very turn: to ask that again is right."""


def repeated_question(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each turn that asks for something; to ask again after a tool refused what was said is no repetition."""
    for turn in run.turns:
        asked = questions(turn.reply)
        if asked:
            before = _before(run, transcript, turn)
            again = [question for question in asked if _repeats(question, turn, before)]
            yield happened("repeated_question", turn.turn, " / ".join(again))


def questions(reply: str) -> list[str]:
    """Return the questions of a reply that ask for a fact or a choice."""
    return [part for part in sentences(reply) if part.endswith("?") and not language().offers.search(part)]


def _repeats(question: str, turn: TurnRun, before: _Before) -> bool:
    if any(_alike(question, other) for other in before.recorded):
        return False
    if any(_alike(question, other) for other in before.asked):
        return True
    refused = any(call.error is not None for call in turn.calls)
    known = language()
    return not refused and any(
        asks.search(question) and known.said[name].search(before.said) for name, asks in known.asks.items()
    )


def _before(run: ConversationRun, transcript: Transcript, turn: TurnRun) -> _Before:
    done = [one.turn for one in run.turns if one.turn < turn.turn and any(act.state == "done" for act in one.actions)]
    since = max(done, default=-1) + 1
    if forced(run):
        asked = [one.reply for one in transcript.turns[: turn.turn]]
        words = [one.customer for one in transcript.turns[since : turn.turn]]
        recorded = [one.reply for one in transcript.turns[turn.turn : turn.turn + 1]]
    else:
        earlier = [one for one in run.turns if one.turn < turn.turn]
        asked = [one.reply for one in earlier]
        words = [one.customer for one in earlier if one.turn >= since]
        recorded = []
    return _Before(
        asked=[question for reply in asked for question in questions(reply)],
        said="\n".join([*words, turn.customer]),
        recorded=[question for reply in recorded for question in questions(reply)],
    )


def _alike(one: str, other: str) -> bool:
    """Compare two questions by the words that they share (Jaccard's index)."""
    first, second = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return bool(first) and len(first & second) >= _ALIKE * len(first | second)
