"""Whether the store ends up as it should: writes only, whatever was said on the way."""

from collections.abc import Iterator

from evals.metrics.effects import difference
from evals.metrics.gold import forced, pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript


def store_difference(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score a conversation: right when each labelled turn changes, or offers to change, just what it must.

    Of a simulated one all that it changed must be all that its scenario names.
    """
    if not forced(run):
        yield from _whole(run, transcript)
        return
    labelled = [pair for pair in pairs(run, transcript) if pair.expected.effect is not None]
    wrong = [
        f"turn {pair.turn}: {found}"
        for pair in labelled
        if (found := difference(pair.expected.effect or (), pair.done.effect))
    ]
    if labelled:
        yield judged("store_difference", None, not wrong, " | ".join(wrong))


def _whole(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    effects = [turn.expected.effect for turn in transcript.turns if turn.expected and turn.expected.effect is not None]
    if effects:
        wrong = difference([change for effect in effects for change in effect], run.changes)
        yield judged("store_difference", None, not wrong, wrong)
