from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.parsers.choices import choose, compared
from graphs.embedded.parsers.when import When


def gbp(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "GBP"}


ORDERS: list[dict[str, Any]] = [
    {"order_id": "N-1042", "placed_on": "2026-04-20", "paid_with": "Visa ending 4242", "paid": gbp("49.00"),
     "lines": [{"item": "Smart speaker", "paid": gbp("49.00")}]},
    {"order_id": "N-1043", "placed_on": "2026-05-01", "paid_with": "Visa ending 4242", "paid": gbp("104.00"),
     "lines": [{"item": "Video doorbell", "paid": gbp("89.00")}, {"item": "Chime", "paid": gbp("15.00")}]},
    {"order_id": "N-1044", "placed_on": "2026-05-07", "paid_with": "Mastercard ending 4444", "paid": gbp("20.00"),
     "lines": [{"item": "Router", "paid": gbp("20.00")}]},
]  # fmt: skip
SLOTS: list[dict[str, Any]] = [
    {"slot_id": "S-20260514-AM", "starts_at": "2026-05-14T07:00:00Z", "part_of_day": "morning"},
    {"slot_id": "S-20260514-PM", "starts_at": "2026-05-14T12:00:00Z", "part_of_day": "afternoon"},
    {"slot_id": "S-20260515-EV", "starts_at": datetime(2026, 5, 15, 16, tzinfo=UTC), "part_of_day": "evening"},
]
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "indices"),
    [
        ("N-1043", [1]),
        ("n1044 please", [2]),
        ("1042", [0]),
        ("ten forty four", [2]),
        ("order 1042 not 1043", [0]),
        ("the first one", [0]),
        ("the second", [1]),
        ("the 3rd one", [2]),
        ("number two", [1]),
        ("option 3", [2]),
        ("2", [1]),
        ("the last one", [2]),
        ("the top one", [0]),
        ("the speaker", [0]),
        ("the speker", [0]),
        ("doorbel pls", [1]),
        ("refund the chime", [1]),
        ("not the speaker", [1, 2]),
        ("the doorbell, not the speaker", [1]),
        ("the doorbell rather than the router", [1]),
        ("the cheapest", [2]),
        ("the most expensive one", [1]),
        ("my most recent order", [2]),
        ("the oldest", [0]),
        ("the £89 one", [1]),
        ("the one for 104 pounds", [1]),
        ("the mastercard one", [2]),
        ("the one I paid for by visa", [0, 1]),
        ("both", [0, 1, 2]),
        ("all of them", [0, 1, 2]),
        ("I don't mind", [0]),
        ("any of them is fine", [0]),
    ],
)
def test_words_pick_the_records_they_fit(text: str, indices: list[int]) -> None:
    assert choose(text, ORDERS) == indices


@pytest.mark.parametrize(
    "text", ["hello", "I want a refund", "first thing", "last month", "what is your name", "", "£7"]
)
def test_words_that_say_nothing_of_the_records_pick_none(text: str) -> None:
    assert choose(text, ORDERS) == []


def test_the_other_one_is_told_from_the_one_taken() -> None:
    assert choose("no, the other one", ORDERS[:2], chosen=0) == [1]
    assert choose("no, the other order", ORDERS, chosen=2) == [0, 1]
    assert choose("the other one", ORDERS[:2]) == []


def test_days_pick_records_of_those_days() -> None:
    april = When(date(2026, 4, 1), date(2026, 4, 30))
    assert choose("the one from April", ORDERS, [april]) == [0]


def test_days_and_their_parts_pick_slots_by_the_customers_clock() -> None:
    thursday = date(2026, 5, 14)
    assert choose("Thursday", SLOTS, [When(thursday, thursday)], zone=LONDON) == [0, 1]
    assert choose("Thursday afternoon", SLOTS, [When(thursday, thursday, "afternoon")], zone=LONDON) == [1]
    assert choose("after 5", SLOTS, [When(thursday, date.max, "evening")], zone=LONDON) == [2]


def test_an_extreme_is_taken_of_what_else_fits() -> None:
    thursday = date(2026, 5, 14)
    assert choose("the latest on Thursday", SLOTS, [When(thursday, thursday)], zone=LONDON) == [1]
    assert choose("earliest please", SLOTS, zone=LONDON) == [0]


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose("the first", []) == []


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("the last one I bought", 2),
        ("my last order", 2),
        ("the one I got last", 2),
        ("the first one I ordered", 0),
        ("the door bell", 1),
    ],
)
def test_what_was_bought_last_is_the_newest_wherever_it_stands(text: str, index: int) -> None:
    newest_first = list(reversed(ORDERS))
    assert choose(text, newest_first) == [len(ORDERS) - 1 - index]


def test_hours_pick_the_window_that_has_them() -> None:
    windows = [
        {"slot_id": "S-1", "starts_at": "2026-05-14T07:00:00Z", "ends_at": "2026-05-14T11:00:00Z"},
        {"slot_id": "S-2", "starts_at": "2026-05-14T16:00:00Z", "ends_at": "2026-05-14T19:00:00Z"},
    ]
    for text, index in (("8 to 12", 0), ("17-20 please", 1), ("the 5 to 8 one", 1)):
        assert choose(text, windows, zone=LONDON) == [index]


@pytest.mark.parametrize("text", ["idk which is the newer", "no idea which was the first one", "which is the latest?"])
def test_who_does_not_know_which_it_is_chooses_none(text: str) -> None:
    orders = [{"order_id": "N-1", "placed_on": "2026-04-18"}, {"order_id": "N-2", "placed_on": "2026-05-02"}]
    assert choose(text, orders) == []
    assert choose("the newer one", orders) == [1]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("the earlier, so I've still got a day left after", 0),
        ("the later one please", 2),
        ("the middle one", 1),
        ("any of them will do", 0),
    ],
)
def test_one_of_those_on_offer_is_picked_by_comparing_them(text: str, index: int) -> None:
    assert choose(text, SLOTS, zone=LONDON) == [index]


def test_who_has_no_preference_among_what_fits_takes_the_first_of_it() -> None:
    thursday = When(date(2026, 5, 14), date(2026, 5, 14))
    assert choose("I'm in all thursday so you pick", SLOTS, [thursday], zone=LONDON) == [0]
    assert choose("thursday", SLOTS, [thursday], zone=LONDON) == [0, 1]


def test_what_follows_a_comparison_gives_its_reason_and_picks_nothing() -> None:
    said = "The later one. I come home at 8 in the morning and sleep"
    assert compared(said) == "The later one"
    assert choose(said, SLOTS[:2], zone=LONDON) == [1]


@pytest.mark.parametrize(("text", "index"), [("the one that came first", 0), ("the one that arrived last", 2)])
def test_what_came_first_or_last_is_told_by_its_day(text: str, index: int) -> None:
    assert choose(text, ORDERS) == [index]


@pytest.mark.parametrize(
    "text", ["it rattles whenever there's bass", "it hums whenever somebody rings", "she doesn't want it either"]
)
def test_neither_when_something_happens_nor_a_shared_no_is_a_lack_of_preference(text: str) -> None:
    assert choose(text, ORDERS) == []
