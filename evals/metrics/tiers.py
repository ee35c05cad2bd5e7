"""How much of the work each tier does."""

from collections.abc import Iterator

from evals.metrics.score import Score
from evals.runs import ConversationRun
from evals.transcript import Transcript
from graphs.state import Tier


def answered_by_code(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Score each turn by whether no model was needed."""
    return _share(run, "tier_none", "none")


def answered_by_small(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Score each turn by whether the small model answered."""
    return _share(run, "tier_small", "small")


def answered_by_large(run: ConversationRun, _: Transcript) -> Iterator[Score]:
    """Score each turn by whether the large model answered."""
    return _share(run, "tier_large", "large")


def _share(run: ConversationRun, metric: str, tier: Tier) -> Iterator[Score]:
    for turn in run.turns:
        if turn.tier is not None:
            yield Score(metric=metric, value=float(turn.tier == tier), turn=turn.turn)
