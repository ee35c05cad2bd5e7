"""A report as one page that opens offline, or as Markdown; the words around the numbers are templates."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from matplotlib.figure import Figure

from evals import figures
from evals.metrics.catalogue import METRICS
from evals.metrics.summary import Measured
from evals.report import plots
from evals.report.contents import Report, Row
from evals.report.plots import Bar, Point
from evals.report.sides import LINES
from evals.transcript import Recorded

_TEMPLATES = Path(__file__).with_name("templates")
_BY_TAG = ("area", "tool_choice", "arguments", "store_difference", "over_escalation", "must_say")
_CELL = 600
_LISTED = 60
"""So many faults are listed in Markdown, which has a limit where it is shown; the page has all of them."""
_COST = "US dollars a conversation"
_TIME = "milliseconds a turn"


class Breakdown(Recorded):
    """A table of one metric or group a row."""

    title: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def html(report: Report) -> str:
    """Write a report as one page."""
    paid, points = priced(report)
    caption = (
        "What a conversation costs on average, and in how many nothing that decides is wrong."
        if paid
        else "No model was paid for: instead of the cost, how long a turn takes on average."
    )
    pictures = {
        "bars": {part: plots.svg(_bars(rows), f"Rates of part {part}") for part, rows in _by_part(report)},
        "confusion": plots.svg(plots.confusion({(a, b): n for a, b, n in report.confusion}), "Confusion of areas"),
        "cost": plots.svg(plots.cost_against_quality(points, _COST if paid else _TIME), "Cost against quality"),
        "latency": plots.svg(plots.latencies(report.latencies), "Latency by tier"),
        "history": {
            part: plots.svg(_history(report, part), f"Releases and part {part}") for part, _ in _by_part(report)
        },
    }
    names = [name for name in METRICS if any(name in one.metrics for one in report.failing)]
    return rendered(
        "report.html",
        **_shared(report),
        pictures=pictures,
        tiles=_tiles(report),
        cost_caption=caption,
        released=[one for one in report.releases if "@" in one.label],
        failing_metrics=names,
    )


def markdown(report: Report) -> str:
    """Write a report as Markdown, for a pull request or a step's summary."""
    wrong = [(one.id, -1, fault) for one in report.failing for fault in one.wrong]
    wrong += [(one.id, turn.number, fault) for one in report.failing for turn in one.turns for fault in turn.wrong]
    wrong.sort(key=lambda item: (not METRICS[item[2].metric].decides, item[0], item[1]))
    return rendered("report.md", **_shared(report), wrong=wrong[:_LISTED], more=len(wrong) - _LISTED)


def rendered(template: str, **values: Any) -> str:
    """Fill a template; pages are escaped."""
    return _environment(template.endswith(".html")).get_template(template).render(**values)


def priced(report: Report) -> tuple[bool, list[Point]]:
    """Return the points of the cost plot, and whether anything was paid for; else they are placed by time."""
    if any(point.cost for point in report.points):
        return True, list(report.points)
    now = [point for point in report.points if point.label in (*report.summary.by_area, "this run")]
    whole = report.summary.metrics.get("latency")
    times = {area: found["latency"].value for area, found in report.summary.by_area.items() if "latency" in found}
    times["this run"] = whole.value if whole else 0.0
    return False, [point.model_copy(update={"cost": times.get(point.label, 0.0)}) for point in now]


@cache
def _environment(escaped: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=escaped,  # noqa: S701 - Markdown has no tags to escape; its cells are
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(said=_said, spread=_spread, lines_of=_lines_of, metrics=METRICS)
    made.filters["cell"] = _cell
    return made


def _shared(report: Report) -> dict[str, Any]:
    summary = report.summary
    tags = sorted(summary.by_tag.items(), key=lambda item: (-_count(item[1]), item[0]))
    metrics = [name for name in _BY_TAG if name in summary.metrics]
    by_area = Breakdown(
        title="By area",
        first="Metric",
        columns=tuple(summary.by_area),
        rows=tuple((name, _cells(name, summary.by_area.values())) for name in summary.metrics),
    )
    by_tag = Breakdown(
        title="By tag",
        first="Tag",
        columns=("conversations", *metrics),
        rows=tuple((tag, (str(_count(found)), *(_value(found, name) for name in metrics))) for tag, found in tags),
    )
    return {"report": report, "rows_by_part": _by_part(report), "breakdowns": [by_area, by_tag]}


def _by_part(report: Report) -> list[tuple[str, list[Row]]]:
    parts = dict.fromkeys(row.part for row in report.rows)
    return [(part, [row for row in report.rows if row.part == part]) for part in parts]


def _bars(rows: Sequence[Row]) -> Figure:
    """Draw the rates that say something of quality."""
    metrics = [(METRICS[row.measured.metric], row) for row in rows]
    shown = [row for metric, row in metrics if metric.kind == "rate" and metric.judges]
    return plots.bars(
        [
            Bar(
                label=f"{row.measured.metric} ({row.measured.n})",
                value=row.measured.value,
                low=row.measured.value if row.measured.low is None else row.measured.low,
                high=row.measured.value if row.measured.high is None else row.measured.high,
                limit=row.limit,
                good=row.held is not False,
            )
            for row in shown
        ]
    )


def _history(report: Report, part: str) -> Figure:
    return plots.prompt_history([(one.label, one.figures) for one in report.releases if one.part == part])


def _tiles(report: Report) -> list[tuple[str, str, str]]:
    value, se = report.passed
    found = [("conversations with nothing wrong that decides", *_share(value, se))]
    wanted = ("area", "tool_choice", "arguments", "store_difference", "cost", "latency")
    for name in wanted:
        measured = report.summary.metrics.get(name)
        if measured is not None:
            found.append(
                (f"{name} a turn" if name == "latency" else name, _said(name, measured.value), _error(name, measured))
            )
    return found


def _share(value: float, se: float | None) -> tuple[str, str]:
    metric = METRICS["area"]
    return figures.said(metric, value), "" if se is None else figures.spread(metric, se)


def _error(name: str, measured: Measured) -> str:
    return "" if measured.se is None else _spread(name, measured.se)


def _cells(name: str, groups: Iterable[Mapping[str, Measured]]) -> tuple[str, ...]:
    return tuple(_value(found, name) for found in groups)


def _value(found: Mapping[str, Measured], name: str) -> str:
    return _said(name, found[name].value) if name in found else ""


def _count(found: Mapping[str, Measured]) -> int:
    return max((one.conversations for one in found.values()), default=0)


def _said(name: str, value: float | None) -> str:
    return "" if value is None else figures.said(METRICS[name], value)


def _spread(name: str, value: float | None) -> str:
    return "" if value is None else figures.spread(METRICS[name], value)


def _lines_of(columns: Sequence[Mapping[str, str]]) -> list[str]:
    """Return which lines any of the sides has."""
    return [line for line in LINES if any(line in column for column in columns)]


def _cell(text: str) -> str:
    """Make words fit into one cell of a Markdown table."""
    return shorten(str(text), _CELL).replace("|", r"\|").replace("<", "&lt;")
