import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.embedded.parsers import identifiers

ORDER, INVOICE, VISIT = r"^N-\d{4}$", r"^INV-\d{4}$", r"^V-\d{3,}$"
SLOT, PARCEL, TICKET = r"^S-\d{8}-(AM|PM|EV)$", r"^[A-Z]{2}\d{9}GB$", r"^T\d{2}-[0-9]{2}$"


@pytest.mark.parametrize(
    ("text", "pattern", "values"),
    [
        ("N-1042", ORDER, ["N-1042"]),
        ("n1042", ORDER, ["N-1042"]),
        ("N 1042", ORDER, ["N-1042"]),
        ("N.1042", ORDER, ["N-1042"]),
        ("order 1042", ORDER, ["N-1042"]),
        ("ORDER#1042", ORDER, ["N-1042"]),
        ("order no. 1042 please", ORDER, ["N-1042"]),
        ("N ten forty two", ORDER, ["N-1042"]),
        ("order ten forty two", ORDER, ["N-1042"]),
        ("my order number is one oh four two", ORDER, ["N-1042"]),
        ("double four one two", ORDER, ["N-4412"]),
        ("one thousand and forty two", ORDER, ["N-1042"]),
        ("refund N-1042 and n1043", ORDER, ["N-1042", "N-1043"]),
        ("1042 or 1043, I forget", ORDER, ["N-1042", "N-1043"]),
        ("1042!", ORDER, ["N-1042"]),
        ("inv 2042", INVOICE, ["INV-2042"]),
        ("INV2042", INVOICE, ["INV-2042"]),
        ("inv no 2042", INVOICE, ["INV-2042"]),
        ("v301", VISIT, ["V-301"]),
        ("visit 301", VISIT, ["V-301"]),
        ("V 301 4 days ago", VISIT, ["V-301"]),
        ("s-20260514-am", SLOT, ["S-20260514-AM"]),
        ("S20260514PM", SLOT, ["S-20260514-PM"]),
        ("ab 123456789 gb", PARCEL, ["AB123456789GB"]),
        ("t12-34", TICKET, ["T12-34"]),
    ],
)
def test_identifiers_are_found_as_people_write_and_say_them(text: str, pattern: str, values: list[str]) -> None:
    assert [found.value for found in identifiers.find(text, pattern)] == values


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("£1042", ORDER),
        ("1042 pounds", ORDER),
        ("BS1 6ZJ", ORDER),
        ("EC1A 1BB", ORDER),
        ("may 2026", ORDER),
        ("12/05/2026", ORDER),
        ("07700 900123", ORDER),
        ("4929 1234 5678 9012", ORDER),
        ("order 10425", ORDER),
        ("n-10425", ORDER),
        ("INV-2042", ORDER),
        ("14 Rope Walk", VISIT),
        ("100 meg", VISIT),
        ("jo1042@example.com", ORDER),
        ("", ORDER),
    ],
)
def test_other_numbers_are_no_identifiers(text: str, pattern: str) -> None:
    assert identifiers.find(text, pattern) == []


def test_a_number_named_by_another_noun_is_not_taken() -> None:
    text = "order 1042 and invoice number 2042"
    orders = identifiers.find(text, ORDER, nouns=["order"], rivals=["invoice"])
    invoices = identifiers.find(text, INVOICE, nouns=["invoice"], rivals=["order"])
    assert [found.value for found in orders] == ["N-1042"]
    assert [found.value for found in invoices] == ["INV-2042"]


def test_an_identifier_keeps_its_words_and_place() -> None:
    (found,) = identifiers.find("refund N ten forty two now", ORDER)
    assert (found.text, found.start) == ("N ten forty two", 7)


def test_a_pattern_that_is_not_understood_is_matched_as_it_stands() -> None:
    assert [found.value for found in identifiers.find("code XAAY", r"^X(A+|B+)Y$")] == ["XAAY"]


@given(st.integers(0, 9999), st.sampled_from(["N-{}", "n{}", "N {}", "order {}", "my order is number {} thanks"]))
def test_every_order_number_is_found_and_valid(number: int, template: str) -> None:
    (found,) = identifiers.find(template.format(f"{number:04}"), ORDER)
    assert found.value == f"N-{number:04}"


@given(st.text(max_size=60))
def test_whatever_is_found_fits_the_pattern(text: str) -> None:
    for pattern in (ORDER, INVOICE, VISIT, SLOT, PARCEL):
        assert all(re.search(pattern, found.value) for found in identifiers.find(text, pattern))


@pytest.mark.parametrize(
    "text", ["my Visa ending 3003", "the card ends in 3003", "account number 3003", "mastercard 3003 please"]
)
def test_the_digits_of_a_card_are_no_identifier(text: str) -> None:
    assert identifiers.find(text, r"^N-\d{4}$") == []
