"""Charges that are asked about by their amounts."""

import tomllib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.filling import Moment
from graphs.embedded.followups import of_its_own
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.steps import Ready, Steps
from graphs.embedded.toolcards import card_of, with_rivals
from prompts.registry import ROOT
from tools.billing import explain_charge, list_invoices, list_orders, refund_order

MOMENT = Moment(datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
WORDS = tomllib.loads((ROOT / "embedded" / "words.toml").read_text(encoding="utf-8"))
CARDS = {
    card.name: card
    for card in with_rivals([card_of(t) for t in (list_orders, list_invoices, explain_charge, refund_order)])
}


def _line(charge: str, amount: str) -> dict[str, Any]:
    return {"charge": charge, "amount": {"amount": amount, "currency": "GBP"}, "note": ""}


INVOICES = [{"invoice_id": "INV-2049", "lines": [_line("Pro-rata charge", "10.32"), _line("Set-up", "30.00")]}]


def _explained(*said: str, earlier: tuple[str, ...] = ()) -> Any:
    results = (Result("list_invoices", {}, INVOICES),)
    history = History(words="", fresh=(), results=results, lately=results, earlier=earlier, channel="web_chat")
    step = Steps(CARDS, history, MOMENT, WORDS).next(Frame(tool="explain_charge", said=said))
    assert isinstance(step, Ready)
    return step.frame.arguments.get("charge")


@pytest.mark.parametrize(
    "text", ["the odd ten quid on top", "a tenner besides, why", "and the £10.32", "10.32 for what?"]
)
def test_a_charge_is_meant_by_its_amount_though_a_round_one_is_a_few_pence_less(text: str) -> None:
    assert _explained(text) == "Pro-rata charge"


def test_an_amount_that_is_just_as_it_is_said_goes_before_one_that_is_nearly_so() -> None:
    assert _explained("what are the thirty pounds?") == "Set-up"
    assert _explained("what are the fifteen pounds?") is None


def test_what_was_said_of_two_bills_before_does_not_make_two_of_a_charge_that_is_named_by_its_amount() -> None:
    assert _explained("the ten thirty two on that second one, why?", earlier=("what's the pair of them come to",)) == (
        "Pro-rata charge"
    )


def test_another_amount_is_told_without_the_charge_that_was_asked_about_before() -> None:
    said = ("what is that set-up on my bill", "and the £10.32?")
    assert of_its_own(CARDS["explain_charge"], said) == said[1:]
    assert of_its_own(CARDS["refund_order"], said) == said
