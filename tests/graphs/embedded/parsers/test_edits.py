"""Names that are corrected letter by letter."""

import pytest

from graphs.embedded.parsers import edits


@pytest.mark.parametrize(
    ("name", "text", "new"),
    [
        ("ben.okafor", "it has a 1 after okafor", "ben.okafor1"),
        ("benokafor", "with a dot between ben and okafor", "ben.okafor"),
        ("bokafor", "no it's with a full stop after the b", "b.okafor"),
        ("ben.okafor", "there's an n missing at the end of ben", "benn.okafor"),
        ("jo.harris", "77 on the end", "jo.harris77"),
        ("jo.harris", "there's a 2 in front of harris", "jo.2harris"),
        ("jo.haris", "double r", "jo.harris"),
        ("jo.harris", "only one r", "jo.haris"),
        ("walker.james17", "sorry, the numbers are 71, it is the year of my birth", "walker.james71"),
        ("jo.harris7", "the number should be eight", "jo.harris8"),
        ("catherine", "with a k not a c", "katherine"),
    ],
)
def test_letters_and_signs_are_put_where_the_words_say(name: str, text: str, new: str) -> None:
    assert edits.edited(name, text) == new


@pytest.mark.parametrize("text", ["yes please", "I'll do it after lunch", "that's the one after all", "no thanks"])
def test_words_that_name_no_place_in_a_name_change_nothing(text: str) -> None:
    assert edits.edited("jo.harris", text) is None
