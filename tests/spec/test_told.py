"""Told: what customers say in a story, or only point at, is not asked for again."""

import pytest

from tests.spec.conftest import EMBEDDED, Begin
from tests.spec.office import Office
from tests.spec.test_refunds import signed_in
from tests.talk import Talk

pytestmark = EMBEDDED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The window cleaner's ladder took your wire off the house, can a man come Friday afternoon?", "repair"),
        (
            "I've just signed up and there's nothing in the house yet, can an engineer come Friday morning?",
            "installation",
        ),
    ],
)
async def test_what_a_visit_is_for_is_taken_from_the_story(begin: Begin, text: str, reason: str) -> None:
    talk = await begin(signed_in("C-1009"))
    asked = await talk.customer_says(text)
    assert asked.question["terms"]["reason"] == reason


async def test_without_a_story_it_is_asked_for_and_a_story_answers(begin: Begin) -> None:
    talk = await begin(signed_in("C-1009"))
    first = await talk.customer_says("I need an engineer on Friday afternoon")
    assert first.of("confirmation") == []
    asked = await talk.customer_says("we've only just joined you")
    assert asked.question["terms"]["reason"] == "installation"


async def test_another_time_for_the_visit_of_that_day_moves_it(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "that engineer, I'd like him in the afternoon and not at the crack of dawn. Tuesday is good"
    )
    await talk.customer_says("yes")
    assert await office.visits() == {"V-301": "S-20260519-PM"}


async def test_times_asked_for_because_nobody_is_in_then_are_to_move_the_visit(talk: Talk, office: Office) -> None:
    await talk.customer_says("I can't be in on Tuesday when your engineer comes, what have you got on Wednesday?")
    await talk.customer_says("the last one please")
    await talk.customer_says("yes")
    assert await office.visits() == {"V-301": "S-20260520-EV"}


async def test_a_postcode_that_has_not_changed_is_not_asked_for(begin: Begin) -> None:
    talk = await begin(signed_in("C-1005"))
    asked = await talk.customer_says("We're at 33 Taff Terrace now, the postcode hasn't changed. That's for the bills")
    assert asked.question["terms"]["address"]["postcode"] == "CF11 4VA"


async def test_the_one_article_that_is_left_of_an_order_need_not_be_named(talk: Talk, office: Office) -> None:
    await talk.customer_says("refund the speaker in N-1042 please")
    await talk.customer_says("yes")
    await talk.customer_says("and the rest of that order too please")
    await talk.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999), ("N-1042", "Smart plug", 1999)]


async def test_it_is_the_article_that_was_spoken_of(talk: Talk) -> None:
    await talk.customer_says("is my smart speaker online?")
    asked = await talk.customer_says("right then, I'd like to send it back for my money")
    assert asked.question["terms"]["item"] == "Smart speaker"


async def test_of_two_orders_that_hold_it_one_is_chosen_by_when_it_came(begin: Begin) -> None:
    talk = await begin(signed_in("C-1013"))
    first = await talk.customer_says("my speaker has a horrible rattle whenever theres bass, refund please")
    assert first.of("confirmation") == []
    asked = await talk.customer_says("the one that came last week")
    assert asked.question["terms"]["order_id"] == "N-1054"


async def test_a_part_of_the_day_said_with_that_day_before_still_counts(begin: Begin) -> None:
    talk = await begin(signed_in("C-1009"))
    await talk.customer_says("Our socket has sunk into the wall. Friday morning would be ideal, is anyone free at all?")
    asked = await talk.customer_says("book that Friday then")
    assert asked.question["terms"]["starts_at"].startswith("2026-05-15T07")


async def test_what_else_there_is_that_day_is_not_only_that_part_of_it(begin: Begin) -> None:
    talk = await begin(signed_in("C-1009"))
    await talk.customer_says("I need someone Friday afternoon, the cable's been chewed")
    told = await talk.customer_says("what else is there that day?")
    assert "between 08:00 and 12:00" in told.text


async def test_what_was_paid_is_not_the_charge_that_is_asked_about(begin: Begin) -> None:
    talk = await begin(signed_in("C-1011"))
    told = await talk.customer_says("I paid you 26 pounds by the bank and now there is one fine of 7.50, why?")
    assert "7.50" in told.text
    assert "monthly broadband charge" not in told.text
