"""The figures in a text, however they are written."""

import pytest

from evals.metrics.facts import facts


def found(text: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.value) for fact in facts(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("£59.99", "money", "59.99"),
        ("59.99 pounds", "money", "59.99"),
        ("£1,400", "money", "1400"),
        ("£32.00", "money", "32"),
        ("15p", "money", "0.15"),
        ("a tenner", "money", "10"),
        ("2 p.m.", "time", "14:00"),
        ("2pm", "time", "14:00"),
        ("14:00", "time", "14:00"),
        ("8.30 am", "time", "08:30"),
        ("12 a.m.", "time", "00:00"),
        ("noon", "time", "12:00"),
        ("Friday 15 May", "date", "?-5-15-fri"),
        ("Fri, 15th of May 2026", "date", "2026-5-15-fri"),
        ("May 15", "date", "?-5-15-?"),
        ("2026-05-15", "date", "2026-5-15-?"),
        ("15/05/26", "date", "2026-5-15-?"),
        ("Mondays", "weekday", "mon"),
        ("N-1042", "code", "n1042"),
        ("INV-2042", "code", "inv2042"),
        ("S-20260514-AM", "code", "s20260514am"),
        ("bs1 6qh", "code", "bs16qh"),
        ("07700 900101", "contact", "+447700900101"),
        ("jo@Example.com", "contact", "jo@example.com"),
        ("150 Mbps", "number", "150"),
        ("1,400", "number", "1400"),
        ("71.50", "number", "71.5"),
    ],
)
def test_a_figure_is_read_whatever_its_form(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]
    assert found(f"It is {text}, I think.") == [(kind, value)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1. the router", []),
        ("£10 may be refunded", ["money"]),
        ("we are open 24/7", ["number", "number"]),
        ("10/31 of £32", ["money", "number", "number"]),
        ("28 minutes at 15p a minute", ["money", "number"]),
        ("10 amps", ["number"]),
        ("no figures at all, not one", []),
        ("I sat on it, in the sun", []),
    ],
)
def test_what_only_looks_like_a_figure_of_some_kind_is_none(text: str, kinds: list[str]) -> None:
    assert sorted(kind for kind, _ in found(text)) == sorted(kinds)


def test_a_figure_that_shows_the_form_is_an_example() -> None:
    (example,) = facts("The order number, such as N-1042, will do.")
    assert example.example
    (real,) = facts("It is about N-1042.")
    assert not real.example


def test_each_line_of_a_list_is_read() -> None:
    assert found("1. N-1042\n2. N-1043") == [("code", "n1042"), ("code", "n1043")]
