"""How well the product's own articles are found; the questions are in questions.tsv.

There are three kinds:

tuned      92 questions that were looked at while the weights were chosen and some articles reworded
fresh      38 questions written after that and never tuned on
unrelated  60 questions that no article answers
"""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.knowledge_base import index
from tools.knowledge_base.index import FLOOR, KnowledgeBase


class Question(NamedTuple):
    kind: str
    articles: tuple[str, ...]
    """Any of them is right."""
    text: str


def _questions() -> list[Question]:
    with Path(__file__).with_name("questions.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            Question(row["kind"], tuple(row["articles"].split()), row["question"])
            for row in csv.DictReader(lines, delimiter="\t")
        ]


QUESTIONS = _questions()


@pytest.mark.parametrize(("kind", "least"), [("tuned", 0.9), ("fresh", 0.9)])
async def test_the_right_article_is_among_the_first_three(articles: KnowledgeBase, kind: str, least: float) -> None:
    """Measured: 88 of the 92 tuned questions (96 %), 36 of the 38 fresh ones (95 %); first place: 87 and 34."""
    asked = [question for question in QUESTIONS if question.kind == kind]
    missed = [question.text for question in asked if not await _found(articles, question)]
    assert 1 - len(missed) / len(asked) >= least, missed


async def _found(articles: KnowledgeBase, question: Question) -> bool:
    passages = await articles.search(question.text, limit=3)
    return any(passage.source.partition(".md")[0] in question.articles for passage in passages)


async def test_the_floor_keeps_questions_about_us_apart_from_others(
    articles: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the floor is what it is; "ours" are the tuned and fresh questions, 130 together, "others" the unrelated 60.

    floor   ours answered   others let through
    0.30    127             20
    0.34    126             12
    0.38    125              6
    0.40    124              5
    0.44    121              2
    0.46    119              1
    """
    monkeypatch.setattr(index, "FLOOR", 0.0)
    ours = [await _best(articles, question) for question in QUESTIONS if question.kind != "unrelated"]
    others = [await _best(articles, question) for question in QUESTIONS if question.kind == "unrelated"]
    assert sum(score >= FLOOR for score in ours) / len(ours) >= 0.95
    assert sum(score >= FLOOR for score in others) / len(others) <= 0.1


async def _best(articles: KnowledgeBase, question: Question) -> float:
    return (await articles.search(question.text, limit=1))[0].score
