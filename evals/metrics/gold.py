"""Turns beside what is right in them.

A simulated conversation has turns of its own. Its transcript is its scenario's: what all turns of that expect together
is what the conversation as a whole must come to.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evals.runs import ConversationRun, TurnRun
from evals.transcript import Expected, Happening, Transcript


@dataclass(frozen=True)
class Pair:
    """What the product did in a turn, and what is right there."""

    done: TurnRun
    expected: Expected

    @property
    def turn(self) -> int:
        """Which turn of the transcript."""
        return self.done.turn


def pairs(run: ConversationRun, transcript: Transcript) -> Iterator[Pair]:
    """Yield the turns that somebody has labelled; of a simulated conversation none are."""
    for done in run.turns if forced(run) else ():
        expected = transcript.turns[done.turn].expected if done.turn < len(transcript.turns) else None
        if expected is not None:
            yield Pair(done, expected)


def forced(run: ConversationRun) -> bool:
    """Whether each turn was played against the recorded history: a simulation says why it ended."""
    return run.ended is None


def person_wanted(transcript: Transcript) -> tuple[str, ...]:
    """Return why a person must take over, for each turn of a transcript, or of a scenario's gold, where one must."""
    return tuple(turn.expected.escalation for turn in transcript.turns if turn.expected and turn.expected.escalation)


def happening(run: ConversationRun, transcript: Transcript, turn: int) -> Happening | None:
    """Return what came in place of the customer's words, if anything did."""
    return transcript.turns[turn].happening if forced(run) and turn < len(transcript.turns) else None
