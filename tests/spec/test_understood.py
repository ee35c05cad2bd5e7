"""Understood: what customers write as they write it, with the built-in model on the whole road."""

from tests.spec.conftest import EMBEDDED, Begin
from tests.spec.office import Office
from tests.spec.test_refunds import signed_in
from tests.talk import Talk

pytestmark = EMBEDDED


async def test_half_of_it_is_half_of_what_was_proposed(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for the doorbell")
    asked = await talk.customer_says("yes but only half of it")
    assert asked.question["terms"]["amount"]["amount"] == "44.50"
    assert await office.refunds() == []


async def test_an_article_named_after_the_order_narrows_the_refund(talk: Talk, office: Office) -> None:
    await talk.customer_says("refund order N-1042")
    await talk.customer_says("just the plug")
    await talk.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart plug", 1999)]


async def test_an_article_that_was_never_ordered_refunds_nothing(begin: Begin) -> None:
    talk = await begin(signed_in("C-1004"))
    heard = await talk.customer_says("I want my money back for the tablet")
    assert heard.of("confirmation") == []
    assert "Wall mount" in heard.text


async def test_the_whole_order_is_no_article_of_that_name(begin: Begin) -> None:
    talk = await begin(signed_in("C-1004"))
    asked = await talk.customer_says("refund my whole order please")
    assert asked.question["terms"]["amount"]["amount"] == "364.00"


async def test_the_cheaper_one_is_found(begin: Begin) -> None:
    talk = await begin(signed_in("C-1013"))
    await talk.customer_says("refund the smart speaker please")
    asked = await talk.customer_says("the cheaper one")
    assert asked.question["terms"]["order_id"] == "N-1053"


async def test_a_charge_that_is_on_no_bill_is_denied(talk: Talk) -> None:
    heard = await talk.customer_says("what's this charge of £12 on my bill?")
    assert "no charge of £12" in heard.text
    assert "£4.20" in heard.text


async def test_the_other_bill_is_told_after_the_first(talk: Talk) -> None:
    await talk.customer_says("show me my bills")
    heard = await talk.customer_says("what about INV-2041")
    assert "INV-2041" in heard.text
    assert "INV-2042" not in heard.text


async def test_asking_after_a_refund_is_no_new_refund(talk: Talk, office: Office) -> None:
    await talk.customer_says("refund the doorbell")
    await talk.customer_says("yes")
    heard = await talk.customer_says("did you get my refund done?")
    assert "£89" in heard.text
    assert heard.of("confirmation") == []
    assert len(await office.refunds()) == 1


async def test_a_house_number_is_put_right_after_the_change(talk: Talk) -> None:
    await talk.customer_says("change my billing address to 14 Harbour Road Bristol BS1 6QH")
    await talk.customer_says("yes")
    asked = await talk.customer_says("actually make it number 16")
    assert "16 Harbour Road" in asked.text


async def test_a_day_and_its_part_are_heard_in_a_longer_wish(talk: Talk) -> None:
    heard = await talk.customer_says("I need a technician to come and look at my line on saturday morning")
    (looked,) = heard.of("tool")
    assert looked["arguments"] == {"day": "2026-05-16", "part_of_day": "morning"}


async def test_vague_words_are_asked_about(talk: Talk) -> None:
    heard = await talk.customer_says("something is wrong")
    assert "I want to get this right" in heard.text


async def test_whoever_asks_is_told_that_a_machine_answers(talk: Talk) -> None:
    heard = await talk.customer_says("are you a real person?")
    assert "automated assistant" in heard.text
    assert heard.escalation is None


async def test_a_visit_cancelled_can_be_booked_again(talk: Talk) -> None:
    await talk.customer_says("cancel the engineer")
    await talk.customer_says("yes")
    await talk.customer_says("book him again")
    await talk.customer_says("next tuesday morning")
    asked = await talk.customer_says("a relocation")
    assert asked.question["terms"]["starts_at"].startswith("2026-05-19")


async def test_a_short_follow_up_stays_with_the_question_before(talk: Talk) -> None:
    await talk.customer_says("what are your opening hours")
    heard = await talk.customer_says("and on bank holidays?")
    assert "closed" in heard.text


async def test_both_addresses_are_changed_one_after_the_other(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "I've moved to 9 Gas Works Lane, Birmingham B1 8TZ. Change billing to that, delivery the same"
    )
    await talk.customer_says("no, number 19")
    asked = await talk.customer_says("exactly that, off you go")
    assert asked.question["terms"]["kind"] == "delivery"
    assert (await office.customer())["billing_street"] == "19 Gas Works Lane"
    await talk.customer_says("yes")
    assert (await office.customer())["delivery_street"] == "19 Gas Works Lane"


async def test_an_email_address_said_aloud_is_corrected_by_its_sign(talk: Talk, office: Office) -> None:
    await talk.customer_says("I've um changed my email it's a finch at example dot net")
    asked = await talk.customer_says("er no there's a dot in it a dot finch")
    assert asked.question["terms"]["email"] == "a.finch@example.net"
    assert await office.changes() == {}


async def test_who_is_away_until_an_hour_gets_the_part_of_the_day_after_it(begin: Begin) -> None:
    talk = await begin(signed_in("C-1002"))
    await talk.customer_says("repair visit on monday at 3")
    asked = await talk.customer_says("actually I finish at 5 that day so it'd have to be later")
    assert asked.question["terms"]["slot_id"].endswith("EV")


async def test_both_articles_are_taken_back_though_one_is_named(begin: Begin) -> None:
    talk = await begin(signed_in("C-1013"))
    await talk.customer_says("refund the speaker from my may order, it's the wrong colour")
    asked = await talk.customer_says("the stand's no good on its own is it. do both of them")
    assert asked.question["terms"]["amount"]["amount"] == "73.99"


async def test_a_device_that_is_named_is_the_one_at_fault(talk: Talk) -> None:
    await talk.customer_says("I want to report a fault")
    asked = await talk.customer_says("it's the speaker, it crackles")
    assert asked.question["terms"]["device_id"] == "D-4002"
