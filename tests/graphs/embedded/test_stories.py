"""A choice that is told as a story is understood, and nothing is taken for one that tells of none."""

from pathlib import Path

import pytest

from graphs.embedded.stories import ANSWER, Stories
from tests.encoders import WordEncoder

FEW = {"reason": {"repair": ["the socket is loose"], "installation": ["bring the fibre in"], "": ["come on friday"]}}


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("a goat has been at the lead that comes in under the window", "repair"),
        ("scaffolding caught your wire and it droops across the lane", "repair"),
        ("took out a plan with you last night and there's no line to the cottage", "installation"),
        ("our lodger wants the doorbell wired up, I won't go near the fuse box", "installation"),
        ("we get the keys to the cottage in August and want the broadband to come with us", "relocation"),
    ],
)
async def test_what_a_visit_is_for_may_be_told_as_a_story(stories: Stories, text: str, choice: str) -> None:
    assert await stories.choice("reason", [text]) == choice


@pytest.mark.parametrize("text", ["an engineer on Monday afternoon please", "is he free of charge?", "I'm in till one"])
async def test_words_that_tell_of_no_choice_are_taken_for_none(stories: Stories, text: str) -> None:
    assert await stories.choice("reason", [text]) is None


async def test_an_address_for_what_is_bought_is_told_apart_from_one_that_is_only_new(stories: Stories) -> None:
    assert await stories.choice("kind", ["drop whatever I get off you at my nan's"]) == "delivery"
    assert await stories.choice("kind", ["we live at 12 Oak Avenue now"]) is None


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("your van went to the wrong house", "delivery"),
        ("had to drive across town to fetch that camera off my ex", "delivery"),
        ("my accountant handles all that, address it to her", "billing"),
        ("my red letter went to a house I left ages ago", "billing"),
        ("you've got our number wrong, it's 15 not 51", None),
        ("the engineer told me you still have the old address", None),
    ],
)
async def test_who_or_what_goes_there_tells_which_address_is_meant(
    stories: Stories, text: str, choice: str | None
) -> None:
    assert await stories.choice("kind", [text]) == choice


async def test_the_newest_story_counts_and_one_of_two_choices_is_none(stories: Stories) -> None:
    told = ["the socket has come off the wall", "we are moving house in June"]
    assert await stories.choice("reason", told) == "repair"
    assert await stories.choice("reason", [". ".join(told)]) is None


async def test_less_will_do_of_the_answer_to_the_question(stories: Stories) -> None:
    assert await stories.choice("reason", ["we've just joined you"], ANSWER) == "installation"


async def test_what_nothing_was_learned_of_has_no_story(stories: Stories) -> None:
    assert await stories.choice("colour", ["the socket has come off the wall"]) is None


async def test_what_was_learned_is_kept_between_starts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        few = await Stories.fit(WordEncoder(), FEW, tmp_path)
        assert await few.choice("reason", ["the socket is loose"], 0.5) == "repair"
    assert caplog.text == ""
