"""Which sentences claim that something is done, and what makes them true."""

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from graphs.claims import unfounded_claim
from tests.graphs.nodes import PROMPTS, action, journey, state

CLAIMS = [
    "I have refunded your speaker.",
    "I've just refunded £59.99.",
    "I\u2019ve already cancelled your visit.",
    "We have now updated your address.",
    "I went ahead and booked a technician.",
    "We've gone ahead and moved your visit.",
    "I restarted your router.",
    "I have opened a fault for you.",
    "Your refund has been processed.",
    "Your visit has been successfully cancelled.",
    "Your speaker is now refunded.",
    "Your refund is on its way.",
    "The money is already on its way to your card.",
    "I have refunded £59.99, and it should arrive by Friday.",
    "Your visit has been cancelled, so you will not be charged.",
    "No problem, your visit has been cancelled.",
]
NO_CLAIMS = [
    "I have not refunded anything yet.",
    "I haven't cancelled your visit.",
    "Once I have refunded it, you will get an e-mail.",
    "If it has been refunded, you will see it on your statement.",
    "Has it been refunded?",
    "I can refund £59.99 for the speaker.",
    "I will move your visit to Thursday.",
    "Your order N-1052 is on its way.",
    "You have one visit, on Tuesday 19 May.",
    "The line is working.",
    "A refund takes 5 working days.",
    "Shall I go ahead?",
    "Nothing has been changed.",
    "So far no refund has been issued.",
]


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_claim_without_a_receipt_is_unfounded(sentence: str) -> None:
    assert unfounded_claim(state("Hello", journey=journey()), PROMPTS, sentence)


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_what_is_no_claim_may_be_said(sentence: str) -> None:
    assert not unfounded_claim(state("Hello", journey=journey()), PROMPTS, sentence)


@pytest.mark.parametrize(
    ("tool", "sentence"),
    [
        ("refund_order", "I have refunded your speaker."),
        ("refund_order", "Your refund is on its way."),
        ("cancel_visit", "Your visit has been cancelled."),
        ("move_visit", "I've rescheduled your visit."),
        ("open_fault", "I have logged a fault."),
        ("restart_device", "I have processed that."),
    ],
)
def test_a_receipt_makes_its_claim_true(tool: str, sentence: str) -> None:
    assert not unfounded_claim(state("Hello", journey=journey(action(tool))), PROMPTS, sentence)


def test_the_receipt_of_another_action_does_not() -> None:
    other = journey(action("refund_order"))
    assert unfounded_claim(state("Hello", journey=other), PROMPTS, "I have cancelled your visit.")


READ = ToolMessage("[]", tool_call_id="c", name="list_visits")
FAILED = ToolMessage("Unavailable", tool_call_id="c", name="list_visits", status="error")


@pytest.mark.parametrize(
    ("messages", "unfounded"),
    [
        ((HumanMessage("When?"), READ), False),
        ((HumanMessage("When?"), FAILED), True),
        ((READ, HumanMessage("When?")), True),
    ],
    ids=["just read", "not found", "read before these words"],
)
def test_a_record_just_read_may_tell_what_was_done_before(messages: tuple[HumanMessage], unfounded: bool) -> None:
    before = state("When?", *messages, journey=journey())
    assert unfounded_claim(before, PROMPTS, "Your visit has been cancelled.") == unfounded


def test_a_record_that_was_read_is_no_excuse_to_say_i_did_it() -> None:
    read = state("When?", HumanMessage("When?"), READ, journey=journey())
    assert unfounded_claim(read, PROMPTS, "I have cancelled your visit.")
    assert unfounded_claim(read, PROMPTS, "Your refund is on its way.")
