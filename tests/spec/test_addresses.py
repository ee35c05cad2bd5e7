"""Addresses and contact details: checked, confirmed, and changed only where the customer meant."""

import pytest

from tests.scripted import calls, reads_as, routed
from tests.spec.office import Office
from tests.talk import Talk

ADDRESS = routed("account", "update_address")
CONTACT = routed("account", "update_contact")


async def test_street_and_postcode_in_one_sentence_are_both_taken(talk: Talk, office: Office) -> None:
    asked = await talk.customer_says(
        "I've moved: my billing address is now 14 Cabot Rise and the postcode is BS3 4LD",
        model=[ADDRESS, calls("update_address", kind="billing", street="14 Cabot Rise", postcode="BS3 4LD")],
    )
    assert "14 Cabot Rise, Bristol BS3 4LD" in asked.text
    assert await office.changes() == {}
    await talk.customer_says("yes")
    customer = await office.customer()
    assert (customer["billing_street"], customer["billing_postcode"]) == ("14 Cabot Rise", "BS3 4LD")


async def test_a_new_delivery_address_leaves_the_bills_where_they_go(talk: Talk, office: Office) -> None:
    before = await office.customer()
    await talk.customer_says(
        "Change my delivery address to 20 Harbour Road, BS1 6QH",
        model=[ADDRESS, calls("update_address", kind="delivery", street="20 Harbour Road", postcode="BS1 6QH")],
    )
    await talk.customer_says("yes")
    after = await office.customer()
    assert after["delivery_street"] == "20 Harbour Road"
    assert after["billing_street"] == before["billing_street"]


async def test_which_address_is_meant_is_asked_where_it_was_not_said(talk: Talk, office: Office) -> None:
    asked = await talk.customer_says(
        "I have moved to 20 Harbour Road, Bristol BS1 6QH", model=[ADDRESS, "The billing or the delivery address?"]
    )
    assert "billing" in asked.text
    assert "delivery" in asked.text
    await talk.customer_says(
        "the billing one",
        model=[calls("update_address", kind="billing", street="20 Harbour Road", postcode="BS1 6QH")],
    )
    await talk.customer_says("yes")
    assert (await office.customer())["billing_street"] == "20 Harbour Road"


async def test_a_missing_postcode_is_asked_for(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "Change my billing address to 20 Harbour Road", model=[ADDRESS, "And what is the postcode?"]
    )
    asked = await talk.customer_says(
        "BS1 6QH", model=[calls("update_address", kind="billing", street="20 Harbour Road", postcode="BS1 6QH")]
    )
    assert "20 Harbour Road, Bristol BS1 6QH" in asked.text


NOWHERE = {
    "a street that does not exist": ("999 Nowhere Street", "BS1 6QH"),
    "a house number that the street does not have": ("500 Harbour Road", "BS1 6QH"),
    "a postcode of another street": ("20 Harbour Road", "BA2 4NL"),
    "a postcode that does not exist": ("20 Harbour Road", "BS9 9ZZ"),
}


@pytest.mark.parametrize(("street", "postcode"), NOWHERE.values(), ids=NOWHERE.keys())
async def test_an_address_that_does_not_exist_is_not_written(
    talk: Talk, office: Office, street: str, postcode: str
) -> None:
    told = await talk.customer_says(
        f"Change my billing address to {street}, {postcode}",
        model=[
            ADDRESS,
            calls("update_address", kind="billing", street=street, postcode=postcode),
            "I cannot find that address. What is it exactly?",
        ],
    )
    assert told.of("confirmation") == []
    assert "?" in told.text
    assert await office.actions() == []


async def test_a_corrected_house_number_is_asked_about_anew(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "Change my billing address to 20 Harbour Road, BS1 6QH",
        model=[ADDRESS, calls("update_address", kind="billing", street="20 Harbour Road", postcode="BS1 6QH")],
    )
    asked = await talk.customer_says(
        "no, number 22",
        model=[
            reads_as("changed"),
            calls("update_address", kind="billing", street="22 Harbour Road", postcode="BS1 6QH"),
        ],
    )
    assert "22 Harbour Road" in asked.question["question"]
    await talk.customer_says("yes")
    assert (await office.customer())["billing_street"] == "22 Harbour Road"


async def test_an_address_that_is_on_file_already_is_not_changed(talk: Talk, office: Office) -> None:
    told = await talk.customer_says(
        "Change my billing address to 12 Harbour Road, BS1 6QH",
        model=[
            ADDRESS,
            calls("update_address", kind="billing", street="12 Harbour Road", postcode="BS1 6QH"),
            "That is already your address.",
        ],
    )
    assert "already" in told.text
    assert await office.actions() == []


async def test_a_new_e_mail_address_is_confirmed_first(talk: Talk, office: Office) -> None:
    asked = await talk.customer_says(
        "Please change my email to ada.new@example.com",
        model=[CONTACT, calls("update_contact", email="ada.new@example.com")],
    )
    assert "ada.new@example.com" in asked.text
    assert (await office.customer())["email"] == "ada.finch@example.com"
    await talk.customer_says("yes")
    assert (await office.customer())["email"] == "ada.new@example.com"


async def test_a_new_phone_number_is_kept_in_one_form(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "My new phone number is 07700 900555", model=[CONTACT, calls("update_contact", phone="07700 900555")]
    )
    await talk.customer_says("yes")
    customer = await office.customer()
    assert (customer["phone"], customer["email"]) == ("+447700900555", "ada.finch@example.com")


async def test_the_receipt_tells_the_new_address(talk: Talk) -> None:
    await talk.customer_says(
        "Change my delivery address to 20 Harbour Road, BS1 6QH",
        model=[ADDRESS, calls("update_address", kind="delivery", street="20 Harbour Road", postcode="BS1 6QH")],
    )
    done = await talk.customer_says("yes")
    assert done.action == "done"
    assert "20 Harbour Road, Bristol BS1 6QH" in done.text
