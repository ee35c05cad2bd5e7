"""The same once more, of another kind."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from graphs.embedded.carrying import carried, goes_on
from graphs.embedded.filling import Moment
from graphs.embedded.frames import Frame
from graphs.embedded.history import Result
from graphs.embedded.toolcards import card_of
from tools.account import update_address
from tools.tech_support import open_fault

MOMENT = Moment(datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
CARD = card_of(update_address, {"kind": {"billing": ["bills"], "delivery": ["deliveries", "parcels"]}})
FAULT = card_of(open_fault, {"about": {"line": ["broadband"], "device": ["router"]}})
RESTARTED = Result("restart_device", {"device_id": "D-4001"}, {}, state="done")
BILLING = {"kind": "billing", "street": "22 Beechen Terrace", "postcode": "BA2 3QD"}


def _carried(text: str, state: str = "done") -> dict[str, Any]:
    last = Result(CARD.name, BILLING, {}, state=state)
    return carried(Frame(tool=CARD.name, said=(text,)), CARD, last, MOMENT, ("same", "too")).arguments


def test_the_same_for_another_kind_takes_over_what_was_done() -> None:
    assert _carried("and same for the deliveries please") == {**BILLING, "kind": "delivery"}
    assert _carried("parcels too") == {**BILLING, "kind": "delivery"}


def test_what_a_message_asks_for_besides_is_the_same_without_a_word_for_it() -> None:
    last = Result(CARD.name, BILLING, {}, state="done")
    frame = Frame(tool=CARD.name, said=("and then where the parcels go",))
    assert carried(frame, CARD, last, MOMENT, ("same",)).arguments == {}
    assert carried(frame, CARD, last, MOMENT, ()).arguments == {**BILLING, "kind": "delivery"}


def test_nothing_is_taken_over_without_another_kind_or_with_a_new_value() -> None:
    assert _carried("the same again for the bills") == {}
    assert _carried("change my deliveries please") == {}
    assert _carried("the deliveries too, to 5 Cabot Rise") == {}


def test_nothing_is_taken_over_from_what_was_not_done() -> None:
    assert _carried("and same for the deliveries please", state="declined") == {}


def test_what_follows_something_done_is_about_the_same_record() -> None:
    frame = goes_on(Frame(tool=FAULT.name, said=("still dead",)), FAULT, [RESTARTED], MOMENT)
    assert frame.arguments == {"device_id": "D-4001", "about": "device"}


def test_what_names_something_else_is_not_about_the_record_of_before() -> None:
    said = ("the broadband is still slow",)
    assert goes_on(Frame(tool=FAULT.name, said=said), FAULT, [RESTARTED], MOMENT).arguments == {}
    declined = Result("restart_device", {"device_id": "D-4001"}, {}, state="declined")
    assert goes_on(Frame(tool=FAULT.name, said=("still dead",)), FAULT, [declined], MOMENT).arguments == {}
