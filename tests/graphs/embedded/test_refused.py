"""Answers in place of what a tool would not take."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.filling import Moment
from graphs.embedded.history import Result
from graphs.embedded.refused import answer_of
from graphs.embedded.toolcards import Argument

STREET = Argument(name="street", definition={"type": "string", "format": "street-address"}, required=True)
MOMENT = Moment(datetime(2026, 5, 13, 9, tzinfo=UTC), ZoneInfo("Europe/London"))
NO_SUCH_HOUSE = Result(
    "update_address", {"street": "54 Foundry Row"}, "It has the houses 1 to 48.", argument="street", error="correctable"
)


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("oh 45!! numbers swap round on me", "45 Foundry Row"),
        ("sorry, it is 9 not 54", "9 Foundry Row"),
        ("hang on, I will ask my dad", None),
    ],
)
def test_the_one_number_that_ends_a_clause_is_the_house(text: str, street: str | None) -> None:
    assert answer_of(STREET, text, (), NO_SUCH_HOUSE, MOMENT) == street


POSTCODE = Argument(name="postcode", definition={"type": "string", "format": "postcode"}, required=True)
NO_SUCH_CODE = Result(
    "update_address",
    {"street": "9 Elm Row", "postcode": "M4 6JV"},
    "M4 6JV is not a postcode that I know. Elm Row is in Bath BA2 4NL or Manchester M4 6JW.",
    argument="postcode",
    error="correctable",
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("W, not V then", "M4 6JW"), ("oh, the Bath one ends NL", "BA2 4NL"), ("yes", "M4 6JW"), ("no idea", None)],
)
def test_of_several_postcodes_that_were_named_the_one_is_meant_that_fits_the_words(text: str, code: str | None) -> None:
    assert answer_of(POSTCODE, text, (), NO_SUCH_CODE, MOMENT) == code


def test_a_number_with_a_postcode_is_the_house_of_the_street_that_was_named_before() -> None:
    assert answer_of(STREET, "14, M4 6JW", ("the shop on Elm Row, they are always in",), None, MOMENT) == "14 Elm Row"
