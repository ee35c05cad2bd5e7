import pytest

from graphs.embedded.parsers import contact


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("jo.bloggs@example.com", ["jo.bloggs@example.com"]),
        ("it's Jo@Example.CO.UK.", ["Jo@example.co.uk"]),
        ("jo+shop@example.org please", ["jo+shop@example.org"]),
        ("it's jo dot bloggs at gmail dot com", ["jo.bloggs@gmail.com"]),
        ("jo underscore b seven at example dot co dot uk", ["jo_b7@example.co.uk"]),
        ("jo at example.com", ["jo@example.com"]),
        ("my email is jo at example.com", ["jo@example.com"]),
        ("a@example.com, not b@example.com", ["a@example.com", "b@example.com"]),
    ],
)
def test_emails_are_found_written_or_spoken(text: str, emails: list[str]) -> None:
    assert [found.value for found in contact.find_emails(text)] == emails


@pytest.mark.parametrize(
    "text",
    [
        "email me at home",
        "look at northlight.com",
        "I saw it at example.com",
        "jo@",
        "@example.com",
        "a..b@example.com",
    ],
)
def test_what_is_no_email_is_not_found(text: str) -> None:
    assert contact.find_emails(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "07700-900-123",
        "+44 7700 900 123",
        "+44 (0)7700 900123",
        "0044 7700900123",
        "my number is 07700900123 thanks",
        "zero seven seven zero zero nine zero zero one two three",
        "oh double seven double oh nine hundred one two three",
        "oh seven seven hundred nine hundred one two three",
    ],
)
def test_mobile_numbers_are_found_in_the_international_form(text: str) -> None:
    assert [found.value for found in contact.find_phones(text)] == ["+447700900123"]


def test_landlines_are_found() -> None:
    assert [found.value for found in contact.find_phones("(0117) 496 0123 or 020 7946 0958")] == [
        "+441174960123",
        "+442079460958",
    ]


@pytest.mark.parametrize(
    "text",
    ["order 1042", "4929 1234 5678 9012", "0770090012", "07700 900 1234", "N-1042", "£07700900123", "12/05/2026"],
)
def test_what_is_no_telephone_number_is_not_found(text: str) -> None:
    assert contact.find_phones(text) == []


def test_groups_of_a_number_may_be_parted_by_commas() -> None:
    said = "oh double seven oh oh, nine double oh, three four five is my new number"
    assert [one.value for one in contact.find_phones(said)] == ["+447700900345"]
