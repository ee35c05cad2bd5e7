"""What is told in the customer's own words."""

import pytest

from graphs.embedded.telling import extended
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
