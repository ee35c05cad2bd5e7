import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from evals.report import plots
from evals.report.plots import Bar, Point

DRAWN: dict[str, Callable[[], Figure]] = {
    "confusion": lambda: plots.confusion(
        {("billing", "billing"): 9, ("billing", "none"): 1, ("account", "account"): 4}
    ),
    "cost": lambda: plots.cost_against_quality(
        [Point(label="a $1_x$", cost=0.01, quality=0.9, se=0.02, group="run"), Point(label="b", cost=0.01, quality=0.9)]
    ),
    "latency": lambda: plots.latencies({"small": [20.0, 30.0, 45.0], "none": [0.4, 0.6]}),
    "history": lambda: plots.prompt_history(
        [("billing@1", {"area": (0.9, 0.02)}), ("this run", {"area": (0.95, 0.01)})]
    ),
    "bars": lambda: plots.bars([Bar(label="area", value=0.9, low=0.8, high=0.95, limit=0.97, good=False)], zero=True),
}
EMPTY: dict[str, Callable[[], Figure]] = {
    "confusion": lambda: plots.confusion({}),
    "cost": lambda: plots.cost_against_quality([]),
    "latency": lambda: plots.latencies({}),
    "history": lambda: plots.prompt_history([]),
    "bars": lambda: plots.bars([]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_is_whole_scales_and_takes_its_colours_from_the_page(name: str) -> None:
    text = plots.svg(DRAWN[name](), f"{name} & <more>")
    drawn = ElementTree.fromstring(text.replace("xlink:href", "href"))  # noqa: S314 - made here
    assert drawn.attrib["aria-label"] == f"{name} & <more>"
    assert "viewBox" in drawn.attrib
    assert "width" not in drawn.attrib
    assert re.findall(r"#[0-9a-fA-F]{6}\b", text) == []
    assert "var(--" in text


def test_plots_of_one_page_share_no_names() -> None:
    found = [set(re.findall(r' id="([^"]+)"', plots.svg(draw(), name))) for name, draw in DRAWN.items()]
    assert sum(len(names) for names in found) == len(set().union(*found))


def test_a_plot_is_drawn_alike_each_time() -> None:
    assert plots.svg(DRAWN["bars"](), "x") == plots.svg(DRAWN["bars"](), "x")


def test_dollars_are_no_formula() -> None:
    assert "a $1_x$" in plots.svg(DRAWN["cost"](), "x")


def test_the_share_of_each_row_is_written_into_its_cell() -> None:
    text = plots.svg(DRAWN["confusion"](), "x")
    assert {"90%", "10%", "100%"} <= set(re.findall(r">(\d+%)<", text))


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_at_all_can_be_drawn(name: str) -> None:
    assert plots.svg(EMPTY[name](), "empty").startswith("<svg")
