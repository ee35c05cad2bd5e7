"""What is told in the customer's own words."""

import pytest

from graphs.embedded.frames import Frame
from graphs.embedded.telling import extended, told
from prompts.registry import Prompts

LEADS = Prompts().table("embedded/words")["adding"]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("yes, but put down as well that it goes when it rains", "It goes when it rains"),
        ("ok but mention that the light is red", "The light is red"),
        ("could you add that I work from home", "I work from home"),
    ],
)
def test_what_is_to_be_told_besides_is_added_to_what_is_told(text: str, added: str) -> None:
    assert extended("The line is down.", text, LEADS) == f"The line is down. {added}."


def test_a_refusal_that_tells_more_is_a_description_all_the_same() -> None:
    frame = Frame(tool="open_fault", said=("no, it is no better and the films still stop every evening",))
    assert told(frame) == "no, it is no better and the films still stop every evening"


def test_words_that_only_ask_for_it_are_described_by_what_was_told_before() -> None:
    story = "my heating went cold on Friday and the screen is blank"
    frame = Frame(tool="open_fault", said=("could you report it to the engineers please",))
    assert told(frame, [story, "is that right?", "yes"]) == story
    assert told(frame) == "could you report it to the engineers please"


def test_a_finding_is_told_with_the_story_and_not_with_a_question() -> None:
    frame = Frame(tool="open_fault", said=("is my router online",), context="test line. The line is slow.")
    assert told(frame, ["we have had no internet since Sunday"]) == "we have had no internet since Sunday"
