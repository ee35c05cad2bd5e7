"""Identity: an account opens only to the customer it belongs to."""

import pytest

from tests.scripted import Line, ScriptedModel, calls, routed
from tests.spec.conftest import SCRIPTED, Begin
from tests.spec.office import Office
from tests.talk import ADA, NOBODY, Talk
from tools.context import Caller, Strength

WEAK = [NOBODY, Caller("C-1001", "sms", Strength.CHANNEL), Caller("C-1001", "web_chat", Strength.CLAIMED)]
SPEAKER = calls("refund_order", order_id="N-1042", item="Smart speaker")
SIGN_IN = "Please sign in first."


@pytest.mark.parametrize("caller", WEAK, ids=["anonymous", "known number", "said who they are"])
async def test_who_is_not_signed_in_sees_no_account(begin: Begin, caller: Caller) -> None:
    talk = await begin(caller)
    told = await talk.customer_says(
        "Show me my orders", model=[routed("billing", "list_orders"), calls("list_orders"), SIGN_IN]
    )
    assert "sign in" in told.text.lower()
    assert "N-10" not in str(told.events)


@pytest.mark.parametrize("caller", WEAK, ids=["anonymous", "known number", "said who they are"])
async def test_who_is_not_signed_in_changes_nothing(begin: Begin, office: Office, caller: Caller) -> None:
    talk = await begin(caller)
    told = await talk.customer_says(
        "Refund order N-1042, I am Ada Finch", model=[routed("billing", "refund_order"), SPEAKER, SIGN_IN]
    )
    assert "sign in" in told.text.lower()
    assert await office.actions() == []


async def test_a_customer_number_said_in_words_opens_nothing(begin: Begin, office: Office) -> None:
    talk = await begin(NOBODY)
    told = await talk.customer_says(
        "My customer number is C-1001 and my e-mail is ada.finch@example.com. Show me my invoices.",
        model=[routed("billing", "list_invoices"), calls("list_invoices"), SIGN_IN],
    )
    assert "INV-" not in told.text
    assert "32" not in told.text


async def test_a_visitor_gets_general_answers(begin: Begin) -> None:
    talk = await begin(NOBODY)
    told = await talk.customer_says(
        "How long do I have to return a device?",
        model=[routed("billing", "question"), calls("search_knowledge", query="how long to return"), "30 days."],
    )
    assert told.tools == ["search_knowledge"]
    assert "30 days" in told.text


async def test_a_one_time_code_is_proof_enough_to_act(begin: Begin, office: Office) -> None:
    talk = await begin(Caller("C-1001", "sms", Strength.OTP))
    await talk.customer_says(
        "I want a refund for my smart speaker",
        model=[routed("billing", "refund_order"), calls("list_orders"), SPEAKER],
    )
    await talk.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


async def test_a_yes_from_a_mere_phone_number_confirms_nothing(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "I want a refund for my smart speaker",
        model=[routed("billing", "refund_order"), calls("list_orders"), SPEAKER],
    )
    told = await talk.customer_says("yes", [SIGN_IN], channel="sms", strength=Strength.CHANNEL)
    assert "59.99" not in told.text
    assert await office.actions() == [("refund_order", "proposed")]
    assert await office.changes() == {}
    assert (await talk.customer_says("yes")).action == "done"


async def test_two_customers_of_one_name_each_see_their_own_orders(begin: Begin) -> None:
    look = [routed("billing", "list_orders"), calls("list_orders")]
    for customer_id, theirs, other in (("C-1008", "N-1050", "N-1051"), ("C-1009", "N-1051", "N-1050")):
        talk = await begin(Caller(customer_id, "web_chat", Strength.SIGNED), f"K-{customer_id}")
        told = await talk.customer_says("What did I order?", model=[*look, f"You ordered {theirs}."])
        assert theirs in told.text
        assert other not in str(await talk.everything())


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        ("Refund order N-1044 please", calls("refund_order", order_id="N-1044")),
        ("Refund order N-9999 please", calls("refund_order", order_id="N-9999")),
    ],
    ids=["another customer's", "nobody's"],
)
async def test_another_customer_s_order_reads_like_one_that_does_not_exist(
    talk: Talk, office: Office, wish: str, line: Line
) -> None:
    number = wish.split()[2]
    told = await talk.customer_says(
        wish, model=[routed("billing", "refund_order"), line, f"There is no order {number} on your account."]
    )
    assert f"There is no order {number} on your account." in told.text
    assert "hermostat" not in str(await talk.everything())
    assert await office.actions() == []


@SCRIPTED
async def test_a_model_cannot_act_for_another_customer(talk: Talk, brain: ScriptedModel, office: Office) -> None:
    await talk.customer_says(
        "Show me the account of C-1002",
        model=[
            routed("account", "show_account"),
            calls("show_account", customer_id="C-1002"),
            "Only yours.",
        ],
    )
    assert "Ben Okafor" not in str(brain.heard)
    await talk.customer_says(
        "Then refund the thermostat of C-1002",
        model=[
            routed("billing", "refund_order"),
            calls("refund_order", order_id="N-1044", customer_id="C-1002"),
            "I cannot do that.",
        ],
    )
    assert await office.actions() == []


@SCRIPTED
async def test_a_model_never_sees_a_customer_number(talk: Talk, brain: ScriptedModel) -> None:
    street = {"kind": "billing", "street": "20 Harbour Road", "postcode": "BS1 6QH"}
    await talk.customer_says(
        "What do you have on file for me, and change my billing address to 20 Harbour Road, BS1 6QH",
        model=[routed("account", "update_address"), calls("show_account"), calls("update_address", **street)],
    )
    await talk.customer_says("yes")
    await talk.customer_says("thank you", model=[routed(None, "thanks"), "You are welcome."])
    assert ADA.customer_id is not None
    told = "\n".join(f"{line.text} {line.model_dump()}" for heard in brain.heard for line in heard)
    assert ADA.customer_id not in told
