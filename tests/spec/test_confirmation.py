"""Confirmation: what is done is what was asked and agreed to, word for word."""

import pytest
from langchain_core.messages import AIMessage

from tests.conftest import Clock
from tests.scripted import Line, ScriptedModel, calls, reads_as, routed
from tests.spec.conftest import EMBEDDED, SCRIPTED
from tests.spec.office import Office
from tests.talk import Heard, Talk
from tools.records import Refund
from tools.store import refunds
from tools.store.engine import Store

SPEAKER = calls("refund_order", order_id="N-1042", item="Smart speaker")
ASK = [routed("billing", "refund_order"), calls("list_orders"), SPEAKER]


async def speaker_offered(talk: Talk) -> Heard:
    return await talk.customer_says("I want a refund for my smart speaker", model=ASK)


@pytest.mark.parametrize("yes", ["yes", "Yes please!", "ok go ahead", "sure, do it", "yep", "👍"])
async def test_a_yes_in_any_words_is_a_yes(talk: Talk, office: Office, yes: str) -> None:
    await speaker_offered(talk)
    assert (await talk.customer_says(yes)).action == "done"
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


@pytest.mark.parametrize("no", ["no", "No thanks", "never mind", "don't", "nope, leave it as it is"])
async def test_a_no_in_any_words_changes_nothing(talk: Talk, office: Office, no: str) -> None:
    await speaker_offered(talk)
    assert (await talk.customer_says(no)).action == "declined"
    assert await office.changes() == {}


