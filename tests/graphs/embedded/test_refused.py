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
