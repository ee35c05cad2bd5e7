"""Technician visits: only in windows that are free, only in time, only after a yes."""

from langchain_core.messages import AIMessage

from tests.conftest import Clock
from tests.scripted import calls, routed
from tests.spec.conftest import Begin
from tests.spec.office import Office
from tests.talk import Talk
from tools.context import Caller, Strength
from tools.store import slots

MOVE, BOOK, CANCEL = (routed("field_service", tool) for tool in ("move_visit", "book_visit", "cancel_visit"))
MILA = Caller("C-1014", "web_chat", Strength.SIGNED)
"""Her line is at fault, and a repair visit is booked."""
NOAH = Caller("C-1015", "web_chat", Strength.SIGNED)
"""His visit starts in a few hours."""


def free(day: str, part_of_day: str) -> AIMessage:
    return calls("list_slots", day=day, part_of_day=part_of_day)


async def test_a_visit_moves_to_next_thursday_afternoon(talk: Talk, office: Office) -> None:
    asked = await talk.customer_says(
        "Can you move my technician visit to next Thursday afternoon?",
        model=[
            MOVE,
            calls("list_visits"),
            free("2026-05-21", "afternoon"),
            calls("move_visit", visit_id="V-301", slot_id="S-20260521-PM"),
        ],
    )
    assert "Thursday 21 May, between 12:00 and 17:00" in asked.text
    assert await office.visits() == {"V-301": "S-20260519-AM"}
    places = await office.places("S-20260519-AM")
    await talk.customer_says("yes")
    assert await office.visits() == {"V-301": "S-20260521-PM"}
    assert await office.places("S-20260519-AM") == places + 1


async def test_in_a_week_that_is_full_other_times_are_offered(talk: Talk, office: Office) -> None:
    told = await talk.customer_says(
        "Please move my visit to 27 May in the morning",
        model=[
            MOVE,
            calls("list_visits"),
            free("2026-05-27", "morning"),
            "Nothing is free then; Monday 1 June is. Would that suit you?",
        ],
    )
    assert "1 June" in told.text
    assert told.of("confirmation") == []
    assert await office.changes() == {}


async def test_one_of_the_offered_times_is_taken(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "Please move my visit to 27 May in the morning",
        model=[MOVE, calls("list_visits"), free("2026-05-27", "morning"), "Monday 1 June, or Tuesday 2 June?"],
    )
    asked = await talk.customer_says(
        "the second one", model=[calls("move_visit", visit_id="V-301", slot_id="S-20260602-AM")]
    )
    assert "Tuesday 2 June" in asked.question["question"]
    await talk.customer_says("yes")
    assert await office.visits() == {"V-301": "S-20260602-AM"}


async def test_a_time_in_the_past_is_not_booked(talk: Talk, office: Office) -> None:
    told = await talk.customer_says(
        "Move my visit to yesterday morning",
        model=[
            MOVE,
            calls("list_visits"),
            free("2026-05-12", "morning"),
            "12 May is past. Which day suits you?",
        ],
    )
    assert "past" in told.text
    assert await office.actions() == []


async def test_a_window_that_has_begun_is_not_booked(talk: Talk, office: Office, clock: Clock) -> None:
    clock.forward(days=2, hours=3)
    told = await talk.customer_says(
        "Move my visit to today in the morning",
        model=[
            MOVE,
            calls("list_visits"),
            calls("move_visit", visit_id="V-301", slot_id="S-20260515-AM"),
            "That window has begun already. Which other time suits you?",
        ],
    )
    assert told.of("confirmation") == []
    assert await office.visits() == {"V-301": "S-20260519-AM"}


async def test_a_visit_that_is_near_is_not_cancelled(begin: Begin, office: Office) -> None:
    talk = await begin(NOAH)
    told = await talk.customer_says(
        "Please cancel my technician visit",
        model=[CANCEL, calls("list_visits"), calls("cancel_visit", visit_id="V-303"), "Only until 24 hours before."],
    )
    assert "24 hours" in told.text
    assert await office.actions() == []


async def test_a_visit_is_cancelled_after_a_yes_and_its_place_is_free_again(talk: Talk, office: Office) -> None:
    places = await office.places("S-20260519-AM")
    await talk.customer_says(
        "Please cancel my technician visit",
        model=[CANCEL, calls("list_visits"), calls("cancel_visit", visit_id="V-301")],
    )
    assert "V-301" in await office.visits()
    await talk.customer_says("yes")
    assert await office.visits() == {}
    assert await office.places("S-20260519-AM") == places + 1


async def test_a_technician_is_booked_to_the_delivery_address(talk: Talk, office: Office) -> None:
    asked = await talk.customer_says(
        "I need a technician for a repair on Friday 15 May in the morning",
        model=[BOOK, free("2026-05-15", "morning"), calls("book_visit", slot_id="S-20260515-AM", reason="repair")],
    )
    assert "Friday 15 May, between 08:00 and 12:00" in asked.text
    assert "48 Mill Lane" in asked.text
    await talk.customer_says("yes")
    assert sorted((await office.visits()).values()) == ["S-20260515-AM", "S-20260519-AM"]


async def test_there_is_one_visit_for_one_reason(begin: Begin, office: Office) -> None:
    talk = await begin(MILA)
    told = await talk.customer_says(
        "I need a technician for a repair on Friday 15 May in the morning",
        model=[
            BOOK,
            free("2026-05-15", "morning"),
            calls("book_visit", slot_id="S-20260515-AM", reason="repair"),
            "V-302 is already booked for that.",
        ],
    )
    assert "V-302" in told.text
    assert await office.actions() == []


async def test_a_window_that_fills_up_while_the_customer_thinks_is_not_overbooked(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "I need a technician for a repair on Friday 15 May in the morning",
        model=[BOOK, free("2026-05-15", "morning"), calls("book_visit", slot_id="S-20260515-AM", reason="repair")],
    )
    async with talk.house.store.writing() as tx:
        while await slots.take(tx, "S-20260515-AM"):
            pass
    told = await talk.customer_says("yes")
    assert told.action == "failed"
    assert "fully booked" in told.text
    assert await office.visits() == {"V-301": "S-20260519-AM"}
    assert await office.places("S-20260515-AM") == 0
