"""Which tier answers a turn, and why."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.models.tiers import TurnFeatures, choose_tier
from graphs.state import Decision

ROUTINE = TurnFeatures(words=6, area="billing", intent="refund_order", confidence=0.9, has_large=True)
STRENGTH = {"none": 0, "small": 1, "large": 2}


@pytest.mark.parametrize(
    ("change", "tier", "reason"),
    [
        ({}, "small", "routine"),
        ({"settled_by_code": True}, "none", "settled_by_code"),
        ({"has_large": False, "requests": 3}, "small", "only_one_model"),
        ({"active_tier": "large"}, "large", "task_under_way"),
        ({"active_tier": "large", "budget_left": False}, "large", "task_under_way"),
        ({"active_tier": "small"}, "small", "task_under_way"),
        ({"active_tier": "small", "requests": 2}, "large", "several_requests"),
        ({"budget_left": False, "moods": ("angry",)}, "small", "budget_spent"),
        ({"moods": ("neutral", "angry")}, "large", "angry_customer"),
        ({"moods": ("angry", "neutral")}, "small", "routine"),
        ({"moods": ("negative", "negative")}, "large", "mood_falls"),
        ({"moods": ("neutral", "negative")}, "small", "routine"),
        ({"failures": 2}, "large", "small_failed_before"),
        ({"failures": 1}, "small", "routine"),
        ({"stalled": 1}, "large", "going_in_circles"),
        ({"clarified": 2}, "large", "going_in_circles"),
        ({"requests": 2}, "large", "several_requests"),
        ({"confidence": 0.4}, "large", "low_confidence"),
        ({"confidence": 0.4, "unsure_below": 0.3}, "small", "routine"),
        ({"area": "tech_support", "words": 25}, "large", "hard_fault"),
        ({"area": "tech_support", "words": 24}, "small", "routine"),
        ({"words": 60}, "large", "long_message"),
    ],
)
def test_a_turn_s_features_decide(change: dict[str, Any], tier: str, reason: str) -> None:
    assert choose_tier(replace(ROUTINE, **change)) == Decision.model_validate({"tier": tier, "reason": reason})


FEATURES = st.builds(
    TurnFeatures,
    settled_by_code=st.booleans(),
    words=st.integers(0, 300),
    requests=st.integers(1, 4),
    area=st.sampled_from([None, "billing", "account", "field_service", "tech_support"]),
    intent=st.none() | st.text(max_size=5),
    confidence=st.floats(0, 1),
    moods=st.lists(st.sampled_from(["positive", "neutral", "negative", "angry"]), max_size=4).map(tuple),
    failures=st.integers(0, 5),
    clarified=st.integers(0, 3),
    stalled=st.integers(0, 3),
    active_tier=st.sampled_from([None, "small", "large"]),
    has_large=st.booleans(),
    budget_left=st.booleans(),
)


@given(FEATURES)
def test_the_same_features_always_give_the_same_decision_with_a_reason(features: TurnFeatures) -> None:
    decision = choose_tier(features)
    assert decision == choose_tier(replace(features))
    assert decision.reason.replace("_", "").isalpha()


@given(FEATURES)
def test_a_task_under_way_never_goes_to_a_weaker_model(features: TurnFeatures) -> None:
    decision = choose_tier(features)
    if features.active_tier and features.has_large and not features.settled_by_code:
        assert STRENGTH[decision.tier] >= STRENGTH[features.active_tier]


@given(FEATURES)
def test_large_is_never_chosen_where_there_is_none(features: TurnFeatures) -> None:
    assert features.has_large or choose_tier(features).tier != "large"