async def test_after_a_no_a_yes_is_too_late(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    await talk.customer_says("no")
    await talk.customer_says("yes", model=[routed(None, "thanks"), "What would you like me to do?"])
    assert await office.changes() == {}


async def test_a_yes_without_a_question_does_nothing(talk: Talk, office: Office) -> None:
    await talk.customer_says("yes", model=[routed(None, "greeting"), "Hello, what can I do?"])
    assert await office.actions() == []


async def test_a_question_in_between_leaves_the_offer_open(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    told = await talk.customer_says(
        "How long does a refund take?",
        model=[reads_as("other"), routed("billing", "question"), "Up to 5 working days."],
    )
    assert "5 working days" in told.text
    assert await office.actions() == [("refund_order", "proposed")]
    assert (await talk.customer_says("ok yes, do it")).action == "done"


async def test_the_open_question_is_asked_again_at_the_end_of_a_digression(talk: Talk) -> None:
    await speaker_offered(talk)
    told = await talk.customer_says(
        "Which e-mail address do you have for me?",
        model=[reads_as("other"), routed("account", "show_account"), calls("show_account"), "ada.finch@example.com."],
    )
    assert "ada.finch@example.com" in told.text
    assert "59.99" in told.text


E_MAIL: list[Line] = [
    reads_as("other"),
    routed("account", "show_account"),
    calls("show_account"),
    "ada.finch@example.com.",
]
BILL: list[Line] = [
    reads_as("other"),
    routed("billing", "list_invoices"),
    calls("list_invoices"),
    "You have two invoices.",
]
VISIT: list[Line] = [
    reads_as("other"),
    routed("field_service", "list_visits"),
    calls("list_visits"),
    "It is on Tuesday.",
]


@SCRIPTED
async def test_the_open_question_comes_back_every_turn_in_full_and_in_few_words_by_turns(talk: Talk) -> None:
    await speaker_offered(talk)
    first = await talk.customer_says("Which e-mail address do you have for me?", model=E_MAIL)
    second = await talk.customer_says("And what are my bills?", model=BILL)
    third = await talk.customer_says("And when is the visit to me?", model=VISIT)
    assert "59.99" in first.text
    assert second.text.startswith("You have two invoices.")
    assert second.text.endswith("shall I go ahead with it?")
    assert "59.99" not in second.text
    assert "59.99" in third.text


@SCRIPTED
async def test_the_open_question_is_asked_again_beside_another_question(talk: Talk) -> None:
    """So a yes is never to two things."""
    await speaker_offered(talk)
    await talk.customer_says("Which e-mail address do you have for me?", model=E_MAIL)
    asked = await talk.customer_says("And what are my bills?", model=[*BILL[:-1], "Two. Shall I explain one?"])
    assert asked.text.startswith("Two. Shall I explain one?")
    assert "59.99" in asked.text


@SCRIPTED
async def test_a_yes_after_two_digressions_is_to_what_was_asked_again_in_few_words(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    await talk.customer_says("Which e-mail address do you have for me?", model=E_MAIL)
    asked = await talk.customer_says("And what are my bills?", model=BILL)
    assert asked.text.endswith("shall I go ahead with it?")
    assert await office.refunds() == []
    assert (await talk.customer_says("yes, refund it")).action == "done"
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


@EMBEDDED
async def test_what_was_told_while_a_question_was_open_is_not_told_again_after_the_yes(talk: Talk) -> None:
    await speaker_offered(talk)
    await talk.customer_says("Which e-mail address do you have for me?")
    await talk.customer_says("When is my technician coming?")
    await talk.customer_says("yes")
    done = await talk.customer_says("yes")
    assert "ada.finch@example.com" not in done.text


async def test_an_offer_lapses_after_half_an_hour(talk: Talk, office: Office, clock: Clock) -> None:
    await speaker_offered(talk)
    clock.forward(minutes=31)
    late = await talk.customer_says("yes", model=["That offer has lapsed. Shall I look at it again?"])
    assert late.action is None
    assert await office.actions() == [("refund_order", "expired")]
    assert await office.changes() == {}


async def test_what_has_changed_meanwhile_is_not_done_on_an_old_yes(
    talk: Talk, office: Office, northlight: Store
) -> None:
    asked = await speaker_offered(talk)
    async with northlight.writing() as tx:
        part = {"Smart speaker": 1000}
        terms = asked.question["terms"] | {"amount": {"amount": "10.00"}, "arrives_by": "2026-05-20"}
        await refunds.pay(tx, Refund.model_validate(terms), part, "paid at the till", talk.house.now())
    anew = await talk.customer_says("yes", model=[SPEAKER])
    assert anew.action != "done"
    assert [amount for _, _, amount in await office.refunds()] == [1000]


async def test_the_customer_s_change_is_asked_about_not_done(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    plug = calls("refund_order", order_id="N-1042", item="Smart plug")
    asked = await talk.customer_says("no, I meant the smart plug", model=[plug])
    assert asked.question["terms"]["amount"]["amount"] == "19.99"
    assert await office.changes() == {}
    await talk.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart plug", 1999)]


async def test_only_the_newest_question_can_be_answered(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    doorbell = calls("refund_order", order_id="N-1043")
    await talk.customer_says("Actually refund the video doorbell instead", model=[reads_as("changed"), doorbell])
    await talk.customer_says("yes")
    assert [(order, amount) for order, _, amount in await office.refunds()] == [("N-1043", 8900)]
    assert await office.actions() == [("refund_order", "changed"), ("refund_order", "done")]


async def test_every_step_of_an_action_is_on_record(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    await talk.customer_says("yes")
    trail = [(row["after"], row["by"].partition(":")[0]) for row in await office.audit()]
    assert trail == [("proposed", "turn"), ("confirmed", "customer"), ("executing", "system"), ("done", "system")]


@SCRIPTED
async def test_the_question_is_worded_from_the_action_not_by_the_model(talk: Talk) -> None:
    cheap = AIMessage("Shall I refund £5?", tool_calls=SPEAKER.tool_calls)
    asked = await talk.customer_says("I want a refund", model=[*ASK[:2], cheap])
    assert "59.99" in asked.question["question"]
    assert asked.text.endswith(asked.question["question"])


@SCRIPTED
async def test_one_thing_is_asked_at_a_time(talk: Talk, office: Office) -> None:
    both = AIMessage("", tool_calls=[*SPEAKER.tool_calls, *calls("refund_order", order_id="N-1043").tool_calls])
    asked = await talk.customer_says("Refund everything", model=[*ASK[:2], both])
    assert asked.question["terms"]["order_id"] == "N-1042"
    await talk.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


@SCRIPTED
async def test_a_yes_the_model_is_unsure_of_is_no_yes(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    await talk.customer_says(
        "I suppose that is what one would want",
        model=[reads_as("yes", confidence=0.3), routed("billing", "refund_order"), "Shall I?"],
    )
    assert await office.changes() == {}


@SCRIPTED
async def test_no_model_is_asked_to_read_a_plain_answer(talk: Talk, brain: ScriptedModel) -> None:
    await speaker_offered(talk)
    heard = len(brain.heard)
    await talk.customer_says("yes")
    assert len(brain.heard) == heard


async def test_a_goodbye_leaves_what_was_asked_undone_for_good(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    farewell = await talk.customer_says("That's all, bye!", perhaps=[reads_as("other"), routed(None, "goodbye")])
    assert farewell.action == "declined"
    assert farewell.of("closed") == [{"disposition": "answered"}]
    await talk.customer_says("yes", model=[routed(None, "thanks"), "What would you like me to do?"])
    assert await office.changes() == {}


@SCRIPTED
async def test_only_the_ledgers_question_is_asked_not_the_models_own(talk: Talk) -> None:
    eager = AIMessage("I found it. Shall I refund £5?", tool_calls=SPEAKER.tool_calls)
    ask = [routed("billing", "refund_order"), calls("list_orders"), eager]
    asked = await talk.customer_says("I want a refund for my smart speaker", model=ask)
    assert "I found it." in asked.text
    assert "£59.99" in asked.text
    assert "£5?" not in asked.text


@EMBEDDED
async def test_what_a_no_goes_on_to_ask_for_is_dealt_with(talk: Talk, office: Office) -> None:
    await speaker_offered(talk)
    heard = await talk.customer_says("no, leave that. What time is my technician coming?")
    assert "V-301" in heard.text
    assert await office.actions() == [("refund_order", "declined")]


@EMBEDDED
async def test_what_is_said_of_a_no_asks_for_nothing(talk: Talk, office: Office) -> None:
    await talk.customer_says("restart my router please")
    heard = await talk.customer_says("no, leave it, I like it as it is")
    assert heard.text == "All right, I have left everything as it is."
    assert await office.actions() == [("restart_device", "declined")]


@EMBEDDED
async def test_another_wish_instead_of_what_is_proposed_is_taken_up(talk: Talk) -> None:
    await talk.customer_says("cancel my visit")
    heard = await talk.customer_says("can you move it to friday instead")
    assert "Friday 15 May" in heard.text


@EMBEDDED
async def test_a_question_about_something_else_declines_nothing(talk: Talk, office: Office) -> None:
    await talk.customer_says("restart my router please")
    await talk.customer_says("hold fire, until when could I still send the speaker back?")
    assert await office.actions() == [("restart_device", "proposed")]


@EMBEDDED
async def test_a_wish_that_is_put_once_more_after_a_misunderstanding_is_taken_up_again(talk: Talk) -> None:
    await talk.customer_says("I can't be at home for the technician on Tuesday. Can we move that?")
    await talk.customer_says("Thursday afternoon")
    await talk.customer_says("Ah no, sorry, that isn't quite what I was after.")
    heard = await talk.customer_says("What I was after is this: I can't be at home on Tuesday. Can we move that?")
    assert "Thursday 14 May" in heard.text
    assert "can't find" not in heard.text


@EMBEDDED
async def test_who_did_not_mean_the_whole_order_is_asked_which_article(talk: Talk) -> None:
    await talk.customer_says("I'd like my money back for something I bought from you.")
    assert "79.98" in (await talk.customer_says("N-1042")).text
    which = await talk.customer_says("No, that's not what I meant.")
    assert "Smart speaker" in which.text
    assert "Smart plug" in which.text
    assert (await talk.customer_says("the plug")).question["terms"]["item"] == "Smart plug"
