"""Handover: who wants a person gets one, with the whole story, and the bot keeps out of it."""

import pytest

from tests.scripted import calls, routed
from tests.spec.conftest import Begin
from tests.spec.office import Office
from tests.talk import NOBODY, Talk
from tools.context import Caller, Strength

WISHES = [
    "I want to speak to a human",
    "Can I talk to a real person please?",
    "agent",
    "representative please",
    "Put me through to someone",
    "Let me speak to your manager",
    "I'd like to speak to an adviser",
    "get me a supervisor",
    "transfer me to customer service",
    "Can someone call me back?",
    "I don't want to talk to a bot",
    "Stop this and give me a human being",
    "Is there anybody there I can talk to?",
    "operator",
    "I need to talk to somebody about this",
    "connect me to an agent",
    "talk to a colleague please",
    "human please",
    "Could a person help me instead?",
    "I would rather deal with a person",
    "pass me on to one of your team",
    "I want a live agent",
    "Let me talk to someone who can actually help",
    "Are you a robot? I want a real person",
    "Please hand me over to a colleague",
    "No more bots, a person please",
    "I don\u2019t want a machine, get me somebody real",
]
NO_WISHES = [
    "The technician who came last time was a nice person",
    "My smart speaker cannot talk to the router",
    "Which light does the router show when it is working?",
    "Somebody at the shop said refunds take a week, is that right?",
    "Am I talking to a real person?",
    "I don't need to speak to a person, just tell me what I ordered",
    "Can my wife, who is the person on the account, change the address?",
]
WANTS_PERSON = routed(None, "human")
ORDERS = [routed("billing", "list_orders"), calls("list_orders")]
SPEAKER = [
    routed("billing", "refund_order"),
    calls("list_orders"),
    calls("refund_order", order_id="N-1042", item="Smart speaker"),
]


async def wish_for_a_person(talk: Talk) -> None:
    asked = await talk.customer_says("I want to speak to a human")
    assert asked.escalation == "asked_for_person"


@pytest.mark.parametrize("wish", WISHES)
async def test_a_wish_for_a_person_is_granted(talk: Talk, office: Office, wish: str) -> None:
    told = await talk.customer_says(wish, perhaps=[WANTS_PERSON])
    assert told.escalation == "asked_for_person"
    assert [row["state"] for row in await office.handoffs()] == ["requested"]


@pytest.mark.parametrize("words", NO_WISHES)
async def test_speaking_of_people_is_no_wish_for_one(talk: Talk, office: Office, words: str) -> None:
    await talk.customer_says(words, perhaps=[routed(None, "question"), "I see."])
    assert await office.handoffs() == []


async def test_a_person_is_reached_without_signing_in(begin: Begin, office: Office) -> None:
    await wish_for_a_person(await begin(NOBODY))
    assert len(await office.handoffs()) == 1


