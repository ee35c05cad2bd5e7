"""Tool choice, reads and arguments."""

import json
from decimal import Decimal
from typing import Any

import pytest

from evals.metrics.arguments import arguments
from evals.metrics.reads import reads
from evals.metrics.tool_choice import tool_choice
from evals.transcript import Call, Turn
from tests.evals.metrics.made import calls, done, expects, gold, only, row, run, turn, values

SPEAKER = calls("refund_order", order_id="N-1042", item="Smart speaker", amount="10")
WANTED = gold(expects(calls=(SPEAKER,)))


def test_every_expected_tool_must_be_called() -> None:
    assert values(tool_choice, run(turn(calls=(SPEAKER,), proposed=("refund_order",))), WANTED) == [1]
    assert only(tool_choice, run(turn()), WANTED).note == "refund_order was not called"


def test_a_write_that_nobody_wants_is_wrong() -> None:
    proposed = run(turn(calls=(SPEAKER, calls("cancel_visit")), proposed=("refund_order", "cancel_visit")))
    assert only(tool_choice, proposed, WANTED).note == "cancel_visit was not to be called"
    assert values(tool_choice, run(turn(proposed=("cancel_visit",))), gold(expects(calls=()))) == [0]


def test_a_write_that_is_done_without_asking_is_wrong_too() -> None:
    assert values(tool_choice, run(turn(actions=(done(asked_before=False),))), gold(expects(calls=()))) == [0]


def test_what_the_customer_agrees_to_is_no_choice_of_this_turn() -> None:
    assert values(tool_choice, run(turn(actions=(done(),))), gold(expects(calls=()))) == [1]


def test_more_reads_do_no_harm() -> None:
    looked = run(turn(calls=(calls("list_orders"), SPEAKER), proposed=("refund_order",)))
    assert values(tool_choice, looked, WANTED) == [1]
    assert values(tool_choice, run(turn(calls=(calls("list_orders"),))), gold(expects(calls=()))) == [1]


def test_two_expected_calls_of_one_tool_are_two() -> None:
    twice = gold(expects(calls=(calls("explain_charge", charge="Calls"), calls("explain_charge", charge="Set-up"))))
    assert values(tool_choice, run(turn(calls=(calls("explain_charge", charge="Calls"),))), twice) == [0]


def test_turns_without_labelled_calls_are_not_judged() -> None:
    assert values(tool_choice, run(turn(proposed=("cancel_visit",))), gold(expects())) == []


def test_a_hand_over_is_no_call() -> None:
    person = gold(expects(calls=(calls("request_human", reason="they want one"),)))
    assert values(tool_choice, run(turn()), person) == [1]
    assert values(arguments, run(turn(calls=(calls("request_human", reason="a person"),))), person) == []


def test_reads_are_judged_apart() -> None:
    both = gold(expects(calls=(calls("list_orders"), SPEAKER)))
    assert values(reads, run(turn(calls=(calls("list_orders"),))), both) == [1]
    assert only(reads, run(turn(calls=(SPEAKER,))), both).note == "not looked up: list_orders"
    assert values(reads, run(turn()), WANTED) == []


@pytest.mark.parametrize(
    ("tool", "wanted", "found"),
    [
        ("refund_order", {"amount": "10"}, {"amount": "10.00"}),
        ("refund_order", {"amount": "10"}, {"amount": 10}),
        ("refund_order", {"amount": 10.0}, {"amount": Decimal(10)}),
        ("refund_order", {"amount": "£1,010.50"}, {"amount": "1010.5"}),
        ("refund_order", {"item": "Smart speaker"}, {"item": " smart  SPEAKER"}),
        ("refund_order", {"item": None}, {}),
        ("list_slots", {"day": "2026-05-15"}, {"day": "2026-05-15T00:00:00"}),
        ("update_address", {"postcode": "BS1 6QH"}, {"postcode": "bs16qh"}),
        ("update_contact", {"phone": "07700 900101"}, {"phone": "+447700900101"}),
        ("update_contact", {"email": "Jo@example.com"}, {"email": "jo@example.com"}),
        ("search_knowledge", {"query": "how late are you open"}, {"query": "opening hours"}),
        ("elsewhere", {"size": 5, "tags": ["A", "b"]}, {"size": "5.0", "tags": ["a", "B"]}),
    ],
)
def test_arguments_are_equal_however_they_are_written(tool: str, wanted: dict[str, Any], found: dict[str, Any]) -> None:
    made = run(turn(calls=(Call(call=tool, arguments=found),)))
    assert values(arguments, made, gold(expects(calls=(Call(call=tool, arguments=wanted),)))) == [1]


@pytest.mark.parametrize(
    ("found", "note"),
    [
        ({"amount": "10.01"}, "amount 10.01 instead of 10"),
        ({"order_id": "N-1043"}, "order_id n-1043 instead of n-1042"),
        ({"item": "Smart plug"}, "item smart plug instead of smart speaker"),
        ({"item": None}, "item not given instead of smart speaker"),
        ({"more": "x"}, "more x instead of nothing"),
    ],
)
def test_arguments_that_differ_are_named(found: dict[str, Any], note: str) -> None:
    made = run(turn(calls=(calls("refund_order", **{**SPEAKER.arguments, **found}),)))
    score = only(arguments, made, WANTED)
    assert (score.value, score.note) == (0, f"refund_order: {note}")


