"""What routing costs and what it is worth, drawn: one figure for a pair of models."""

from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evals.report.plots import GRID, INK, MUTED, SERIES, STYLE
from evals.tiers.curve import Measured
from evals.tiers.findings import Compared

LINES = {
    "learned_first": SERIES[0],
    "learned_session": SERIES[1],
    "learned_after": SERIES[2],
    "learned_first_and_after": SERIES[3],
}
POINTS = {"always_small": "o", "always_large": "s", "oracle": "*", "rules": "D", "trained": "P"}
_SIZE = (9.6, 3.9)
_RIGHT: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0), "borderaxespad": 0.0}


@mpl.rc_context(STYLE)
def cost_against_quality(compared: Compared) -> Figure:
    """Draw each policy's curve on the way from always small to always large, and the points that have none."""
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes: Axes = figure.subplots()
    small, large = (compared.policies[name] for name in ("always_small", "always_large"))
    axes.plot([small.cost, large.cost], [small.quality, large.quality], color=MUTED, linestyle=":", label="random mix")
    axes.axhline(large.quality - 0.01, color=GRID, linewidth=1, label="large, less a point")
    for name, colour in LINES.items():
        if name in compared.policies:
            _line(axes, name, compared.policies[name], colour)
    for name, marker in POINTS.items():
        if name in compared.policies:
            one = compared.policies[name]
            style: dict[str, Any] = {"markersize": 9 if marker == "*" else 6, "color": INK, "elinewidth": 0.8}
            axes.errorbar(
                one.cost, one.quality, yerr=one.quality_se, marker=marker, linestyle="", label=_said(name), **style
            )
    axes.set_xlabel("US dollars a conversation")
    axes.set_ylabel("quality")
    axes.margins(x=0.06, y=0.12)
    axes.legend(**_RIGHT)
    return figure


def _line(axes: Axes, name: str, one: Measured, colour: str) -> None:
    """Draw a curve, and a ring where the policy would have stood with thresholds chosen on other tasks."""
    points = sorted(one.curve)
    axes.plot(*zip(*points, strict=True), color=colour, marker=".", markersize=4, linewidth=1.3, label=_said(name))
    ring: dict[str, Any] = {"markerfacecolor": "none", "markeredgecolor": colour, "markersize": 11, "linestyle": ""}
    axes.plot([one.cost], [one.quality], marker="o", markeredgewidth=1.8, **ring)


def _said(name: str) -> str:
    return name.replace("_", " ")
