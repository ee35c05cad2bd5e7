import pytest

from graphs.embedded.parsers.numbers import digitise


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("ten forty two", "10 42"),
        ("one oh four two", "1 0 4 2"),
        ("double four one two", "44 1 2"),
        ("triple seven", "777"),
        ("treble nought", "000"),
        ("one thousand and forty two", "1042"),
        ("a hundred and fifty", "150"),
        ("two hundred fifty", "250"),
        ("twelve thousand three hundred and four", "12304"),
        ("forty-two", "42"),
        ("fourty ninty", "40 90"),
        ("oh seven seven hundred nine hundred one two three", "0 7 700 900 1 2 3"),
        ("twenty pounds", "20 pounds"),
        ("a thousand thanks", "1000 thanks"),
        ("the weight of tension", "the weight of tension"),
        ("hundred", "hundred"),
        ("", ""),
    ],
)
def test_number_words_become_digits(said: str, digits: str) -> None:
    assert digitise(said).text == digits


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("the fourteenth", "the 14th"),
        ("twenty first of June", "21st of June"),
        ("the second of May", "the 2nd of May"),
        ("Friday the third", "Friday the third"),
        ("May third", "May 3rd"),
        ("the second one", "the second 1"),
        ("first of all", "first of all"),
    ],
)
def test_ordinals_become_days_only_where_they_are_days(said: str, digits: str) -> None:
    assert digitise(said, ordinals=True).text == digits


def test_a_place_in_the_digits_leads_back_to_the_words() -> None:
    digits = digitise("refund order ten forty two now")
    found = digits.found("x", digits.text.index("10"), digits.text.index("42") + 2)
    assert found.text == "ten forty two"
    assert (found.start, found.end) == (13, 26)
