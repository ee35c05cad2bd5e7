"""What the bench prints and writes."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from evals.bench.contenders import PACKAGES, TITLES, YARDSTICK
from evals.bench.samples import Figures, Row, rows
from evals.bench.scene import script
from tools.toolbox import AREA_TOOLS


@dataclass(frozen=True)
class Surroundings:
    """The machine while it was measured."""

    load_before: tuple[float, float, float]
    load_after: tuple[float, float, float]
    server_busy: float
    """The share of the time that the scripted model was at work on one core."""
    seconds: float


def show(console: Console, figures: dict[str, Figures], around: Surroundings) -> None:
    """Print the table, what it was measured on, and how."""
    table = Table(title="One turn: 3 model calls, 1 tool, 40 streamed tokens", caption=_caption(around))
    table.add_column("")
    for name in figures:
        table.add_column(TITLES[name], justify="right")
    for row in rows(figures):
        table.add_row(f"{row.measure} {row.unit}".strip(), *(_cell(row, name) for name in figures))
    console.print(table)
    console.print(Markdown(_notes()))


def document(figures: dict[str, Figures], around: Surroundings) -> dict[str, Any]:
    """Return everything that was measured, as JSON."""
    return {
        "machine": {
            "python": platform.python_version(),
            "system": platform.platform(),
            "cores": os.cpu_count(),
            "load_before": around.load_before,
            "load_after": around.load_after,
        },
        "scripted_model_busy": around.server_busy,
        "seconds": around.seconds,
        "versions": {package: version(package) for package in _packages(list(figures))},
        "yardstick": YARDSTICK,
        "rows": [
            {**row.model_dump(), "ratios": {name: row.ratio(name) for name in row.values}} for row in rows(figures)
        ],
        "samples": {name: one.model_dump() for name, one in figures.items()},
    }


def _cell(row: Row, name: str) -> str:
    value, ratio = f"{row.values[name]:,.{row.digits}f}", row.ratio(name)
    return value if ratio is None else f"{value} [dim]{ratio:>5.2f}x[/dim]"


def _caption(around: Surroundings) -> str:
    before, after = around.load_before[0], around.load_after[0]
    return (
        f"x: against {TITLES[YARDSTICK]} in the same run. {os.cpu_count()} cores, load {before:.1f} before and "
        f"{after:.1f} after; the scripted model was busy {around.server_busy:.0%} of the time; {around.seconds:.0f} s."
    )


def _notes() -> str:
    text = Path(__file__).with_name("notes.md").read_text(encoding="utf-8")
    return text.replace("{tools}", str(len(AREA_TOOLS[script()["area"]])))


def _packages(names: Sequence[str]) -> list[str]:
    return [package for name in names for package in PACKAGES.get(name, ())]
