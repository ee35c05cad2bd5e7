"""A house or flat alone belongs to the customer's own street."""

import pytest

from graphs.embedded.candidates import Lookup
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.rehousing import as_kept
from graphs.embedded.toolcards import Argument, card_of
from tools.account import show_account, update_address

CARDS = {card.name: card for card in (card_of(show_account), card_of(update_address))}
OWN = {
    "billing": {"street": "12 Harbour Road", "postcode": "BS1 6QH"},
    "delivery": {"street": "Flat 3, 48 Mill Lane", "postcode": "BA2 4NL"},
}
READ = Result("show_account", {}, OWN)


def _history(*results: Result) -> History:
    return History(words="", fresh=(), results=results, lately=(), earlier=(), channel="web_chat")


def _argument(kind: str) -> Argument:
    return next(one for one in CARDS["update_address"].arguments if one.kind == kind)


def _street(kind: str, text: str, value: str | None = None) -> object:
    frame = Frame(tool="update_address", arguments={"kind": kind}, said=(text,))
    return as_kept(frame, _argument("street"), value, CARDS, _history(READ))


@pytest.mark.parametrize(
    ("kind", "text", "street"),
    [
        ("billing", "the statement says 12, we're 21", "21 Harbour Road"),
        ("billing", "it came to number 12. It's 120!", "120 Harbour Road"),
        ("billing", "we are 12a these days, not 12", "12A Harbour Road"),
        ("billing", "same road, it's 40", "40 Harbour Road"),
        ("billing", "the man leaves it at 12, I live at 14", "14 Harbour Road"),
        ("delivery", "the flat's 9, not 3", "Flat 9, 48 Mill Lane"),
        ("delivery", "he rings at flat 3 and we are in flat 3b", "Flat 3b, 48 Mill Lane"),
        ("delivery", "what used to be our 3 is 5 now", "Flat 5, 48 Mill Lane"),
    ],
)
def test_another_house_or_flat_is_put_into_the_own_street(kind: str, text: str, street: str) -> None:
    assert _street(kind, text) == street


@pytest.mark.parametrize(
    "text",
    [
        "I'm 83, please change it",
        "he left it at 14 again, I live at 12",
        "it has been 3 weeks",
        "my new one is number 5",
        "it's 21, BS1 6QJ",
    ],
)
def test_a_number_that_says_nothing_of_the_own_house_is_no_house(text: str) -> None:
    assert _street("billing", text) is None


def test_the_own_street_that_is_named_with_its_old_house_takes_the_new_one() -> None:
    assert _street("billing", "you have me as 12 harbour rd, its 21", "12 Harbour Rd") == "21 Harbour Road"
    assert _street("billing", "you have me as 12 elm road, its 21", "12 Elm Road") == "12 Elm Road"


def test_the_own_address_is_read_only_where_words_may_mean_it() -> None:
    for text, found in (("number 21, not 12", Lookup("show_account", {})), ("I have moved", None)):
        frame = Frame(tool="update_address", arguments={"kind": "billing"}, said=(text,))
        assert as_kept(frame, _argument("street"), None, CARDS, _history()) == found


@pytest.mark.parametrize(("street", "code"), [("21 Harbour Rd", "BS1 6QH"), ("21 Elm Road", None)])
def test_the_postcode_of_the_own_street_stays(street: str, code: str | None) -> None:
    frame = Frame(tool="update_address", arguments={"kind": "billing", "street": street}, said=("21 not 12",))
    assert as_kept(frame, _argument("postcode"), None, CARDS, _history(READ)) == code
