"""The plots of reports and notebooks: each function draws one figure of plain numbers.

A figure has colours for white paper; `svg` puts names in their place, so that a page decides, in the light or the dark.
"""

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evals.transcript import Recorded

INK, MUTED, GRID, BACK = "#1b2026", "#59636e", "#d9dee4", "#fdfdfc"
SERIES = ("#24599f", "#a8560f", "#1d7a55", "#7b46a3", "#9c2f5b", "#4f6b13")
WRONG = "#b42318"
NAMES = {INK: "ink", MUTED: "muted", GRID: "grid", BACK: "back", WRONG: "wrong"} | {
    colour: f"series-{number}" for number, colour in enumerate(SERIES, start=1)
}
_MARKERS = "osD^vP"
_WIDE = 9.6
_EDGE = 0.06
"""Beyond 0 and 100 %, for a point's mark and name."""
_BESIDE: dict[str, Any] = {"textcoords": "offset points", "fontsize": 8.5}
_PIXELS = 110
"""An inch of a figure on a page, at most."""
_STRONG = 0.55
"""From this strength of colour on a cell's text is written in the background's colour."""
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.titlesize": 11,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "legend.frameon": False,
}


class Point(Recorded):
    """One model, version or area: what it costs and how good it is."""

    label: str
    cost: float
    quality: float
    se: float = 0.0
    group: str = ""
    """Points of one group look alike."""


class Bar(Recorded):
    """A number with its standard error, or with the interval that it lies in, and the limit that it must keep."""

    label: str
    value: float
    low: float
    high: float
    limit: float | None = None
    good: bool = True


