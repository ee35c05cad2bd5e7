"""What Northlight's own articles promise."""

import re

import pytest

from tools.billing import REFUND_DAYS
from tools.field_service import NOTICE
from tools.knowledge_base.ingest import ARTICLES, WORDS, read_article, read_articles
from tools.store.refunds import WORKING_DAYS

_FILES = {file.name: file.read_text(encoding="utf-8") for file in sorted(ARTICLES.glob("*.md"))}
_TEXTS = {name: re.sub(r"<!-- asked:.*?-->\n*", "", text, flags=re.DOTALL) for name, text in _FILES.items()}
"""What a customer reads of them."""
_AREAS = {"billing", "account", "field_service", "tech_support"}


def test_there_are_articles_for_every_area() -> None:
    articles = read_articles(ARTICLES)
    assert len(articles) >= 40
    assert {article.area for article in articles} == _AREAS


@pytest.mark.parametrize("name", _TEXTS)
def test_an_article_is_of_a_readable_length_and_dated(name: str) -> None:
    assert 150 <= len(_TEXTS[name].split()) <= 400
    assert re.search(r"^updated: 20\d\d-\d\d-\d\d$", _TEXTS[name], re.MULTILINE)
    passages = read_article(name, _FILES[name].encode()).passages
    assert max(len(passage.text.split()) for passage in passages) <= WORDS


@pytest.mark.parametrize("name", _FILES)
def test_each_passage_says_what_customers_ask_that_it_answers(name: str) -> None:
    assert all(passage.asked for passage in read_article(name, _FILES[name].encode()).passages)


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (r"(?:refunded|money back|returned?|refund)[^.]{0,60}within (\d+) days", {str(REFUND_DAYS)}),
        (r"[Rr]efund of more than £(\d+)|Refunds above £(\d+)|approval if it is above £(\d+)", {"100"}),
        (r"within (\d+) working days of your confirmation", {str(WORKING_DAYS)}),
        (r"free of charge until (\d+) hours before", {str(int(NOTICE.total_seconds() // 3600))}),
        (r"late payment fee of £([\d.]+\d)", {"7.50"}),
        (r"Northlight 150(?: costs|:) £(\d+)", {"32"}),
        (r"warranty of (\d+) months|(\d+)-month warranty", {"24"}),
        (r"due (\d+) days later|is due (\d+) days after|issued (\d+) days", {"14"}),
        (r"(?:missed and|change) costs £(\d+)", {"25"}),
        (r"(\d+) days' notice|notice of (\d+) days", {"30"}),
        (r"Digital Voice\W[^.]*costs £(\d+) a month with|instead of £(\d+)|our landline[^£]*£(\d+)", {"3", "6"}),
    ],
)
def test_figures_agree_with_one_another_and_with_the_tools(figure: str, value: set[str]) -> None:
    whole = re.sub(r"\s+", " ", " ".join(_TEXTS.values()))
    said = {number for match in re.finditer(figure, whole) for number in match.groups() if number}
    assert said == value