def test_a_number_that_begins_with_nought_is_a_name() -> None:
    made = run(turn(calls=(calls("elsewhere", code="0123"),)))
    assert values(arguments, made, gold(expects(calls=(calls("elsewhere", code="123"),)))) == [0]


def test_a_tool_that_was_not_called_has_no_arguments() -> None:
    assert values(arguments, run(turn()), WANTED) == []


def test_calls_of_one_tool_are_not_taken_for_each_other() -> None:
    first, second = calls("explain_charge", charge="Calls"), calls("explain_charge", charge="Set-up")
    two = gold(expects(calls=(first, second)))
    assert values(arguments, run(turn(calls=(second, first))), two) == [1, 1]
    assert sorted(values(arguments, run(turn(calls=(second, calls("explain_charge")))), two)) == [0, 1]


def test_a_call_that_was_mended_counts() -> None:
    tried = (calls("refund_order", **{**SPEAKER.arguments, "amount": "999"}), SPEAKER)
    assert values(arguments, run(turn(calls=tried)), WANTED) == [1]
    assert values(arguments, run(turn(calls=(SPEAKER, *tried[:1]))), WANTED) == [1]


ONE_ARTICLE: dict[str, Any] = {
    "effect": (row("refunds", "R-701", None, {"refund_id": "R-701", "order_id": "N-1051", "item": "Smart plug"}),),
}


def test_a_write_with_the_very_effect_that_is_wanted_has_the_right_arguments() -> None:
    named = calls("refund_order", order_id="N-1051", item="Smart plug")
    made: dict[str, Any] = {"calls": (calls("refund_order", order_id="N-1051"),), "proposed": ("refund_order",)}
    assert values(arguments, run(turn(**made, **ONE_ARTICLE)), gold(expects(calls=(named,), **ONE_ARTICLE))) == [1]


def test_a_write_with_another_effect_or_none_proves_nothing() -> None:
    named = calls("refund_order", order_id="N-1051", item="Smart plug")
    wanted = gold(expects(calls=(named,), **ONE_ARTICLE))
    made: dict[str, Any] = {"calls": (calls("refund_order", order_id="N-1051"),), "proposed": ("refund_order",)}
    other = (row("refunds", "R-701", None, {"refund_id": "R-701", "order_id": "N-1051", "item": None}),)
    assert values(arguments, run(turn(**made, effect=other)), wanted) == [0]
    assert values(arguments, run(turn(**made)), gold(expects(calls=(named,), effect=()))) == [0]
    assert values(arguments, run(turn(calls=made["calls"], **ONE_ARTICLE)), wanted) == [0]


ROUTER = '[{"device_id": "D-4006", "device": "router"}]'


def _checked(made: Call, recorded: Call) -> list[float]:
    wanted = expects(calls=(calls("check_devices", device="router"),))
    played = Turn(customer="hello", agent=(recorded,), expected=wanted)
    return values(arguments, run(turn(calls=(made,))), gold(played))


def test_a_read_that_found_just_what_is_wanted_has_the_right_arguments() -> None:
    recorded = Call(call="check_devices", arguments={"device": "router"}, result=ROUTER)
    assert _checked(Call(call="check_devices", result=ROUTER), recorded) == [1]
    assert _checked(Call(call="check_devices", arguments={"device": "D-4006"}, result=ROUTER), recorded) == [1]


def test_a_read_that_found_more_or_nothing_proves_nothing() -> None:
    recorded = Call(call="check_devices", arguments={"device": "router"}, result=ROUTER)
    two = '[{"device_id": "D-4006", "device": "router"}, {"device_id": "D-4002", "device": "smart speaker"}]'
    assert _checked(Call(call="check_devices", result=two), recorded) == [0]
    nothing = Call(call="check_devices", arguments={"device": "router"}, result="[]")
    assert _checked(Call(call="check_devices", result="[]"), nothing) == [0]
    assert _checked(Call(call="check_devices", error="Correctable: no such device"), recorded) == [0]
    elsewhere = Call(call="check_devices", arguments={"device": "camera"}, result=ROUTER)
    assert _checked(Call(call="check_devices", result=ROUTER), elsewhere) == [0]


def test_a_field_that_records_have_been_given_since_the_recording_proves_nothing_against_a_read() -> None:
    recorded = Call(call="check_devices", arguments={"device": "router"}, result=ROUTER)
    (row,) = json.loads(ROUTER)
    since, less = json.dumps([{**row, "colour": "white"}]), json.dumps([dict(list(row.items())[1:])])
    assert _checked(Call(call="check_devices", result=since), recorded) == [1]
    assert _checked(Call(call="check_devices", result=less), recorded) == [0]
