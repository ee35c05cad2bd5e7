"""A question is read whole, by its sentences, and after what it goes on from."""

import numpy as np
import pytest

from tools.knowledge_base.index import KnowledgeBase
from tools.knowledge_base.readings import Readings


def test_the_last_line_is_the_question_and_the_others_say_what_it_is_about() -> None:
    readings = Readings.of("Technician visits\nHe comes on Friday.\n\nwhat'll that set me back")
    assert readings.question == "what'll that set me back"
    assert readings.texts[1:] == [
        "Technician visits: what'll that set me back",
        "He comes on Friday.: what'll that set me back",
    ]


def test_the_sentence_that_asks_counts_as_much_as_the_whole_story() -> None:
    readings = Readings.of("My aunt came to stay last week. Thanks. How long is a code valid?")
    assert readings.sentences == ("My aunt came to stay last week.", "How long is a code valid?")
    assert readings.combined(np.array([[0.4], [0.1], [0.8]])) == pytest.approx([0.6])


def test_one_line_of_one_sentence_is_only_itself() -> None:
    readings = Readings.of("how long is a code valid")
    assert readings.texts == ["how long is a code valid"]
    assert readings.combined(np.array([[0.7]])) == pytest.approx([0.7])


async def test_a_question_that_says_little_is_answered_from_what_was_talked_about(articles: KnowledgeBase) -> None:
    found = await articles.search(
        "Northlight Essentials, our social tariff\nIt is for households on a low income.\nand where do I sign up"
    )
    assert found[0].source == "social-tariff.md#how-to-apply"
