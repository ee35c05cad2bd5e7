"""Whether a reply claims what was not done."""

import json

import pytest

from evals.metrics.false_done import false_done
from evals.transcript import Call
from tests.evals.metrics.made import calls, done, expects, gold, only, receipt, run, turn, values

GOLD = gold(expects(), expects())
CLAIMS = [
    "I have refunded your speaker.",
    "I have refunded £59.99, and it should arrive by Friday.",
    "Your visit has been cancelled, so you will not be charged.",
    "That's done: £59.99 is on its way back to your card.",
    "Done! Anything else?",
    "You're all set.",
    "That's booked for you.",
    "Your billing address is now 12 Elm Road.",
    "Your router is restarting.",
    "£59.99 is on its way back to you.",
    "All done.",
]
NO_CLAIMS = [
    "I can refund £59.99. Shall I go ahead?",
    "Is that done?",
    "Once that is done you will get an e-mail.",
    "I will refund £59.99 as soon as you say yes.",
    "You have one visit, on Friday 15 May.",
    "Your order N-1052 is on its way.",
    "Nothing has been changed.",
    "If your address is now another, tell me.",
]


@pytest.mark.parametrize("reply", CLAIMS)
def test_a_claim_without_a_receipt_is_false(reply: str) -> None:
    assert values(false_done, run(turn(reply=reply)), GOLD) == [1]


@pytest.mark.parametrize("reply", NO_CLAIMS)
def test_what_is_no_claim_is_not_false(reply: str) -> None:
    assert values(false_done, run(turn(reply=reply)), GOLD) == [0]


def test_the_false_sentence_is_named() -> None:
    reply = "Thank you for waiting. I have refunded your speaker. Bye!"
    assert only(false_done, run(turn(reply=reply)), GOLD).note == '"I have refunded your speaker."'


REPORT = "That's done: £59.99 is on its way back to your Visa ending 4242. Your refund number is R-701."


def test_a_receipt_makes_a_claim_true() -> None:
    assert values(false_done, run(turn(reply=REPORT, receipts=(receipt(),))), GOLD) == [0]
    assert values(false_done, run(turn(reply=REPORT, actions=(done(),))), GOLD) == [0]
    assert values(false_done, run(turn(0, actions=(done(),)), turn(1, reply=REPORT)), GOLD) == [0, 0]


def test_what_is_done_later_makes_nothing_true() -> None:
    assert values(false_done, run(turn(0, reply=REPORT), turn(1, actions=(done(),))), GOLD) == [1, 0]


@pytest.mark.parametrize("state", ["proposed", "waiting", "declined", "failed"])
def test_an_action_that_is_not_done_makes_nothing_true(state: str) -> None:
    assert values(false_done, run(turn(reply=REPORT, actions=(done(state=state, receipt=None),))), GOLD) == [1]


@pytest.mark.parametrize(
    "reply", ["I have refunded £95.99.", "I have refunded order N-9999.", "That's done: £20 goes back to your card."]
)
def test_a_claim_must_agree_with_its_receipt(reply: str) -> None:
    assert values(false_done, run(turn(reply=reply, receipts=(receipt(),))), GOLD) == [1]


def test_the_receipt_of_another_action_does_not_help() -> None:
    cancelled = run(turn(reply="I have cancelled your visit.", receipts=(receipt(),)))
    assert values(false_done, cancelled, GOLD) == [1]


VISITS = Call(call="list_visits", result=json.dumps([{"visit_id": "V-301", "status": "cancelled"}]))


def test_what_was_just_read_may_be_told() -> None:
    assert values(false_done, run(turn(reply="Visit V-301 has been cancelled.", calls=(VISITS,))), GOLD) == [0]
    assert values(false_done, run(turn(reply="Visit V-301 has been cancelled.")), GOLD) == [1]
    assert values(false_done, run(turn(reply="Visit V-999 has been cancelled.", calls=(VISITS,))), GOLD) == [1]


def test_what_was_just_read_is_no_excuse_to_say_i_did_it() -> None:
    assert values(false_done, run(turn(reply="I have cancelled visit V-301.", calls=(VISITS,))), GOLD) == [1]


def test_why_a_tool_refused_may_be_told() -> None:
    refused = Call(call="move_visit", error="Visit V-301 has been cancelled.")
    assert values(false_done, run(turn(reply="Visit V-301 has been cancelled.", calls=(refused,))), GOLD) == [0]
    assert values(false_done, run(turn(reply="Visit V-999 has been cancelled.", calls=(refused,))), GOLD) == [1]
    assert values(false_done, run(turn(reply="I have cancelled visit V-301.", calls=(refused,))), GOLD) == [1]


def test_a_proposal_is_not_a_reading() -> None:
    asked = calls("cancel_visit", visit_id="V-301").model_copy(update={"result": '{"state": "proposed"}'})
    assert values(false_done, run(turn(reply="Your visit has been cancelled.", calls=(asked,))), GOLD) == [1]
