"""A part of a postcode is corrected alone."""

import pytest

from graphs.embedded.recoding import recoded


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("he says it ends in QJ", "M4 6QJ"),
        ("the last letter's V", "M4 6JV"),
        ("B at the end, sorry", "M4 6JB"),
        ("sorry, 5JW", "M4 5JW"),
        ("the last bit is 5 X Y", "M4 5XY"),
        ("it starts M14", "M14 6JW"),
    ],
)
def test_the_part_that_is_said_is_put_in(text: str, code: str) -> None:
    assert recoded("M4 6JW", text, asked=False) == code


@pytest.mark.parametrize(
    "text",
    ["does it end in QJ?", "it ends in an argument", "no, it's fine", "the end of the month", "is it 5JW or 6JW?"],
)
def test_words_that_say_no_part_leave_it(text: str) -> None:
    assert recoded("M4 6JW", text, asked=False) is None
    assert recoded("M4 6JW", text, asked=True) is None


def test_a_letter_alone_is_the_last_one_only_where_it_was_asked_for() -> None:
    assert recoded("M4 6JW", "ah, B, her writing is awful", asked=True) == "M4 6JB"
    assert recoded("M4 6JW", "ah, B, her writing is awful", asked=False) is None
