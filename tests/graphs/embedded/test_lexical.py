"""Words and letters as sparse vectors."""

import numpy as np
import pytest

from graphs.embedded.lexical import Lexicon, Postings, gram, matrix, terms

TEXTS = ["my card is lost", "the card was lost", "when does it rain", "when will it rain today", ""]


def alike(lexicon: Lexicon, one: str, other: str) -> float:
    weights = dict(zip(*(part.tolist() for part in lexicon.weigh(one)), strict=True))
    columns, found = (part.tolist() for part in lexicon.weigh(other))
    return float(sum(weight * weights.get(column, 0.0) for column, weight in zip(columns, found, strict=True)))


def test_a_text_is_wholly_like_itself_and_more_like_its_neighbour_than_like_a_stranger() -> None:
    lexicon = Lexicon.fit(TEXTS)
    assert alike(lexicon, TEXTS[0], TEXTS[0]) == pytest.approx(1)
    assert alike(lexicon, TEXTS[0], TEXTS[1]) > 0.3 > alike(lexicon, TEXTS[0], TEXTS[2])


def test_upper_case_says_nothing_and_part_of_a_word_says_something() -> None:
    lexicon = Lexicon.fit(TEXTS)
    assert alike(lexicon, "LOST CARD", "lost card") == pytest.approx(1)
    assert 0 < alike(lexicon, "cards", "card") < 1


def test_what_only_one_text_holds_is_no_term() -> None:
    lexicon = Lexicon.fit(TEXTS)
    assert "\tcard" in lexicon.columns
    assert "\ttoday" not in lexicon.columns
    assert lexicon.weigh("zzz")[0].size == 0


def test_pairs_of_words_and_marked_ends_are_terms() -> None:
    assert {"\tmy card", "\tcard", "card", " c", "ard", "d "} <= set(terms("My card"))


def test_the_gram_matrix_is_the_likeness_of_each_pair() -> None:
    lexicon = Lexicon.fit(TEXTS)
    weighed = [lexicon.weigh(text) for text in TEXTS]
    dense = matrix(weighed, len(lexicon.columns)).toarray()
    assert gram(weighed, len(lexicon.columns)) == pytest.approx(dense @ dense.T, abs=1e-6)


def test_a_lexicon_comes_back_from_its_arrays() -> None:
    lexicon = Lexicon.fit([*TEXTS, "naïve 日本 card", "日本"])
    again = Lexicon.of_arrays(lexicon.arrays())
    assert again.columns == lexicon.columns
    assert (again.weights == lexicon.weights).all()


def test_a_damaged_lexicon_is_refused() -> None:
    arrays = Lexicon.fit(TEXTS).arrays()
    with pytest.raises(ValueError, match="damaged"):
        Lexicon.of_arrays({**arrays, "lexicon_weights": np.zeros(2, np.float32)})


def test_texts_that_share_nothing_make_an_empty_lexicon() -> None:
    lexicon = Lexicon.fit(["ab", "cd"])
    assert Lexicon.of_arrays(lexicon.arrays()).columns == {} == lexicon.columns
    assert lexicon.weigh("ab")[1].size == 0
    assert (gram([lexicon.weigh("ab"), lexicon.weigh("cd")], 0) == 0).all()


def test_postings_say_how_alike_a_text_is_to_each() -> None:
    lexicon = Lexicon.fit(TEXTS)
    weighed = [lexicon.weigh(text) for text in TEXTS]
    postings = Postings.of(weighed, len(lexicon.columns))
    again = Postings.of_arrays(postings.arrays())
    for text in TEXTS:
        expected = [alike(lexicon, text, other) for other in TEXTS]
        assert again.likeness(lexicon.weigh(text)) == pytest.approx(expected, abs=1e-6)


def test_damaged_postings_are_refused() -> None:
    lexicon = Lexicon.fit(TEXTS)
    arrays = Postings.of([lexicon.weigh(text) for text in TEXTS], len(lexicon.columns)).arrays()
    with pytest.raises(ValueError, match="damaged"):
        Postings.of_arrays({**arrays, "posting_rows": arrays["posting_rows"][1:]})
