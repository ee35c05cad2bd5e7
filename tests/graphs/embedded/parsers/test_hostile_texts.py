"""Texts made to keep a parser busy: every parser comes back, and at once."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.parsers import addresses, choices, confirmation, contact, dates, identifiers, money

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 5, 12, 10, tzinfo=LONDON)
RECORDS = [{"order_id": f"N-10{number}", "item": "Smart speaker"} for number in range(10, 20)]
PARSERS: dict[str, Callable[[str], object]] = {
    "money": lambda text: money.find(text, asked=True),
    "dates": lambda text: dates.find(text, NOW, LONDON),
    "identifiers": lambda text: identifiers.find(text, r"^V-\d{3,}$", nouns=["visit"], rivals=["order"]),
    "postcodes": addresses.find_postcodes,
    "towns": addresses.find_towns,
    "emails": contact.find_emails,
    "phones": contact.find_phones,
    "confirmation": confirmation.read,
    "choices": lambda text: choices.choose(text, RECORDS),
}
SEEDS = [" ", "1", "1 ", "one ", "yes,", "1/1 ", "a.", "a dot "]
SEEDS += ["not the ", "14 rope ", "one hundred and ", "thursday ", "b s 1 "]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_repetition_keeps_no_parser_busy(parser: str, seed: str) -> None:
    PARSERS[parser](seed * (100_000 // len(seed)))
