"""Answers of no that name another day."""

import pytest

from graphs.embedded.parsers.instead import names_another_day

QUESTION = (
    "I can book a technician (repair) for Thursday 21 May, between 17:00 and 20:00, at 44 Marine Parade. Shall I?"
)


@pytest.mark.parametrize(
    "text",
    ["no, Friday evening", "hmm no, have you anything at the weekend?", "no no, next thursday", "not thursday"],
)
def test_a_no_that_names_another_day_wants_that_one(text: str) -> None:
    assert names_another_day(text, QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "no thanks, I'll sort it out on Friday myself",
        "no, leave it",
        "nah forget it",
        "no I'm away on Friday",
        "yes, Friday",
    ],
)
def test_a_no_that_gives_a_reason_is_one(text: str) -> None:
    assert not names_another_day(text, QUESTION)
