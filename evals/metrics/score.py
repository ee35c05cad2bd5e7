"""One judgement of one metric, and what a metric is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from evals.runs import ConversationRun
from evals.transcript import Recorded, Transcript


class Score(Recorded):
    """What a metric finds in one turn, or in one conversation."""

    metric: str
    value: float
    """1 or 0 of a rate: whether the thing that the metric is named for is so. Of a quantity the number itself."""
    turn: int | None = None
    """Which turn of the transcript, from 0; None where the whole conversation is judged."""
    note: str = ""
    """What was wrong, for people; empty where nothing was."""


Scoring = Callable[[ConversationRun, Transcript], Iterator[Score]]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One entry of the catalogue."""

    name: str
    what: str
    """What it says, in a sentence."""
    function: Scoring
    kind: Literal["rate", "quantity"] = "rate"
    better: Literal["high", "low"] = "high"
    unit: str = ""
    scope: Literal["turn", "conversation"] = "turn"
    judges: bool = True
    """Whether a score can be wrong; a tier's share is what it is."""
    decides: bool = False
    """Whether one wrong score of it makes the conversation wrong: it then counts for pass^k."""

    def right(self, score: Score) -> bool:
        """Whether a score is as it should be; of a quantity nothing is wrong."""
        return self.kind == "quantity" or not self.judges or score.value == (1.0 if self.better == "high" else 0.0)


def judged(metric: str, turn: int | None, right: bool, wrong: str) -> Score:
    """Score a thing that is right or not; `wrong` says what is the matter."""
    return Score(metric=metric, value=float(right), turn=turn, note="" if right else wrong)


def happened(metric: str, turn: int | None, what: str) -> Score:
    """Score a thing that should not happen: it has if there is something to say of it."""
    return Score(metric=metric, value=float(bool(what)), turn=turn, note=what)
