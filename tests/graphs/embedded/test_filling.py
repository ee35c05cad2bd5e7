"""Values of typed arguments, as the words give them."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.amounts import plain_amount
from graphs.embedded.filling import Moment, parse, parse_answer
from graphs.embedded.toolcards import Argument

WEDNESDAY = Moment(datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
DAY = Argument(name="day", definition={"type": "string", "format": "date"}, required=False)
PART = Argument(name="part", definition={"type": "string", "enum": ["morning", "afternoon", "evening"]}, required=False)
KIND = Argument(
    name="kind",
    definition={"type": "string", "enum": ["billing", "delivery"]},
    required=True,
    phrasing={"billing": ("bill", "bills"), "delivery": ("parcels", "deliveries", "orders")},
)
DEVICE = Argument(
    name="device",
    definition={"type": "string"},
    required=False,
    phrasing={"router": ("hub",), "security camera": ("camera",)},
)


def _text(kind: str) -> Argument:
    return Argument(name=kind, definition={"type": "string", "format": kind}, required=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what times have u got for a technician on sat", "2026-05-16"),
        ("which slots were free on monday", "2026-05-18"),
        ("for yesterday haha, no seriously, saturday evening", "2026-05-16"),
        ("thursday, no wait im on shift, make that friday", "2026-05-15"),
        ("tuesday.. sorry i mean wednesday morning next week", "2026-05-20"),
        ("nah saturdays no good is it. monday 18 May", "2026-05-18"),
        ("last monday", "2026-05-11"),
        ("I called on monday, can someone come thursday", "2026-05-14"),
        ("the week after next", "2026-05-25"),
        ("friday evening is possible? the 22nd I mean", "2026-05-22"),
        ("what about monday monday the twenty fifth", "2026-05-25"),
        ("could he come on 28th my son is home then", "2026-05-28"),
        ("might it be put off until monday", "2026-05-18"),
        ("can we leave it till friday", "2026-05-15"),
    ],
)
def test_the_day_that_counts_is_taken(text: str, day: str) -> None:
    assert parse(DAY, text, WEDNESDAY) == day


def test_the_part_of_the_day_is_said_with_the_day_that_counts() -> None:
    assert parse(PART, "friday morning please - actually make it monday afternoon", WEDNESDAY) == "afternoon"
    assert parse(PART, "the monday after", WEDNESDAY) is None
    assert parse(PART, "after dinner, so twelve onwards", WEDNESDAY) == "afternoon"
    assert parse(PART, "after dinner", WEDNESDAY) == "evening"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thats ok for the bills but parcels shud go to my work, 12 foundry row", "delivery"),
        ("not the billing one", "delivery"),
        ("I do not want my brother opening my bills, so send them to hers", "billing"),
        ("the new flat is not ready so send any parcels to my aunt's", "delivery"),
        ("send the bills to 12 foundry row, deliveries are fine as they are", "billing"),
        ("just for parcels not the bills", "delivery"),
        ("my bills and my parcels", None),
    ],
)
def test_a_choice_that_is_to_stay_is_not_chosen(text: str, kind: str | None) -> None:
    assert parse(KIND, text, WEDNESDAY) == kind


@pytest.mark.parametrize(
    ("text", "device"),
    [
        ("is my secruity camera online", "security camera"),
        ("the hub is red", "router"),
        ("the box in the hall's gone red", None),
        ("my camera and my router", None),
    ],
)
def test_a_thing_is_named_by_what_people_call_it(text: str, device: str | None) -> None:
    assert parse(DEVICE, text, WEDNESDAY) == device


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("street-address", "Ah, finger slipped. It is 60."),
        ("street-address", "no wait it's 60 im daft"),
        ("town", "sorry, that one was where I lived before we moved"),
    ],
)
def test_a_sentence_is_no_value(kind: str, text: str) -> None:
    assert parse_answer(_text(kind), text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("street-address", "22 ropery", "22 ropery"),
        ("town", "it's Leeds.", "Leeds"),
        ("town", "14 Oak Avenue in Leeds", "Leeds"),
    ],
)
def test_a_few_words_that_name_it_are(kind: str, text: str, value: Any) -> None:
    assert parse_answer(_text(kind), text, WEDNESDAY) == value


def test_of_two_amounts_the_last_said_is_the_answer() -> None:
    assert plain_amount("oh right i forgot about the 40. ok the 55 then") == "55.00"
