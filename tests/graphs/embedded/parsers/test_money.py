from decimal import Decimal

import pytest

from graphs.embedded.parsers import money


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("£12.50", ["12.50"]),
        ("refund £49 please", ["49.00"]),
        ("£1,250.00", ["1250.00"]),
        ("£12.5", ["12.50"]),
        ("£2k", ["2000.00"]),
        ("12 quid", ["12.00"]),
        ("12quid", ["12.00"]),
        ("twenty pounds", ["20.00"]),
        ("a hundred pounds", ["100.00"]),
        ("five hundred and twenty quid", ["520.00"]),
        ("50p", ["0.50"]),
        ("fifty pence", ["0.50"]),
        ("twelve pounds fifty", ["12.50"]),
        ("12 pounds and 50 pence", ["12.50"]),
        ("12 pounds 50 please", ["12.50"]),
        ("GBP 30", ["30.00"]),
        ("30 GBP", ["30.00"]),
        ("a tenner and a fiver", ["10.00", "5.00"]),
        ("between £5 and £10", ["5.00", "10.00"]),
        ("£49, or twenty quid", ["49.00", "20.00"]),
    ],
)
def test_amounts_are_found(text: str, amounts: list[str]) -> None:
    assert [str(found.value) for found in money.find(text)] == amounts


@pytest.mark.parametrize(
    "text",
    [
        "order 1042",
        "N-1042",
        "1080p video",
        "$20",
        "€20",
        "ten percent",
        "14 Rope Walk",
        "BS1 6ZJ",
        "07700 900123",
        "at 3 pm",
        "12/05",
        "two speakers",
        "20",
    ],
)
def test_what_is_no_amount_is_not_found(text: str) -> None:
    assert money.find(text) == []


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("20", ["20.00"]),
        ("about 12.50", ["12.50"]),
        ("twelve fifty", ["12.50"]),
        ("£20 for order 1042", ["20.00"]),
        ("N-1042", []),
        ("all of it", []),
        ("10%", []),
    ],
)
def test_when_asked_for_a_plain_number_is_an_amount(text: str, amounts: list[str]) -> None:
    assert [str(found.value) for found in money.find(text, asked=True)] == amounts


def test_an_amount_knows_its_words() -> None:
    (found,) = money.find("I want twenty pounds back")
    assert (found.value, found.text) == (Decimal("20.00"), "twenty pounds")


def test_time_after_an_amount_is_not_pence() -> None:
    assert [found.value for found in money.find("20 pounds 50 days ago")] == [Decimal("20.00")]


def test_an_amount_that_describes_a_thing_is_told_from_one_that_is_wanted() -> None:
    assert [found.value for found in money.find_describing("the £18 one please")] == [Decimal("18.00")]
    assert money.find_wanted("the £18 one please") == []
    assert [found.value for found in money.find_wanted("£18 back please")] == [Decimal("18.00")]


def test_pounds_and_pence_may_be_written_without_their_sign() -> None:
    assert [found.value for found in money.find_decimals("charged me 7.50 extra")] == [Decimal("7.50")]
    assert money.find_decimals("at 5.30 pm") == money.find_decimals("on 12.05.26") == []


def test_an_amount_that_was_expected_is_told_from_one_that_was_charged() -> None:
    text = "why have you charged me £33.50, it's supposed to be £26"
    assert [str(one.value) for one in money.find_charged(text)] == ["33.50"]
    assert [str(one.value) for one in money.find_charged("it should be £26")] == ["26.00"]
    assert [str(one.value) for one in money.find_charged("I paid 26 pounds and now one fine of 7.50")] == ["7.50"]
    assert [str(one.value) for one in money.find_charged("I paid £26, why?")] == ["26.00"]


@pytest.mark.parametrize(
    "text", ["the thing that cost £60", "the one that was £60", "what I paid £60 for", "the sixty pound item"]
)
def test_what_something_costs_is_not_wanted(text: str) -> None:
    assert [found.value for found in money.find_describing(text)] == [Decimal("60.00")]
    assert money.find_wanted(text) == []


def test_pounds_and_pence_may_be_said_without_a_currency() -> None:
    assert [found.value for found in money.find_decimals("why is my bill thirty three fifty")] == [Decimal("33.50")]
    assert money.find_decimals("the room is 33 50") == []


def test_a_round_amount_may_be_a_few_pence_too_much() -> None:
    assert money.is_about(Decimal(60), Decimal("59.99"))
    assert not money.is_about(Decimal("59.50"), Decimal("58.99"))


@pytest.mark.parametrize("text", ["not that one", "the right one please", "the card ending 4411", "my Visa is 4411"])
def test_what_stands_for_a_thing_and_what_numbers_a_card_is_no_amount(text: str) -> None:
    assert money.find(text, asked=True) == []
