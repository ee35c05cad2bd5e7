"""Privacy: what must not be kept is not kept, and what is one customer's stays with them."""

import pytest

from tests.scripted import Line, ScriptedModel, calls, routed
from tests.spec.conftest import SCRIPTED, Begin
from tests.spec.office import Office
from tests.talk import NOBODY, Talk
from tools.context import Caller, Strength

QUESTION: list[Line] = [routed("billing", "question"), "Thank you, I have noted that."]
SECRETS = {
    "a card number": ("My card is 4242 4242 4242 4242, can you see my payment?", ["4242 4242 4242", "424242424242"]),
    "a card number in words": (
        "the card is four two four two four two four two four two four two four two four two",
        ["four two four two"],
    ),
    "a password": ("my password is Tr0ub4dor&3 and I cannot log in", ["Tr0ub4dor"]),
}


@pytest.mark.parametrize(("words", "secrets"), SECRETS.values(), ids=SECRETS.keys())
async def test_a_secret_is_never_stored(talk: Talk, office: Office, words: str, secrets: list[str]) -> None:
    await talk.customer_says(words, perhaps=QUESTION)
    kept = await office.everything_said()
    assert len(await office.turns()) == 1
    assert [secret for secret in secrets if secret in kept] == []


@SCRIPTED
async def test_a_card_number_is_never_shown_to_a_model(talk: Talk, brain: ScriptedModel) -> None:
    await talk.customer_says("Refund it to my card 4242 4242 4242 4242", model=QUESTION)
    assert "4242 4242" not in str(brain.heard)


async def test_a_card_number_does_not_reach_the_person_who_takes_over(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want to speak to a human about my card 4242 4242 4242 4242")
    (handoff,) = await office.handoffs()
    assert "4242 4242" not in str(handoff)


async def test_order_numbers_and_phone_numbers_are_no_secrets(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "My new phone number is 07700 900555",
        model=[routed("account", "update_contact"), calls("update_contact", phone="07700 900555")],
    )
    await talk.customer_says("yes")
    assert (await office.customer())["phone"] == "+447700900555"


async def test_a_visitor_learns_nothing_of_a_customer_by_name(begin: Begin) -> None:
    talk = await begin(NOBODY)
    told = await talk.customer_says(
        "What is the phone number of Ben Okafor?",
        model=[routed("account", "show_account"), calls("show_account"), "Please sign in first."],
    )
    assert "900102" not in str(told.events)


async def test_a_customer_sees_only_their_own_visits_and_devices(begin: Begin) -> None:
    talk = await begin(Caller("C-1015", "web_chat", Strength.SIGNED))
    told = await talk.customer_says(
        "When is my technician coming?", model=[routed("field_service", "list_visits"), calls("list_visits"), "V-303."]
    )
    assert "V-303" in told.text
    assert not {"V-301", "V-302"} & set(str(await talk.everything()).split("'"))
    assert "V-301" not in told.text


@pytest.mark.parametrize("number", ["V-302", "V-999"], ids=["another customer's", "nobody's"])
async def test_another_customer_s_visit_reads_like_one_that_does_not_exist(
    talk: Talk, office: Office, number: str
) -> None:
    told = await talk.customer_says(
        f"Cancel visit {number}",
        model=[
            routed("field_service", "cancel_visit"),
            calls("cancel_visit", visit_id=number),
            f"There is no visit {number} on your account.",
        ],
    )
    assert told.of("confirmation") == []
    assert "Manchester" not in told.text
    assert await office.changes() == {}


@SCRIPTED
async def test_a_model_is_told_nothing_of_an_account_before_it_is_opened(begin: Begin, brain: ScriptedModel) -> None:
    talk = await begin(Caller("C-1001", "sms", Strength.CHANNEL))
    await talk.customer_says("Hello", model=[routed(None, "greeting"), "Hello."])
    heard = "\n".join(line.text for lines in brain.heard for line in lines)
    assert "Ada" not in heard
    assert "C-1001" not in heard
