"""Names of e-mail addresses as people say them."""

import pytest

from graphs.embedded.parsers import contact, spoken


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("it's c ramsay at example dot net", "cramsay@example.net"),
        ("new email please: c l o ramsay at example dot com", "cloramsay@example.com"),
        ("changed to ben okafor 77 at example dot net", "benokafor77@example.net"),
        ("it's ben dot okafor um at sign example dot net", "ben.okafor@example.net"),
        ("b for bravo okafor all one word at example dot com", "bokafor@example.com"),
        ("b.okafor@gmail dot com", "b.okafor@gmail.com"),
    ],
)
def test_a_name_said_in_several_words_is_one_name(text: str, email: str) -> None:
    assert [found.value for found in contact.find_emails(text)] == [email]


def test_what_leads_up_to_a_name_is_no_part_of_it() -> None:
    assert spoken.name_before("my new email is ramsay at", len("my new email is ramsay")) == ("ramsay", 16)
    assert spoken.name_before("look at", len("look")) is None


def test_signs_are_written() -> None:
    assert spoken.written("jo underscore b") == "jo_b"
    assert spoken.is_no_name("dot")
    assert not spoken.is_no_name("okafor")
