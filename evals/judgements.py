"""A run beside its transcripts: what each metric says of each conversation."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.culprit import Seen
from evals.metrics.catalogue import METRICS
from evals.metrics.score import Score
from evals.metrics.summary import Measured, measured, scores
from evals.runs import ConversationRun, Header, Runs, TurnRun
from evals.statistics import clustered
from evals.transcript import Transcript, TranscriptError

FREE, WHOLE = "free", "all"


@dataclass(frozen=True)
class Judged:
    """One conversation with all that was found of it."""

    run: ConversationRun
    transcript: Transcript
    scores: Mapping[str, tuple[Score, ...]]
    """By metric."""

    def wrong(self, metric: str) -> list[Score]:
        """Return the scores of a metric that are not as they should be."""
        return [score for score in self.scores.get(metric, ()) if not METRICS[metric].right(score)]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong that makes the whole conversation wrong."""
        return not any(METRICS[metric].decides and self.wrong(metric) for metric in self.scores)

    def units(self, metric: str) -> Iterator[tuple[int | None, bool, list[Seen]]]:
        """Yield what a metric judges, each turn or all of it as one, and whether it is wrong there."""
        wrong = {score.turn for score in self.wrong(metric)}
        if METRICS[metric].scope == "conversation":
            yield None, bool(wrong), self.turns()
            return
        judged = {score.turn for score in self.scores.get(metric, ())}
        for turn in self.run.turns:
            if turn.turn in judged:
                yield turn.turn, turn.turn in wrong, [self._seen(turn)]

    def turns(self) -> list[Seen]:
        """Return its turns, each beside what is right there."""
        return [self._seen(turn) for turn in self.run.turns]

    def _seen(self, turn: TurnRun) -> Seen:
        # A simulation goes its own way: its turns are not those of any recording.
        given = self.transcript.turns[turn.turn] if turn.turn < len(self.transcript.turns) else None
        return Seen(turn, given.expected if given and self.run.ended is None else None)


def judge(runs: Runs, transcripts: Iterable[Transcript]) -> list[Judged]:
    """Judge every conversation of a run.

    Raises:
        TranscriptError: A conversation's transcript is not among those given.
    """
    known = {transcript.id: transcript for transcript in transcripts}
    missing = sorted({run.id for run in runs.conversations} - known.keys())
    if missing:
        raise TranscriptError(f"{runs.header.source} has no transcript {missing[0]!r}, which the run is of")
    return [_judged(run, known[run.id]) for run in runs.conversations]


def by_part(header: Header, judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """Sort conversations by the part of the transcripts that they are from; simulations are a part of their own."""
    found: dict[str, list[Judged]] = {}
    for one in judged:
        found.setdefault(FREE if header.mode == FREE else one.transcript.part or WHOLE, []).append(one)
    return dict(sorted(found.items()))


def figures(judged: Iterable[Judged]) -> dict[str, Measured]:
    """Put the scores of conversations together, metric by metric."""
    return measured((one.run.id, score) for one in judged for found in one.scores.values() for score in found)


def passed(judged: Sequence[Judged]) -> tuple[float, float | None]:
    """Return the share of conversations that pass, and its standard error."""
    found = clustered([float(one.passed) for one in judged], [one.run.id for one in judged])
    return found.value, None if math.isnan(found.se) else found.se


def _judged(run: ConversationRun, transcript: Transcript) -> Judged:
    found: dict[str, tuple[Score, ...]] = {}
    for score in scores(run, transcript):
        found[score.metric] = (*found.get(score.metric, ()), score)
    return Judged(run, transcript, found)
