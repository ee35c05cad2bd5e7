"""What was said after a tool speaks most for what is said after it again, and what has no context speaks everywhere."""

import numpy as np
import pytest

from graphs.embedded.classifier import fit
from graphs.embedded.context import ANYWHERE, Contexts
from tests.encoders import WordEncoder

AREAS = {"book": "visits", "move": "visits", "pay": "bills"}
SAID = [
    ("what is the soonest", "book", "slots"),
    ("the soonest then", "book", "slots"),
    ("what is the soonest", "pay", "due"),
    ("the soonest day", "pay", "due"),
    ("book a visit", None, "book"),
    ("a visit please", None, "book"),
]


def contexts() -> Contexts:
    return Contexts.of([after for _, after, _ in SAID], AREAS)


async def test_the_same_words_mean_what_they_meant_after_the_same_tool() -> None:
    texts = [text for text, _, _ in SAID]
    vectors = await WordEncoder().encode(texts)
    trained = fit(texts, vectors, [label for _, _, label in SAID], contexts=contexts()).classifier
    for after, label in (("book", "slots"), ("pay", "due")):
        chances = trained.probabilities(texts[0], vectors[0], after)
        assert trained.labels[int(chances.argmax())] == label


def test_a_text_counts_most_after_its_own_tool_then_in_its_area() -> None:
    same, elsewhere, anywhere = contexts().weights("book")[[0, 2, 4]]
    assert same == 1
    assert elsewhere < anywhere == ANYWHERE
    among = Contexts.of(["book", "move", "pay"], AREAS)
    own, near, far = among.weights("book")
    assert own > near > far > 0


def test_a_tool_that_nothing_was_said_after_is_no_context() -> None:
    assert (contexts().weights("sing") == contexts().weights(None)).all()


def test_likeness_of_contexts_is_a_kernel() -> None:
    among = Contexts.of(["book", "move", "pay", None], AREAS)
    assert np.linalg.eigvalsh(among.alike).min() > 0


def test_contexts_come_back_from_their_arrays_and_damaged_ones_do_not() -> None:
    arrays = contexts().arrays()
    assert (Contexts.of_arrays(arrays).weights("pay") == contexts().weights("pay")).all()
    with pytest.raises(ValueError, match="damaged"):
        Contexts.of_arrays({**arrays, "context_alike": arrays["context_alike"][1:]})
