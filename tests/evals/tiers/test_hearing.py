"""A recording is heard as a router would have met it."""

from typing import Any

import pytest

from evals.tiers.hearing import Heard, ears, effect, heard
from evals.tiers.runs import Run
from tests.evals.tiers.recordings import call, conversation


def listened(messages: list[dict[str, Any]] | None, **features: float) -> Heard:
    run = Run(
        group="g", domain="d", task="1", model="m", reward=1.0, cost=1.0, messages=messages, features=features
    )  # fmt: skip
    return heard(run, ears())


def test_there_is_a_checkpoint_at_each_customer_message_and_one_at_the_end() -> None:
    found = listened(conversation(failing=True))
    assert [known["turns"] for known in found.signals] == [1, 2, 2]
    assert [known["errors"] for known in found.signals] == [0, 1, 1]
    assert found.first == "Please cancel my order"


def test_nothing_is_spent_before_the_first_message_and_all_of_it_at_the_end() -> None:
    spent = listened(conversation(failing=False)).spent
    assert spent[0] == 0
    assert 0 < spent[1] < 1
    assert spent[-1] == 1


def test_prices_of_messages_say_what_was_spent_by_when() -> None:
    messages = conversation(failing=False)
    for place, price in ((2, 0.25), (4, 0.25), (6, 0.5)):
        messages[place]["cost"] = price
    assert listened(messages).spent == pytest.approx((0, 0.5, 1))


def test_what_a_simulated_customer_does_with_tools_is_not_the_agents_doing() -> None:
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": "hi"},
        {"role": "user", "tool_calls": [{**call("u", "check_phone"), "requestor": "user"}]},
        {"role": "tool", "tool_call_id": "u", "content": "Error: off"},
        {"role": "assistant", "content": "I see."},
    ]
    last = listened(messages).signals[-1]
    assert (last["turns"], last["calls"], last["errors"]) == (1, 0, 0)


def test_a_run_without_messages_is_known_by_its_features_and_only_afterwards_by_its_counts() -> None:
    found = listened(None, words=12.0, calls=3.0)
    assert found.signals == ({"words": 12.0}, {"words": 12.0, "calls": 3.0})
    assert found.spent == (0.0, 1.0)


@pytest.mark.parametrize(
    ("tool", "does"),
    [
        ("get_order_details", "read"),
        ("find_user_id_by_email", "read"),
        ("transfer_to_human_agents", "handover"),
        ("cancel_pending_order", "write"),
        ("update_reservation_flights", "write"),
        ("get", "read"),
        ("getaway_booking", "write"),
    ],
)
def test_a_tool_says_by_its_name_what_it_does(tool: str, does: str) -> None:
    assert effect(tool) == does
