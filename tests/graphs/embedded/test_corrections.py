"""Words that want a proposal otherwise, with the records that were read."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.filling import Moment
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.steps import Look, Steps
from graphs.embedded.toolcards import card_of, with_rivals
from prompts.registry import ROOT
from tools.billing import list_orders, refund_order
from tools.field_service import list_slots, list_visits, move_visit

MOMENT = Moment(datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
WORDS = tomllib.loads((ROOT / "embedded" / "words.toml").read_text(encoding="utf-8"))
ORDERS = [
    {"order_id": "N-1054", "placed_on": "2026-05-02", "lines": [{"item": "Smart speaker"}, {"item": "Smart stand"}]},
    {"order_id": "N-1053", "placed_on": "2026-04-18", "lines": [{"item": "Smart speaker"}]},
]
VISITS = [{"visit_id": "V-401", "slot_id": "S-20260515-AM", "reason": "repair", "starts_at": "2026-05-15T07:00:00Z"}]


def _steps(**read: Any) -> Steps:
    cards = with_rivals([card_of(tool) for tool in (list_orders, refund_order, list_slots, list_visits, move_visit)])
    results = tuple(Result(tool, {}, content) for tool, content in read.items())
    history = History(words="", fresh=(), results=results, lately=results, earlier=(), channel="web_chat")
    return Steps({card.name: card for card in cards}, history, MOMENT, WORDS)


def _refund(text: str, **proposed: Any) -> dict[str, Any] | None:
    frame = Frame(tool="refund_order", arguments=proposed, said=("refund please",))
    heard = _steps(list_orders=ORDERS).corrected(frame, text)
    return heard.arguments if heard else None


@pytest.mark.parametrize(
    "text",
    [
        "no sorry not the stand!! the speaker that came with it",
        "actually the speaker, not the stand",
        "wrong one, I meant the speaker in the same order",
    ],
)
def test_an_article_that_is_named_belongs_to_the_order_in_hand(text: str) -> None:
    wanted = {"order_id": "N-1054", "item": "Smart speaker"}
    assert _refund(text, order_id="N-1054", item="Smart stand") == wanted


@pytest.mark.parametrize("text", ["just the speaker then", "keep the stand out of it", "not the stand"])
def test_a_whole_order_becomes_one_article(text: str) -> None:
    assert _refund(text, order_id="N-1054") == {"order_id": "N-1054", "item": "Smart speaker"}


@pytest.mark.parametrize("text", ["make it the whole order then, stand and all", "the hole order pls, stand n all"])
def test_the_whole_order_is_meant_though_a_part_of_it_is_named(text: str) -> None:
    assert _refund(text, order_id="N-1054", item="Smart speaker") == {"order_id": "N-1054"}


def test_one_article_becomes_the_whole_order() -> None:
    for text in ("no, the lot", "actually the speaker and the stand"):
        assert _refund(text, order_id="N-1054", item="Smart stand") == {"order_id": "N-1054"}


@pytest.mark.parametrize(
    "text",
    [
        "oh, and with no speaker on it the stand's pointless. count that in as well so the full order",
        "and the stand while you're at it",
        "put the stand in with it",
        "the stand too please",
    ],
)
def test_the_only_other_article_joins_the_one_in_hand(text: str) -> None:
    assert _refund(text, order_id="N-1054", item="Smart speaker") == {"order_id": "N-1054"}


def test_what_named_an_article_no_longer_counts_once_all_is_wanted() -> None:
    frame = Frame(
        tool="refund_order",
        arguments={"order_id": "N-1054", "item": "Smart speaker"},
        said=("refund the speaker",),
    )
    steps = _steps(list_orders=ORDERS)
    heard = steps.corrected(frame, "and the stand as well")
    assert heard is not None
    assert steps.next(heard).frame.arguments == {"order_id": "N-1054"}


def test_another_order_is_still_another_order() -> None:
    assert _refund("no, the other order", order_id="N-1054") == {"order_id": "N-1053"}
    assert _refund("no, N-1053", order_id="N-1054") == {"order_id": "N-1053"}


def test_a_day_is_counted_from_the_visit_that_is_moved() -> None:
    steps = _steps(list_visits=VISITS)
    frame = Frame(tool="move_visit", arguments={"visit_id": "V-401"}, said=("can it go a day later, same time",))
    step = steps.next(frame)
    assert isinstance(step, Look)
    assert step.lookup.arguments == {"day": "2026-05-16", "part_of_day": "morning"}


def test_what_begins_with_and_adds_to_the_article_that_is_proposed() -> None:
    proposed = {"order_id": "N-1054", "item": "Smart speaker"}
    assert _refund("and the stand, it'd look daft on its own", **proposed) == {"order_id": "N-1054"}


def test_an_article_that_is_not_part_of_it_changes_nothing() -> None:
    proposed = {"order_id": "N-1054", "item": "Smart speaker"}
    assert _refund("there was a stand in with it, that's not part of this is it?", **proposed) is None


def test_what_is_wrong_as_a_whole_names_no_other_record() -> None:
    assert _refund("no that's wrong", order_id="N-1054") is None


DELIVERED = [
    {"order_id": "N-1054", "placed_on": "2026-05-02", "delivered_on": "2026-05-05", "lines": [{"item": "Smart lock"}]},
    {"order_id": "N-1053", "placed_on": "2026-04-18", "delivered_on": "2026-04-21", "lines": [{"item": "Smart plug"}]},
]
PROPOSED = Result(
    "refund_order",
    {"order_id": "N-1053", "amount": "9.00"},
    {"state": "proposed", "question": "I can refund £9 for order N-1053 to your Visa ending 1054. Shall I go ahead?"},
    "proposed",
)


def _of_delivered(text: str) -> dict[str, Any] | None:
    frame = Frame(tool="refund_order", arguments={"order_id": "N-1053"}, said=("refund please",))
    heard = _steps(list_orders=DELIVERED).corrected(frame, text)
    return heard.arguments if heard else None


@pytest.mark.parametrize(
    "text",
    [
        "no, what got here last week",
        "I meant the delivery of last Tuesday",
        "rather the parcel from about a week ago",
        "ignore the April delivery, it's that of 5 May",
        "leave the one from April, I want to return what you sent at the start of May",
    ],
)
def test_a_record_is_meant_by_the_days_on_which_it_came(text: str) -> None:
    assert _of_delivered(text) == {"order_id": "N-1054"}


@pytest.mark.parametrize("text", ["is that what came last week?", "when did it come, last week?", "will it be by May?"])
def test_who_asks_when_it_came_means_no_other_record(text: str) -> None:
    assert _of_delivered(text) in (None, {"order_id": "N-1053"})


@pytest.mark.parametrize(
    "text",
    ["one oh five four, yes, that card's mine", "to the 1054 one please", "that Visa with 1054 is the right one"],
)
def test_the_digits_of_a_card_that_was_told_are_no_number_of_a_record_and_no_amount(text: str) -> None:
    steps = _steps(list_orders=DELIVERED)
    told = Steps(steps.cards, replace(steps.history, results=(*steps.history.results, PROPOSED)), MOMENT, WORDS)
    frame = Frame(tool="refund_order", arguments={"order_id": "N-1053", "amount": "9.00"}, said=("refund please",))
    heard = told.corrected(frame, text)
    assert heard is None or heard.arguments == frame.arguments