def svg(figure: Figure, title: str) -> str:
    """Return a figure for a page: it scales, has a title for those who cannot see it, and colours by name."""
    written = io.StringIO()
    with mpl.rc_context({**STYLE, "svg.hashsalt": title}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    referred = set(re.findall(r"#([\w.-]+)", text))
    # The names of a figure's parts would be there once for every figure of a page.
    text = re.sub(r' id="([\w.-]+)"', lambda found: found[0] if found[1] in referred else "", text)
    for colour, name in NAMES.items():
        text = text.replace(colour, f"var(--{name})")
    label = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    wide = round(_PIXELS * figure.get_figwidth())
    drawn = rf'<svg role="img" aria-label="{label}" style="max-width: {wide}px" \1>'
    return re.sub(r'<svg [^>]*?(viewBox="[^"]*")[^>]*>', drawn, text, count=1)


@mpl.rc_context(STYLE)
def confusion(counts: Mapping[tuple[str, str], int]) -> Figure:
    """Draw what was found (columns) for what is right (rows), each cell coloured by its share of the row."""
    rows = sorted({expected for expected, _ in counts})
    columns = [*rows, *sorted({found for _, found in counts} - set(rows))]
    figure, axes = _figure(1.9 + 0.95 * len(columns), 1.2 + 0.55 * max(1, len(rows)))
    axes.grid(visible=False)
    for y, expected in enumerate(rows):
        total = sum(counts.get((expected, found), 0) for found in columns)
        for x, found in enumerate(columns):
            _cell(axes, (x, y), (counts.get((expected, found), 0), total), right=expected == found)
    axes.set_xlim(-0.5, max(1, len(columns)) - 0.5)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("found")
    axes.set_ylabel("expected")
    return figure


@mpl.rc_context(STYLE)
def cost_against_quality(points: Sequence[Point], cost: str = "US dollars a conversation") -> Figure:
    """Draw what quality costs: up and to the left is better."""
    figure, axes = _figure(_WIDE, 3.6)
    groups = list(dict.fromkeys(point.group for point in points))
    places: Counter[tuple[float, float]] = Counter()
    for point in points:
        at = (point.cost, point.quality)
        style = _series(groups.index(point.group))
        axes.errorbar(*at, yerr=point.se or None, linestyle="", elinewidth=1, **style)
        # Points that lie on each other are named under each other.
        axes.annotate(point.label, at, xytext=(7, 4 - 11 * places[at]), color=INK, **_BESIDE)
        places[at] += 1
    for number, group in enumerate(groups):
        axes.plot([], [], linestyle="", label=group, **_marked(number))
    axes.set_xlabel(cost)
    axes.set_ylabel("conversations without a fault")
    axes.yaxis.set_major_formatter(_percent)
    axes.margins(x=0.18, y=0.18)
    bottom, top = axes.get_ylim()
    axes.set_ylim(max(bottom, -_EDGE), min(top, 1 + _EDGE))
    axes.set_xlim(left=max(axes.get_xlim()[0], -0.04 * max([point.cost for point in points], default=1.0)))
    _named(axes)
    return figure


@mpl.rc_context(STYLE)
def latencies(by_tier: Mapping[str, Sequence[float]]) -> Figure:
    """Draw how many turns of each tier took how long, on a logarithmic scale; median and 95th percentile are marked."""
    figure, axes = _figure(_WIDE, 3.2)
    everything = np.concatenate([np.asarray(values, dtype=np.float64) for values in by_tier.values()] or [np.ones(1)])
    low, high = max(0.1, float(everything.min()) * 0.8), max(1.0, float(everything.max()) * 1.25)
    edges = np.geomspace(low, high, 40)
    for number, (tier, values) in enumerate(sorted(by_tier.items())):
        colour = SERIES[number % len(SERIES)]
        heights, _ = np.histogram(np.asarray(values, dtype=np.float64), bins=edges)
        axes.stairs(heights, edges, color=colour, linewidth=1.6, label=f"{tier} ({len(values)} turns)")
        axes.stairs(heights, edges, color=colour, fill=True, alpha=0.15)
    for share in (50, 95):
        at = float(np.percentile(everything, share))
        axes.axvline(at, color=MUTED, linewidth=1, linestyle="--")
        top = axes.get_xaxis_transform()
        axes.annotate(f"p{share} {at:,.0f} ms", (at, 1), xycoords=top, xytext=(3, -2), va="top", color=MUTED, **_BESIDE)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlabel("milliseconds a turn")
    axes.set_ylabel("turns")
    axes.set_ylim(top=axes.get_ylim()[1] * 1.15)
    _named(axes)
    return figure


@mpl.rc_context(STYLE)
def prompt_history(releases: Sequence[tuple[str, Mapping[str, tuple[float, float]]]]) -> Figure:
    """Draw headline metrics over releases: each has a label, and figures with their standard errors."""
    figure, axes = _figure(_WIDE, 3.2)
    metrics = list(dict.fromkeys(name for _, figures in releases for name in figures))
    for number, metric in enumerate(metrics):
        shown = [(at, *figures[metric]) for at, (_, figures) in enumerate(releases) if metric in figures]
        at, values, errors = zip(*shown, strict=True)
        axes.errorbar(at, values, yerr=np.nan_to_num(errors), linewidth=1.4, label=metric, **_series(number))
    axes.set_xticks(range(len(releases)), [label for label, _ in releases])
    axes.yaxis.set_major_formatter(_percent)
    axes.margins(x=0.08, y=0.15)
    _named(axes)
    return figure


@mpl.rc_context(STYLE)
def bars(given: Sequence[Bar], unit: str = "%", zero: bool = False) -> Figure:
    """Draw numbers with the interval each lies in, and a tick at its limit; `zero` marks where nothing changed."""
    figure, axes = _figure(_WIDE, 0.8 + 0.3 * max(1, len(given)))
    for y, one in enumerate(given):
        colour, marker = (SERIES[0], "o") if one.good else (WRONG, "X")
        axes.hlines(y, one.low, one.high, color=colour, linewidth=1.6)
        axes.plot(one.value, y, color=colour, marker=marker, linestyle="", markersize=7)
        if one.limit is not None:
            axes.plot(one.limit, y, color=MUTED, marker="|", linestyle="", markersize=13, markeredgewidth=2)
    if zero:
        axes.axvline(0, color=MUTED, linewidth=1)
    axes.set_yticks(range(len(given)), [one.label for one in given])
    axes.set_ylim(max(1, len(given)) - 0.5, -0.5)
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.04)
    if unit == "%":
        axes.xaxis.set_major_formatter(_percent)
    return figure


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Make a figure of its own: nothing is shared with other plots, and no window is opened."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _named(axes: Axes) -> None:
    """Say beside the plot what is what, where anything is."""
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0)


def _series(number: int) -> dict[str, Any]:
    """Say how one series looks: told apart by its marker too, not by colour alone."""
    return {**_marked(number), "capsize": 2.5}


def _marked(number: int) -> dict[str, Any]:
    return {"color": SERIES[number % len(SERIES)], "marker": _MARKERS[number % len(_MARKERS)]}


def _cell(axes: Axes, at: tuple[int, int], counted: tuple[int, int], *, right: bool) -> None:
    (x, y), (count, total) = at, counted
    share = count / total if total else 0.0
    strength = 0.0 if not count else 0.08 + 0.87 * share
    colour = SERIES[0] if right else WRONG
    axes.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=colour, alpha=strength, linewidth=0))
    ink = BACK if strength > _STRONG else INK if count else MUTED
    said = f"{count}\n{share:.0%}" if count else "0"
    axes.text(x, y, said, ha="center", va="center", color=ink, fontsize=9, linespacing=1.25)


def _percent(value: float, _: object = None) -> str:
    return f"{100 * value:.4g} %"
