"""What words only point at is found in what was said or done before."""

from typing import Any
from zoneinfo import ZoneInfo

from graphs.embedded.history import Result
from graphs.embedded.pointing import done_before, held_before, in_time, only_left, spoken_of_before

ZONE = ZoneInfo("Europe/London")


def _line(item: str, paid: str, refunded: str = "0.00") -> dict[str, Any]:
    paid_back = {"amount": refunded, "currency": "GBP"}
    return {"item": item, "paid": {"amount": paid, "currency": "GBP"}, "refunded": paid_back}


def _order(number: str, placed: str, *items: str) -> dict[str, Any]:
    return {"order_id": number, "placed_on": placed, "lines": [{"item": item} for item in items]}


LAMP, SHADE, GONE = _line("Desk lamp", "30.00"), _line("Lamp shade", "12.00", "5.00"), _line("Bulb", "4.00", "4.00")
ORDERS = [_order("N-2", "2026-05-02", "Desk lamp", "Bulb"), _order("N-1", "2026-04-01", "Kettle")]


def test_the_one_thing_of_which_something_is_left_need_not_be_named() -> None:
    assert only_left([LAMP, GONE], "item") == "Desk lamp"
    assert only_left([LAMP, SHADE, GONE], "item") is None
    assert only_left([LAMP], "item") is None


def test_it_is_the_thing_that_was_named_last_before() -> None:
    before = ["do you match prices?", "I saw the desk lamp for £20 elsewhere"]
    assert spoken_of_before(before, [LAMP, SHADE], "item") == "Desk lamp"
    assert spoken_of_before(["the desk lamp and the lamp shade are nice"], [LAMP, SHADE], "item") is None
    assert spoken_of_before(["the bulb blew"], [LAMP, SHADE, GONE], "item") is None


def test_it_is_of_the_record_that_holds_what_was_named() -> None:
    row = held_before(["is it online?", "my kettle hums"], ORDERS, ZONE)
    assert row is not None
    assert row["order_id"] == "N-1"
    assert held_before(["nothing of the sort"], ORDERS, ZONE) is None


def test_the_rest_is_of_the_record_that_was_acted_on_last() -> None:
    done = Result("refund_order", {"order_id": "N-1"}, {}, state="done")
    row = done_before([done], "refund_order", ORDERS, "order_id")
    assert row is not None
    assert row["order_id"] == "N-1"
    assert done_before([done], "cancel_order", ORDERS, "order_id") is None
    declined = Result("refund_order", {"order_id": "N-1"}, {}, state="declined")
    assert done_before([declined], "refund_order", ORDERS, "order_id") is None


def test_the_first_is_the_oldest_unless_they_were_read_out_otherwise() -> None:
    assert [row["order_id"] for row in in_time(ORDERS, "order_id", "")] == ["N-1", "N-2"]
    assert [row["order_id"] for row in in_time(ORDERS, "order_id", "You have N-2 and N-1.")] == ["N-2", "N-1"]
