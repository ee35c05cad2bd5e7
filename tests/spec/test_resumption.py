"""Resumption: a conversation goes on where it was, whatever happened in between."""

import pytest

from tests.conftest import Clock
from tests.scripted import calls, routed
from tests.spec.conftest import Begin, Restart
from tests.spec.office import Office
from tests.talk import ADA, Talk
from tools.context import Caller, Strength
from tools.errors import Refused

LOOK = [routed("billing", "refund_order"), calls("list_orders")]
SPEAKER = [*LOOK, calls("refund_order", order_id="N-1042", item="Smart speaker")]
WHAT_I_ORDERED = [routed("billing", "list_orders"), calls("list_orders")]
BEN = Caller("C-1002", "web_chat", Strength.SIGNED)


async def test_a_yes_after_a_restart_is_understood(talk: Talk, office: Office, restart: Restart) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    talk = await restart(talk)
    assert (await talk.customer_says("yes")).action == "done"
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_an_answer_after_a_restart_is_understood(talk: Talk, office: Office, restart: Restart) -> None:
    await talk.customer_says("I want a refund", model=[*LOOK, "For which article?"])
    talk = await restart(talk)
    asked = await talk.customer_says("the video doorbell", model=[calls("refund_order", order_id="N-1043")])
    assert asked.question["terms"]["order_id"] == "N-1043"


async def test_a_yes_on_another_channel_is_understood(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    done = await talk.customer_says("yes", channel="sms", strength=Strength.OTP)
    assert done.action == "done"
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_a_conversation_goes_on_after_an_hour(talk: Talk, office: Office, clock: Clock) -> None:
    await talk.customer_says("I want a refund", model=[*LOOK, "For which article?"])
    clock.forward(hours=1)
    asked = await talk.customer_says("the video doorbell", model=[calls("refund_order", order_id="N-1043")])
    assert asked.question["terms"]["order_id"] == "N-1043"
    await talk.customer_says("yes")
    assert [order for order, _, _ in await office.refunds()] == ["N-1043"]


async def test_what_has_lapsed_can_be_asked_for_again(talk: Talk, office: Office, clock: Clock) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    clock.forward(hours=1)
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    assert (await talk.customer_says("yes")).action == "done"
    assert await office.actions() == [("refund_order", "expired"), ("refund_order", "done")]


async def test_what_was_done_yesterday_is_not_done_again_today(
    talk: Talk, office: Office, clock: Clock, restart: Restart
) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    await talk.customer_says("yes")
    clock.forward(days=1)
    talk = await restart(talk)
    told = await talk.customer_says("I want a refund for my smart speaker", model=[*SPEAKER, "£59.99 is on its way."])
    assert "59.99" in told.text
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_the_same_message_delivered_twice_is_answered_once(talk: Talk, office: Office) -> None:
    first = await talk.customer_says("What did I order?", model=[*WHAT_I_ORDERED, "N-1042."], message_id="m-1")
    again = await talk.customer_says("What did I order?", message_id="m-1")
    assert again.text == first.text
    assert len(await office.turns()) == 1


async def test_a_yes_delivered_twice_pays_once(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    first = await talk.customer_says("yes", message_id="m-yes")
    again = await talk.customer_says("yes", message_id="m-yes")
    assert again.text == first.text
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_one_message_number_cannot_stand_for_two_messages(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER, message_id="m-1")
    with pytest.raises(Refused):
        await talk.customer_says("yes", message_id="m-1")
    assert await office.changes() == {}


async def test_a_burst_of_messages_is_one_turn(talk: Talk, office: Office) -> None:
    await talk.turns.receive(talk.conversation_id, talk.message("Hi there"))
    await talk.turns.receive(talk.conversation_id, talk.message("I want a refund"))
    asked = await talk.customer_says("for my smart speaker", model=SPEAKER)
    assert asked.question["terms"]["item"] == "Smart speaker"
    (turn,) = await office.turns()
    (done,) = asked.of("done")
    assert done["answers"] == ["m-0", "m-1", "m-2"]
    assert turn["area"] == "billing"


async def test_two_conversations_of_one_customer_do_not_mix(begin: Begin, office: Office) -> None:
    first, second = await begin(ADA, "K-1"), await begin(ADA, "K-2")
    await first.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    await second.customer_says("yes", model=[routed(None, "greeting"), "Hello, what can I do for you?"])
    assert await office.changes() == {}
    assert (await first.customer_says("yes")).action == "done"


async def test_two_customers_at_once_each_get_their_own(begin: Begin, office: Office) -> None:
    ada, ben = await begin(ADA, "K-1"), await begin(BEN, "K-2")
    await ada.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    told = await ben.customer_says("What did I order?", model=[*WHAT_I_ORDERED, "N-1044."])
    assert "N-1044" in told.text
    assert "N-1042" not in told.text
    await ada.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_a_matter_that_ended_opens_again_with_the_next_message(talk: Talk, office: Office) -> None:
    closed = await talk.customer_says("That's all, bye", perhaps=[routed(None, "goodbye")])
    assert closed.of("closed")[0]["disposition"] == "answered"
    told = await talk.customer_says("What did I order?", model=[*WHAT_I_ORDERED, "N-1042 and N-1043."])
    assert "N-1042" in told.text


async def test_a_matter_ends_with_what_was_done_in_it(talk: Talk) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=SPEAKER)
    await talk.customer_says("yes")
    closed = await talk.customer_says("That's all, bye", perhaps=[routed(None, "goodbye")])
    assert closed.of("closed")[0]["disposition"] == "refund_issued"
