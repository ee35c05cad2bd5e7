"""Which tier answers a turn. Pure: the same features give the same decision, so a policy can be replayed."""

from collections.abc import Callable
from dataclasses import dataclass

from graphs.models.tiers_signals import Signals
from graphs.state import Area, Decision, Sentiment, Tier

LONG_MESSAGE = 60
"""From so many words on, a message is more than a routine request."""
LONG_FAULT = 25
"""From so many words on, a fault is described that no checklist covers."""
FAILURES = 2
"""After so many small answers of a conversation that had to be made again, the large model stays."""


@dataclass(frozen=True, kw_only=True)
class TurnFeatures:
    """What is known of a turn before a model is chosen, and of its conversation so far."""

    settled_by_code: bool = False
    """Code has read the whole message: a plain yes or no, STOP, a digit from a menu."""
    words: int
    requests: int = 1
    """How many separate things the customer asked for."""
    area: Area | None
    intent: str | None = None
    confidence: float
    """How sure the routing is."""
    moods: tuple[Sentiment, ...] = ()
    """This turn's sentiment last, the turns before it in order."""
    failures: int = 0
    clarified: int = 0
    stalled: int = 0
    active_tier: Tier | None = None
    """The tier that is in the middle of a task; None when no task is under way."""
    has_large: bool
    budget_left: bool = True
    unsure_below: float = 0.5
    so_far: tuple[Signals, ...] = ()
    """What the conversation looked like at each customer message, this one last; only a learned policy weighs it."""
    meaning: tuple[float, ...] = ()
    """The first message as a sentence vector, where a learned policy asks for it."""


def choose_tier(features: TurnFeatures) -> Decision:
    """Choose by the first rule that applies; a task under way never goes to a weaker model."""
    given = settled(features)
    if given is not None:
        return given
    for reason, applies in _HARD.items():
        if applies(features):
            return Decision(tier="large", reason=reason)
    return Decision(tier="small", reason="task_under_way" if features.active_tier == "small" else "routine")


def settled(features: TurnFeatures) -> Decision | None:
    """Decide what no policy is asked about."""
    if features.settled_by_code:
        return Decision(tier="none", reason="settled_by_code")
    if not features.has_large:
        return Decision(tier="small", reason="only_one_model")
    if features.active_tier == "large":
        return Decision(tier="large", reason="task_under_way")
    if not features.budget_left:
        return Decision(tier="small", reason="budget_spent")
    return None


def _mood_falls(features: TurnFeatures) -> bool:
    return features.moods[-2:] == ("negative", "negative")


def _hard_fault(features: TurnFeatures) -> bool:
    return features.area == "tech_support" and features.words >= LONG_FAULT


_HARD: dict[str, Callable[[TurnFeatures], bool]] = {
    "angry_customer": lambda features: features.moods[-1:] == ("angry",),
    "mood_falls": _mood_falls,
    "small_failed_before": lambda features: features.failures >= FAILURES,
    "going_in_circles": lambda features: features.stalled >= 1 or features.clarified >= 2,
    "several_requests": lambda features: features.requests >= 2,
    "low_confidence": lambda features: features.confidence < features.unsure_below,
    "hard_fault": _hard_fault,
    "long_message": lambda features: features.words >= LONG_MESSAGE,
}
"""What makes a turn hard, the weightiest first."""
