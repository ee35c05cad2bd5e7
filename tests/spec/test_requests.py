"""Requests: all that was asked for is dealt with, one by one, and no conversation goes in circles."""

import pytest

from tests.scripted import Line, calls, reads_as, routed, several
from tests.spec.conftest import SCRIPTED, Begin
from tests.spec.office import Office
from tests.talk import NOBODY, Talk

SPEAKER = calls("refund_order", order_id="N-1042", item="Smart speaker")
FAULT = [
    calls("check_devices", device="router"),
    calls("test_line"),
    calls("open_fault", about="line", description="My router light is red"),
]
UNCLEAR = routed(None, "out_of_scope", confidence=0.2)


async def test_a_fault_and_a_refund_in_one_sentence_are_both_dealt_with(talk: Talk, office: Office) -> None:
    light, speaker = "My router light is red", "I also want my money back for the speaker"
    first = await talk.customer_says(
        f"{light} and {speaker}",
        model=[several(("tech_support", "check_devices", light), ("billing", "refund_order", speaker)), *FAULT],
    )
    assert first.question["tool"] == "open_fault"
    second = await talk.customer_says("yes", model=[calls("list_orders"), SPEAKER])
    assert second.question["tool"] == "refund_order"
    await talk.customer_says("yes")
    assert len(await office.faults()) == 1
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_a_no_to_the_first_does_not_lose_the_second(talk: Talk, office: Office) -> None:
    light, speaker = "My router light is red", "I also want my money back for the speaker"
    await talk.customer_says(
        f"{light} and {speaker}",
        model=[several(("tech_support", "check_devices", light), ("billing", "refund_order", speaker)), *FAULT],
    )
    second = await talk.customer_says("no", model=[calls("list_orders"), SPEAKER])
    assert second.question["tool"] == "refund_order"
    await talk.customer_says("yes")
    assert await office.faults() == []
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_three_requests_in_one_message_are_dealt_with_in_order(talk: Talk, office: Office) -> None:
    texts = [
        "I'd like a refund for my speaker",
        "please change my email to ada@new.example",
        "when is my technician coming?",
    ]
    requests = several(
        ("billing", "refund_order", texts[0]),
        ("account", "update_contact", texts[1]),
        ("field_service", "list_visits", texts[2]),
    )
    await talk.customer_says(
        f"{texts[0]}, and {texts[1]}, and {texts[2]}", model=[requests, calls("list_orders"), SPEAKER]
    )
    second = await talk.customer_says("yes", model=[calls("update_contact", email="ada@new.example")])
    assert second.question["tool"] == "update_contact"
    third = await talk.customer_says("yes", model=[calls("list_visits"), "V-301 is on Tuesday 19 May."])
    assert "19 May" in third.text
    assert (await office.customer())["email"] == "ada@new.example"
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_after_a_digression_the_matter_goes_on(talk: Talk, office: Office) -> None:
    move, slot = routed("field_service", "move_visit"), "S-20260521-PM"
    await talk.customer_says("I want to move my visit", model=[move, calls("list_visits"), "Which day would suit you?"])
    told = await talk.customer_says(
        "Actually, what is this £4.20 charge on my bill?",
        model=[
            routed("billing", "explain_charge"),
            calls("explain_charge", charge="Calls"),
            "£4.20 is for calls to mobiles.",
            "Which day would suit you for the visit?",
        ],
    )
    assert "4.20" in told.text
    assert told.text.rstrip().endswith("?")
    asked = await talk.customer_says(
        "Thursday 21 May in the afternoon",
        model=[
            move,
            calls("list_slots", day="2026-05-21", part_of_day="afternoon"),
            calls("move_visit", visit_id="V-301", slot_id=slot),
        ],
    )
    assert asked.question["tool"] == "move_visit"
    await talk.customer_says("yes")
    assert await office.visits() == {"V-301": slot}


