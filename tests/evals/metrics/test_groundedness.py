"""Whether each figure of a reply is known from somewhere."""

import json
from datetime import UTC, datetime

import pytest

from evals.metrics.groundedness import groundedness
from tests.evals.metrics.made import expects, gold, only, run, turn, values

GOLD = gold(expects(), now=datetime(2026, 5, 13, 9, 30, tzinfo=UTC))
ORDERS = json.dumps(
    [
        {
            "order_id": "N-1042",
            "placed_on": "2026-05-01",
            "lines": [{"item": "Smart plug", "paid": {"amount": "19.99", "currency": "GBP"}}],
            "paid_with": "Visa ending 4242",
        },
        {"order_id": "N-1043", "placed_on": "2026-04-24", "lines": [], "paid_with": "PayPal"},
    ]
)
VISIT = json.dumps({"starts_at": "2026-05-15T07:00:00Z", "ends_at": "2026-05-15T11:00:00Z", "working_days": 5})


@pytest.mark.parametrize(
    "reply",
    [
        "You have 2 orders; N-1042 of 1 May came to £19.99, paid with your Visa ending 4242.",
        "It came to 19.99 pounds.",
        "Order 1042 was placed on Friday 1 May 2026.",
        "A technician comes on Friday 15 May, between 08:00 and 12:00.",
        "That is Friday, 8 a.m. to noon.",
        "It takes 5 working days.",
        "Today is Wednesday 13 May.",
    ],
)
def test_what_is_known_may_be_said_in_other_words(reply: str) -> None:
    assert values(groundedness, run(turn(reply=reply, evidence=(ORDERS, VISIT))), GOLD) == [1]


@pytest.mark.parametrize(
    ("reply", "invented"),
    [
        ("It came to £29.99.", "£29.99"),
        ("Order N-1044 came to £19.99.", "N-1044"),
        ("It was placed on 2 May.", "2 May"),
        ("It was placed on Thursday 1 May.", "Thursday 1 May"),
        ("It was placed on 1 May 2025.", "1 May 2025"),
        ("The technician comes between 07:00 and 11:00.", "07:00, 11:00"),
        ("They come on a Saturday.", "Saturday"),
        ("It takes 9 working days.", "9"),
        ("You have 3 orders.", "3"),
        ("Ring us on 0800 123 4567.", "0800 123 4567"),
        ("We wrote to jo@example.com.", "jo@example.com"),
        ("In all that is £39.98.", "£39.98"),
    ],
)
def test_what_is_known_from_nowhere_is_named(reply: str, invented: str) -> None:
    score = only(groundedness, run(turn(reply=reply, evidence=(ORDERS, VISIT))), GOLD)
    assert (score.value, score.note) == (0, f"from nowhere: {invented}")


@pytest.mark.parametrize(
    ("customer", "reply"),
    [
        ("can someone come tomorrow", "Tomorrow is Thursday 14 May."),
        ("order ten forty two please", "Order 1042, one moment."),
        ("just 10", "So you would like £10 back."),
        ("any time after 2", "After 2, then."),
        ("my new mail is jo@example.com, in BS1 6QH", "jo@example.com and BS1 6QH, thank you."),
    ],
)
def test_what_the_customer_said_is_known(customer: str, reply: str) -> None:
    assert values(groundedness, run(turn(customer=customer, reply=reply)), GOLD) == [1]


def test_an_amount_is_not_known_because_some_number_is() -> None:
    assert values(groundedness, run(turn(reply="That is £5.", evidence=(VISIT,))), GOLD) == [0]


def test_what_an_earlier_turn_found_is_known() -> None:
    later = turn(1, reply="As I said, £19.99.")
    assert values(groundedness, run(turn(0, evidence=(ORDERS,)), later), GOLD) == [1]
    assert values(groundedness, run(turn(0, reply="It is £19.99."), later), GOLD) == [0, 0]


def test_a_reply_without_figures_is_not_judged() -> None:
    assert values(groundedness, run(turn(reply="Of course.")), GOLD) == []
    assert values(groundedness, run(turn(reply="An order number looks like N-9999.")), GOLD) == []


def test_times_are_those_of_the_place_where_the_conversation_is_held() -> None:
    made = run(turn(reply="It starts at 09:00.", evidence=(VISIT,)))
    assert values(groundedness, made, GOLD) == [0]
    assert values(groundedness, made, GOLD.model_copy(update={"labels": {"timezone": "Europe/Berlin"}})) == [1]


def test_evidence_that_is_no_record_is_read_as_words() -> None:
    refused = "Refused: refunds are possible for 30 days after delivery, until 1 June 2026."
    assert values(groundedness, run(turn(reply="Only 30 days, until 1 June.", evidence=(refused, "{"))), GOLD) == [1]
