import re
from html.parser import HTMLParser

import pytest

from evals.metrics.catalogue import METRICS
from evals.report.contents import Report
from evals.report.page import html, markdown, priced

VOID = {"meta", "br", "input", "col", "link", "img", "hr"}


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that each tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("path", "use"):
            return
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(made: Report) -> str:
    return html(made)


def test_a_page_is_whole_and_fetches_nothing(page: str) -> None:
    tags = Tags(page)
    assert tags.open == []
    fetched = [
        (tag, name, value)
        for tag, attributes in tags.found
        for name, value in attributes.items()
        if name in ("src", "href", "xlink:href") and not (value or "").startswith("#")
    ]
    assert fetched == []
    assert "default-src 'none'" in page
    assert not re.search(r"@import|url\((?!#)", page)


def test_every_name_of_a_page_is_there_once(page: str) -> None:
    names = [attributes["id"] for _, attributes in Tags(page).found if "id" in attributes]
    assert len(names) == len(set(names))


def test_customers_words_are_never_markup(page: str) -> None:
    assert "&lt;script&gt;alert(" in page
    assert page.count("<script>") == 1
    assert "asks &lt;once&gt;" in page


def test_every_plot_says_what_it_shows(page: str) -> None:
    labels = [attributes.get("aria-label") for tag, attributes in Tags(page).found if tag == "svg"]
    assert labels == [
        "Rates of part dev", "Confusion of areas", "Cost against quality", "Latency by tier", "Releases and part dev",
    ]  # fmt: skip


def test_a_page_names_what_broke_and_every_metric(page: str, made: Report) -> None:
    assert "The gate is broken." in page
    assert "most likely billing@2 instead of billing@1" in page
    assert all(f"{row.measured.metric} <span" in page for row in made.rows)
    assert all(METRICS[row.measured.metric].what.replace("'", "&#39;") in page for row in made.rows)


def test_a_page_without_faults_says_so(made: Report) -> None:
    found = html(made.model_copy(update={"failing": (), "verdict": None, "confusion": ()}))
    assert "<p>Nothing.</p>" in found
    assert "No gate." in found


def test_markdown_has_whole_tables(made: Report) -> None:
    text = markdown(made)
    tables = re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE)
    assert len(tables) == 4
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
    assert "| arguments | 50 % |" in text
    assert "**The gate is broken.** 2 of 3 gates hold." in text


def test_where_nothing_was_paid_for_time_takes_the_place_of_cost(made: Report) -> None:
    paid, points = priced(made)
    assert not paid
    assert {point.label: point.cost for point in points} == {"this run": 20.5, "account": 20.5, "billing": 20.5}
    dear = made.points[0].model_copy(update={"cost": 0.01})
    assert priced(made.model_copy(update={"points": (dear, *made.points[1:])})) == (True, [dear, *made.points[1:]])
