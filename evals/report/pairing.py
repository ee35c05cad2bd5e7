"""Two runs side by side: how the metrics differ, and which conversations went another way."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from evals.culprit import Changes, changes
from evals.judgements import Judged, judge
from evals.metrics.catalogue import METRICS
from evals.metrics.comparison import Comparison, compare
from evals.report.sides import LINES, done_lines, expected_lines
from evals.runs import Header, Runs
from evals.transcript import Recorded, Transcript

Way = Literal["worse", "mixed", "better", "different"]
ORDER: tuple[Way, ...] = ("worse", "mixed", "better", "different")
"""`different`: done in another way, or said in other words, and as right or as wrong as before."""


class PairedTurn(Recorded):
    """One turn in both runs."""

    number: int
    customer: str
    expected: Mapping[str, str]
    first: Mapping[str, str]
    second: Mapping[str, str]
    differs: frozenset[str]
    """Which lines are not the same in both."""
    wrong_first: tuple[str, ...]
    """Metric and note of what was wrong in the first run."""
    wrong_second: tuple[str, ...]


class PairedConversation(Recorded):
    """One conversation that went another way."""

    id: str
    title: str
    area: str
    way: Way
    better: tuple[str, ...]
    """Metrics of which something was wrong in the first run and is not in the second, in whichever turn."""
    worse: tuple[str, ...]
    """Metrics of which something is wrong only in the second."""
    lines: tuple[str, ...]
    """In what the runs differ."""
    whole_first: tuple[str, ...]
    """What was wrong with the whole conversation in the first run."""
    whole_second: tuple[str, ...]
    turns: tuple[PairedTurn, ...]


class Pairing(Recorded):
    """Two runs, compared."""

    names: tuple[str, str]
    headers: tuple[Header, Header]
    changed: Changes
    """What the second run was made with, and the first was not."""
    comparison: Comparison
    conversations: tuple[PairedConversation, ...]
    """Those that went another way; what got worse comes first."""


def pairing(names: tuple[str, str], first: Runs, second: Runs, transcripts: Sequence[Transcript]) -> Pairing:
    """Compare two runs over the conversations that both have.

    Raises:
        TranscriptError: A conversation's transcript is not there.
    """
    found = compare(first.conversations, second.conversations, transcripts)
    before = {one.run.id: one for one in judge(first, transcripts) if one.run.trial == 0}
    after = {one.run.id: one for one in judge(second, transcripts) if one.run.trial == 0}
    shared = sorted(before.keys() & after.keys())
    pairs = [_paired(before[name], after[name]) for name in shared]
    changed = sorted((pair for pair in pairs if pair is not None), key=lambda one: (ORDER.index(one.way), one.id))
    return Pairing(
        names=names,
        headers=(first.header, second.header),
        changed=changes(first.header, second.header),
        comparison=found,
        conversations=tuple(changed),
    )


def _paired(first: Judged, second: Judged) -> PairedConversation | None:
    turns = tuple(_turns(first, second))
    lines = frozenset(line for turn in turns for line in turn.differs)
    better, worse = _only(first, second), _only(second, first)
    if not (lines or better or worse):
        return None
    way: Way = "mixed" if better and worse else "better" if better else "worse" if worse else "different"
    return PairedConversation(
        id=first.run.id,
        title=first.transcript.title,
        area=first.transcript.area or "none",
        way=way,
        better=better,
        worse=worse,
        lines=tuple(line for line in LINES if line in lines),
        whole_first=_notes(first, None),
        whole_second=_notes(second, None),
        turns=turns,
    )


def _turns(first: Judged, second: Judged) -> Iterator[PairedTurn]:
    """Yield the turns that both have; simulated conversations may end at different ones."""
    for one, other in zip(first.turns(), second.turns(), strict=False):
        before, after = done_lines(one.turn), done_lines(other.turn)
        yield PairedTurn(
            number=one.turn.turn,
            customer=one.turn.customer,
            expected=expected_lines(one.expected),
            first=before,
            second=after,
            differs=frozenset(line for line in LINES if before.get(line) != after.get(line)),
            wrong_first=_notes(first, one.turn.turn),
            wrong_second=_notes(second, one.turn.turn),
        )


def _only(one: Judged, other: Judged) -> tuple[str, ...]:
    """Name the metrics that are wrong somewhere in one run where they are right in the other."""
    wrong, right = _wrong_places(one), _wrong_places(other)
    return tuple(name for name in METRICS if any(metric == name for metric, _ in wrong - right))


def _wrong_places(judged: Judged) -> set[tuple[str, int | None]]:
    return {(name, score.turn) for name in judged.scores for score in judged.wrong(name)}


def _notes(judged: Judged, turn: int | None) -> tuple[str, ...]:
    """Return what is wrong in a turn, or with the whole."""
    wrong = (score for name in judged.scores for score in judged.wrong(name) if score.turn == turn)
    return tuple(f"{score.metric}: {score.note}" for score in wrong)