async def test_a_wish_for_a_person_wins_over_an_open_question(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    told = await talk.customer_says("yes, but first let me speak to a person")
    assert told.escalation == "asked_for_person"
    assert await office.changes() == {}


async def test_the_person_gets_the_whole_story(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    await talk.customer_says("yes")
    await talk.customer_says(
        "I want a refund for my video doorbell",
        model=[*SPEAKER[:2], calls("refund_order", order_id="N-1043")],
    )
    await talk.customer_says("I want to speak to a human about this")
    (handoff,) = await office.handoffs()
    packet = handoff["packet"]["packet"]
    assert handoff["reason"] == "asked_for_person"
    assert handoff["packet"]["summary"] == "I want to speak to a human about this"
    assert "Ada Finch" in packet["who"]
    assert "signed" in packet["who"]
    assert packet["area"] == "billing"
    assert len(packet["moods"]) >= 2
    done, proposed = packet["tried"]
    assert "£59.99" in done
    assert "done" in done
    assert "£89" in proposed
    assert "proposed" in proposed


async def test_what_is_still_to_be_done_goes_along(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "I want a refund", model=[routed("billing", "refund_order", "I want a refund"), "Which article?"]
    )
    await talk.customer_says("let me talk to a person please")
    (handoff,) = await office.handoffs()
    assert handoff["packet"]["packet"]["open_requests"] == ["I want a refund"]


async def test_an_angry_customer_is_brought_to_a_person(talk: Talk, office: Office) -> None:
    complaint = routed("billing", "question", mood="angry")
    await talk.customer_says(
        "This is ridiculous!!! Third time I'm calling, your service is a disgrace and nobody helps",
        perhaps=[complaint, "I am sorry. What has happened?"],
    )
    if not await office.handoffs():
        await talk.customer_says(
            "I am FURIOUS, you are all useless, give me my money back NOW!!!", perhaps=[complaint, "I am sorry."]
        )
    (handoff,) = await office.handoffs()
    assert handoff["reason"] == "angry"


async def test_while_nobody_has_come_the_customer_is_told_so(talk: Talk, office: Office) -> None:
    await wish_for_a_person(talk)
    told = await talk.customer_says("It is about my speaker")
    assert "colleague" in told.text
    assert len(await office.handoffs()) == 1


async def test_the_customer_may_go_on_without_a_person(talk: Talk, office: Office) -> None:
    await wish_for_a_person(talk)
    await talk.customer_says("continue", model=[routed(None, "greeting"), "What can I do for you?"])
    asked = await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    assert asked.question["tool"] == "refund_order"
    assert [row["state"] for row in await office.handoffs()] == ["failed"]


async def test_the_bot_is_silent_while_a_person_has_the_conversation(talk: Talk, office: Office) -> None:
    await wish_for_a_person(talk)
    await talk.colleague("accept")
    for words in ("I want a refund for my smart speaker", "yes"):
        told = await talk.customer_says(words)
        assert told.text == ""
        assert told.of("held") != []
    assert await office.actions() == []


async def test_a_person_who_has_accepted_is_not_called_off_by_the_word_continue(talk: Talk, office: Office) -> None:
    await wish_for_a_person(talk)
    await talk.colleague("accept")
    assert (await talk.customer_says("continue")).text == ""
    assert [row["state"] for row in await office.handoffs()] == ["accepted"]


async def test_after_the_person_the_bot_goes_on_with_what_was_said_in_between(talk: Talk, office: Office) -> None:
    await wish_for_a_person(talk)
    await talk.colleague("accept")
    await talk.customer_says("My speaker crackles")
    await talk.colleague("return")
    asked = await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    assert asked.escalation is None
    assert asked.question["tool"] == "refund_order"
    assert [row["state"] for row in await office.handoffs()] == ["returned"]


async def test_what_led_to_the_last_hand_over_is_no_reason_for_a_new_one(talk: Talk, office: Office) -> None:
    furious = "This is ridiculous!!! You are all useless and I am absolutely furious, nobody helps me"
    for _ in range(2):
        if not await office.handoffs():
            await talk.customer_says(furious, perhaps=[routed("billing", "question", mood="angry"), "I am sorry."])
    assert [row["reason"] for row in await office.handoffs()] == ["angry"]
    await talk.colleague("accept")
    await talk.colleague("return")
    told = await talk.customer_says("What did I order?", model=[*ORDERS, "N-1042 and N-1043."])
    assert told.escalation is None
    again = await talk.customer_says("I want to speak to a human")
    assert again.escalation == "asked_for_person"
    assert len(await office.handoffs()) == 2


async def test_a_hand_over_asked_for_twice_is_one(talk: Talk, office: Office) -> None:
    await wish_for_a_person(talk)
    await talk.customer_says("I said I want to speak to a human!")
    assert len(await office.handoffs()) == 1


async def test_a_supervisor_s_decision_reaches_a_customer_who_waits_for_a_person(begin: Begin, office: Office) -> None:
    talk = await begin(Caller("C-1004", "web_chat", Strength.SIGNED))
    mesh = calls("refund_order", order_id="N-1047", item="Whole-home mesh set")
    asked = await talk.customer_says("I'd like my money back for the mesh set", model=[*SPEAKER[:2], mesh])
    await talk.customer_says("yes")
    await wish_for_a_person(talk)
    told = await talk.supervisor(asked.question["action_id"], approves=True)
    assert "£349" in told.text
    assert await office.refunds() == [("N-1047", "Whole-home mesh set", 34900)]
    assert [row["state"] for row in await office.handoffs()] == ["requested"]
