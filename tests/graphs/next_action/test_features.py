import numpy as np
import pytest

from graphs.next_action.features import LOOKED_AT, Vocabulary, given, looked_at, masked, structure, terms, views
from graphs.next_action.history import Did, Moment
from tests.graphs.next_action.desk import agent, customer

MOMENT = Moment(
    (customer("I lost a book"), agent("Your number?"), Did("look"), customer("it is AB12345678"), agent("One moment"))
)


def test_data_is_replaced_by_its_kind() -> None:
    assert masked("Mail me: a.b@mail.example").split() == ["mail", "me:", "anemail"]
    assert masked("call 020 7946 0000").split() == ["call", "aphone"]
    assert masked("order AB12345678, 3 items") == masked("order XY98765432, 5 items")


def test_terms_are_words_and_pairs_of_words() -> None:
    assert terms("Lost my card") == ["lost", "my", "card", "lost my", "my card"]


def test_a_view_holds_only_its_part_of_the_moment() -> None:
    found = views(MOMENT)
    assert found["customer"] == "I lost a book\nit is AB12345678"
    assert found["customer_now"] == "it is AB12345678"
    assert found["agent_now"] == found["agent_last"] == "One moment"


def test_only_the_beginning_of_what_it_is_about_is_looked_at() -> None:
    about, _, _ = looked_at(Moment((customer("x" * 2 * LOOKED_AT),)))
    assert len(about) == LOOKED_AT


def test_the_structure_names_the_last_actions_and_all_that_were_taken() -> None:
    found = structure(MOMENT)
    assert {"last=look", "two=^>look", "done=look", "taken=1", "lines=2", "spoke=agent"} <= set(found)
    assert "last=^" in structure(Moment(()))


def test_kinds_of_data_are_told_apart_by_when_they_were_given() -> None:
    later = Moment((*MOMENT.events, Did("check"), customer("thanks")))
    assert sum(given(MOMENT)) > sum(given(later)) > 0


def test_a_vocabulary_keeps_what_two_hold_and_weighs_the_rare_more() -> None:
    known = Vocabulary.fit([["a", "b"], ["a", "b"], ["a", "c"], ["a"]], weighted=True)
    assert set(known.columns) == {"a", "b"}
    columns, weights = known.weigh(["a", "b", "c"], share=2.0)
    assert weights[columns.index(known.columns["b"])] > weights[columns.index(known.columns["a"])]
    assert np.linalg.norm(weights) == pytest.approx(2.0)


def test_a_vocabulary_is_made_again_from_its_arrays() -> None:
    known = Vocabulary.fit([["a b", "é"], ["a b", "é"]])
    again = Vocabulary.of_arrays("words", known.arrays("words"))
    assert again.columns == known.columns
    with pytest.raises(ValueError, match="damaged"):
        Vocabulary.of_arrays("words", known.arrays("words") | {"words_weights": np.zeros(5, np.float32)})