async def test_a_corrected_detail_replaces_the_first(talk: Talk, office: Office) -> None:
    slot = {"list": calls("list_slots", day="2026-05-21", part_of_day="afternoon")}
    await talk.customer_says(
        "Can you move my technician visit to next Thursday afternoon?",
        model=[
            routed("field_service", "move_visit"),
            calls("list_visits"),
            slot["list"],
            calls("move_visit", visit_id="V-301", slot_id="S-20260521-PM"),
        ],
    )
    asked = await talk.customer_says(
        "make it Friday instead",
        model=[
            reads_as("changed"),
            calls("list_slots", day="2026-05-22", part_of_day="afternoon"),
            calls("move_visit", visit_id="V-301", slot_id="S-20260522-PM"),
        ],
    )
    assert "Friday" in asked.question["question"]
    await talk.customer_says("yes")
    assert len(await office.visits()) == 1
    assert await office.visits() != {"V-301": "S-20260521-PM"}


@pytest.mark.parametrize("caller_known", [True, False], ids=["signed in", "anonymous"])
async def test_an_unclear_wish_is_asked_about_at_most_twice(begin: Begin, office: Office, caller_known: bool) -> None:
    talk = await begin() if caller_known else await begin(NOBODY)
    replies = []
    for words in ("something is wrong", "it is the thing", "you know, it"):
        told = await talk.customer_says(words, perhaps=[UNCLEAR, "What is it about?"])
        replies.append(told.text)
        if told.escalation:
            break
    assert "" not in replies
    assert any("colleague" in reply for reply in replies)
    assert await office.changes() == {}


@SCRIPTED
async def test_after_two_questions_back_a_person_is_brought_in(talk: Talk, office: Office) -> None:
    for words in ("something is wrong", "it is the thing"):
        told = await talk.customer_says(words, model=[UNCLEAR])
        assert told.text.rstrip().endswith(("?", "."))
        assert told.escalation is None
    assert (await talk.customer_says("you know, it", model=[UNCLEAR])).escalation == "unclear"


@SCRIPTED
async def test_a_clear_wish_ends_the_questions_back(talk: Talk, office: Office) -> None:
    await talk.customer_says("something is wrong", model=[UNCLEAR])
    await talk.customer_says("my speaker", model=[UNCLEAR])
    look: list[Line] = [routed("billing", "list_orders"), calls("list_orders"), "N-1042."]
    assert (await talk.customer_says("What did I order?", model=look)).escalation is None
    assert (await talk.customer_says("and the thing?", model=[UNCLEAR, "Which?"])).escalation is None


@SCRIPTED
async def test_a_bot_that_repeats_itself_brings_in_a_person(talk: Talk, office: Office) -> None:
    again: list[Line] = [routed("billing", "question"), "Your order is on its way."]
    for _ in range(2):
        assert (await talk.customer_says("No, that is not what I asked for at all", model=again)).escalation is None
    told = await talk.customer_says("No, that is not what I asked for at all", model=again)
    assert told.escalation == "stalled"
    assert len(await office.handoffs()) == 1


async def test_asked_the_same_again_and_again_the_bot_finds_a_way_out(talk: Talk, office: Office) -> None:
    unknown = "Florbish the wibbly quux of my frobnicator"
    replies = []
    for _ in range(6):
        told = await talk.customer_says(unknown, perhaps=[routed("billing", "question"), "I do not understand."])
        replies.append(told.text)
        if told.escalation:
            break
    assert "colleague" in replies[-1]
    assert await office.changes() == {}


async def test_a_greeting_is_returned_and_nothing_is_looked_up(talk: Talk) -> None:
    told = await talk.customer_says("Good morning!", model=[routed(None, "greeting"), "Good morning! How can I help?"])
    assert told.tools == []
    assert told.text != ""


async def test_what_the_bot_cannot_do_it_does_not_pretend_to(talk: Talk, office: Office) -> None:
    told = await talk.customer_says(
        "Please book me a flight to Lisbon for tomorrow",
        model=[routed(None, "out_of_scope"), "I cannot book flights. I can bring in a colleague."],
    )
    assert told.of("confirmation") == []
    assert "colleague" in told.text
    assert await office.actions() == []
