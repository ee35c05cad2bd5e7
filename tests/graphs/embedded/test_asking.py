import pytest

from graphs.embedded.asking import asks, brings_up, is_about_a_day, points_back, things


@pytest.mark.parametrize(
    "words",
    [
        "just want my money back for it",
        "I should like an engineer to see to it",
        "which mornings have you got",
        "I wondered whether you do that",
        "the last bill what was it for",
        "can u see about it",
        "right then I'd sooner have a person",
    ],
)
def test_wishes_questions_and_orders_ask(words: str) -> None:
    assert asks(words)


@pytest.mark.parametrize(
    "words",
    [
        "it never went off when it should",
        "When I switched it on there was a bang",
        "the wire which comes in by the door is loose",
        "my son who knows about these things had a look",
    ],
)
def test_a_subordinate_clause_only_tells(words: str) -> None:
    assert not asks(words)


def test_a_remedy_is_no_new_thing_and_another_possession_is() -> None:
    trouble = "the socket in the hall is loose"
    assert not brings_up(trouble, "have you got an engineer free to mend the socket")
    assert brings_up(trouble, "can you change my number")
    assert things("I want a refund on that please") == set()


def test_words_point_back_unless_they_name_something_first() -> None:
    assert points_back("I'd like my money back for it")
    assert not points_back("change my number and confirm it")


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("what's free on friday", True),
        ("friday next week in the evening if you've got it", True),
        ("cancel the one on thursday", False),
        ("what's the date of my friday visit", False),
        ("what have you got", False),
    ],
)
def test_words_that_only_name_or_ask_for_a_day_are_known(words: str, alone: bool) -> None:
    assert is_about_a_day(words) is alone
