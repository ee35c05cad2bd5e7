"""What is to stand in the place of something else."""

import pytest

from graphs.embedded.parsers.exchanged import exchanged


@pytest.mark.parametrize(
    "text",
    [
        "35, not 53",
        "it's not 53, it's 35",
        "it should have been thirty five, not fifty three",
        "three five, not five three",
        "35 instead of 53 please",
        "that 53 wants to be 35",
        "I typed 53 but it's 35",
        "could you change the 53 to 35",
        "it ends 35 rather than 53",
    ],
)
def test_what_is_named_is_put_in_the_place_of_what_stands_there(text: str) -> None:
    assert exchanged("53 Castle Street", text) == "35 Castle Street"


@pytest.mark.parametrize(
    "text",
    [
        "why not 53?",
        "it was 53 and not one more",
        "53 or 35?",
        "this is not the Castle I know",
        "12 should be 14",
        "I live at 53 now, not with my parents",
    ],
)
def test_what_has_no_other_in_its_place_is_left(text: str) -> None:
    assert exchanged("53 Castle Street", text) is None


def test_a_part_that_stands_in_several_places_is_not_guessed() -> None:
    assert exchanged("5 Park Park", "Bark, not Park") is None
