"""Other times: what customers say of the times they are offered, with the built-in model on the whole road."""

import pytest

from tests.spec.conftest import EMBEDDED, Begin
from tests.spec.office import Office
from tests.spec.test_refunds import signed_in
from tests.talk import Talk

pytestmark = EMBEDDED


async def test_a_day_that_is_asked_for_besides_belongs_to_the_booking(begin: Begin) -> None:
    talk = await begin(signed_in("C-1013"))
    heard = await talk.customer_says("need an engineer to fix my cable, what's free friday")
    assert "Friday 15 May, between 17:00 and 20:00" in heard.text
    assert "Wednesday" not in heard.text


@pytest.mark.parametrize(
    ("words", "slot"),
    [
        ("as early as you can", "S-20260519-AM"),
        ("not the morning, the one after that", "S-20260519-PM"),
        ("the tea time one then my husband's in", "S-20260519-EV"),
    ],
)
async def test_one_of_the_times_that_were_told_is_taken(begin: Begin, words: str, slot: str) -> None:
    talk = await begin(signed_in("C-1013"))
    await talk.customer_says("my landline is dead, can you tell me which times you have on Tuesday")
    asked = await talk.customer_says(words)
    assert asked.question["terms"]["slot_id"] == slot


@pytest.mark.parametrize(
    ("words", "slot"),
    [
        ("could it be a bit later", "S-20260514-EV"),
        ("earlier if you can", "S-20260514-AM"),
        ("not that one, the one after", "S-20260514-EV"),
        ("no, Friday evening", "S-20260515-EV"),
        ("the week after would suit better", "S-20260521-PM"),
    ],
)
async def test_another_time_is_told_by_where_it_lies(talk: Talk, office: Office, words: str, slot: str) -> None:
    await talk.customer_says("Can my visit be moved to Thursday afternoon?")
    asked = await talk.customer_says(words)
    assert asked.question["terms"]["slot_id"] == slot
    assert await office.visits() == {"V-301": "S-20260519-AM"}


async def test_what_else_there_is_that_day_is_told_and_taken(talk: Talk, office: Office) -> None:
    await talk.customer_says("Can my visit be moved to the 20th in the morning?")
    await talk.customer_says("yes")
    told = await talk.customer_says("Sorry, hes got the dentist that morning. What else have you got that day?")
    assert told.text.count("Wednesday 20 May") == 3
    await talk.customer_says("The last one would be best, we'll both be back by then")
    await talk.customer_says("yes")
    assert await office.visits() == {"V-301": "S-20260520-EV"}


async def test_another_day_written_short_is_no_yes(begin: Begin) -> None:
    talk = await begin(signed_in("C-1013"))
    await talk.customer_says("book a repair for saturday morning")
    asked = await talk.customer_says("ach football. mon nite then")
    assert asked.question["terms"]["slot_id"] == "S-20260518-EV"


async def test_a_postcode_that_the_back_office_names_is_taken_with_a_yes(talk: Talk) -> None:
    await talk.customer_says("new delivery address 14 Gas Works Lane, B1 8TS")
    asked = await talk.customer_says("oh yes that's it")
    assert asked.question["terms"]["address"]["postcode"] == "B1 8TZ"


@pytest.mark.parametrize(
    ("words", "slot"),
    [
        ("tuesdays are a pain. weds that week after lunch any good?", "S-20260520-PM"),
        ("not tues, id rather thurs of that week teatime", "S-20260521-EV"),
        ("could he come the fri instead, first thing", "S-20260522-AM"),
        ("friday the 22nd in the evening perhaps", "S-20260522-EV"),
    ],
)
async def test_another_time_is_for_the_visit_that_was_told(talk: Talk, office: Office, words: str, slot: str) -> None:
    await talk.customer_says("When is my technician coming?")
    asked = await talk.customer_says(words)
    assert asked.question["tool"] == "move_visit"
    assert asked.question["terms"]["slot_id"] == slot
    assert await office.visits() == {"V-301": "S-20260519-AM"}


async def test_another_time_may_come_after_a_question_and_its_reason(talk: Talk) -> None:
    await talk.customer_says("When the engineer comes on Tuesday, may my gran let him in?")
    asked = await talk.customer_says("she'd never hear the bell though. how about the wed straight after, b4 12")
    assert asked.question["tool"] == "move_visit"
    assert asked.question["terms"]["slot_id"] == "S-20260520-AM"


async def test_somebody_who_is_to_come_and_mend_something_is_not_the_visit_that_was_told(talk: Talk) -> None:
    await talk.customer_says("When is my technician coming?")
    asked = await talk.customer_says("the socket is still loose so send some1 to fix it. 2moz aft")
    assert asked.question["tool"] == "book_visit"
    assert asked.question["terms"]["slot_id"] == "S-20260514-PM"


async def test_one_of_the_times_is_taken_for_the_visit_that_was_told_before_them(talk: Talk) -> None:
    await talk.customer_says("When is my technician coming?")
    await talk.customer_says("That's far too long. What's the soonest you have?")
    asked = await talk.customer_says("the second one")
    assert asked.question["tool"] == "move_visit"
    assert asked.question["terms"]["slot_id"] == "S-20260513-EV"


async def test_times_asked_for_something_new_are_not_for_the_visit_that_was_told(talk: Talk) -> None:
    await talk.customer_says("When is my technician coming?")
    await talk.customer_says("And what is free on Monday for a repair of the wall socket?")
    asked = await talk.customer_says("the morning one")
    assert asked.question["tool"] == "book_visit"


@pytest.mark.parametrize("words", ["does he come on saturdays at all", "can my neighbour let him in on tuesday"])
async def test_a_question_that_names_a_day_moves_nothing(talk: Talk, office: Office, words: str) -> None:
    await talk.customer_says("When is my technician coming?")
    heard = await talk.customer_says(words)
    assert heard.of("question") == []
    assert await office.visits() == {"V-301": "S-20260519-AM"}


async def test_who_cannot_leave_it_gives_nothing_up(begin: Begin) -> None:
    talk = await begin(signed_in("C-1013"))
    await talk.customer_says("Can you book me a repair, please?")
    heard = await talk.customer_says("well I can't leave it like that what have you got this Friday")
    assert "Friday 15 May" in heard.text
