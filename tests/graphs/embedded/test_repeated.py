"""What a reply only repeats of the question says nothing new."""

import pytest

from graphs.embedded.repeated import without_repeated

QUESTION = "I can refund £10 for the Smart speaker in order N-1042. Shall I go ahead?"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a tenner, yes please", ", yes please"),
        ("yes, 10 please", "yes,  please"),
        ("yes, a fiver please", "yes, 5 please"),
        ("yes, 20 please", "yes, 20 please"),
    ],
)
def test_an_amount_that_is_said_again_is_left_out_and_another_is_not(text: str, rest: str) -> None:
    assert without_repeated(text, QUESTION).split() == rest.split()
