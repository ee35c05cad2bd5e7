"""Hours at which a customer is away."""

import pytest

from graphs.embedded.parsers import hours


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("I'm not back till half four as a rule", "evening"),
        ("I finish at 5 that day", "evening"),
        ("Friday, but I work till six", "evening"),
        ("I don't finish until 5 on Tuesday", "evening"),
        ("I'm out until noon", "afternoon"),
        ("dead to the world till about one", "afternoon"),
        ("not before 2 on tuesday", "afternoon"),
        ("I'm not up afore twelve", "afternoon"),
    ],
)
def test_who_is_away_until_an_hour_wants_the_part_of_the_day_after_it(text: str, part: str) -> None:
    assert f"in the {part}" in hours.freed(text)


@pytest.mark.parametrize(
    "text",
    ["I'm in until noon", "can it be done by 12?", "not till 2 days later", "not in on Friday", "after five"],
)
def test_words_that_say_nothing_of_that_stay_as_they_are(text: str) -> None:
    assert hours.freed(text) == text
