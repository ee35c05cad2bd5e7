"""A value that stays as it is need not be said."""

import pytest

from graphs.embedded.candidates import Lookup
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.toolcards import card_of
from graphs.embedded.unchanged import as_it_is, says_so
from tools.account import show_account, update_address

CARDS = {card.name: card for card in (card_of(show_account), card_of(update_address))}
POSTCODE = next(one for one in CARDS["update_address"].arguments if one.kind == "postcode")
ACCOUNT = {"billing": {"postcode": "BS1 6QH"}, "delivery": {"postcode": "BA2 4NL"}}
READ = Result("show_account", {}, ACCOUNT)


def _history(*results: Result) -> History:
    return History(words="", fresh=(), results=results, lately=(), earlier=(), channel="web_chat")


@pytest.mark.parametrize(
    "text",
    ["33 Taff Terrace, same postcode", "the postcode hasn't changed", "post code stays the same", "keep the postcode",
     "postcode is still the same", "no change to the postcode",
     "10 Garden Row, the rest is the same", "the postcode's the same as before"],
)  # fmt: skip
def test_a_postcode_that_stays_is_told_in_many_words(text: str) -> None:
    assert says_so(POSTCODE, text, asked=False)


@pytest.mark.parametrize("text", ["what is the postcode?", "the same for my bills", "the postcode is wrong"])
def test_other_words_leave_it_open(text: str) -> None:
    assert not says_so(POSTCODE, text, asked=False)


def test_the_answer_to_the_question_need_not_name_it() -> None:
    assert says_so(POSTCODE, "it's the same", asked=True)
    assert not says_so(POSTCODE, "it's the same", asked=False)


def test_it_is_looked_up_and_taken_from_the_address_that_is_changed() -> None:
    frame = Frame(tool="update_address", arguments={"kind": "delivery"}, said=("5 New Street, same postcode",))
    assert as_it_is(frame, POSTCODE, CARDS, _history()) == Lookup("show_account", {})
    assert as_it_is(frame, POSTCODE, CARDS, _history(READ)) == "BA2 4NL"


def test_of_two_values_none_is_taken_without_a_choice() -> None:
    frame = Frame(tool="update_address", said=("5 New Street, same postcode",))
    assert as_it_is(frame, POSTCODE, CARDS, _history(READ)) is None
