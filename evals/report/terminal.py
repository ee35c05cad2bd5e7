"""A report, a verdict or a comparison in the terminal."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.figures import NOTHING, said, spread
from evals.gate import Verdict
from evals.metrics.catalogue import METRICS
from evals.report.contents import Failing, Report, Row

_NOTE = 100
_SHOWN = 10
"""So many failing conversations are listed; the page shows all of them."""


def show(console: Console, report: Report) -> None:
    """Print the metrics of each part, what fails, and the gate's sentences."""
    for part in dict.fromkeys(row.part for row in report.rows):
        console.print(_table(part, [row for row in report.rows if row.part == part]))
    value, se = report.passed
    error = f" (± {100 * se:.1f})" if se is not None else ""
    console.print(
        f"{report.conversations} conversations, {report.turns} turns; nothing that decides is wrong in "
        f"{100 * value:.1f} %{error} of the conversations.",
        highlight=False,
    )
    for line in _failing(report.failing):
        console.print(line, highlight=False)
    for part, (some, whole) in report.slices.items():
        console.print(
            f"A slice: {some} of {whole} conversations of {part}. The gate is for whole parts.", highlight=False
        )
    if report.verdict is not None:
        verdict(console, report.verdict)


def verdict(console: Console, found: Verdict) -> None:
    """Print whether the gate holds, and a sentence for each gate that is broken."""
    for broken in found.broken:
        console.print(f"[red]✗[/] {escape(broken.sentence)}", highlight=False)
    held = sum(one.held for one in found.checked)
    state = "[green]The gate holds[/]" if found.held else "[red]The gate is broken[/]"
    console.print(f"{state}: {held} of {len(found.checked)} gates hold.", highlight=False)


def _table(part: str, rows: Sequence[Row]) -> Table:
    table = Table(title=f"Part {part}", title_justify="left")
    table.add_column("metric")
    for name in ("value", "± error", "n", "baseline"):
        table.add_column(name, justify="right")
    table.add_column("must be")
    for row in rows:
        measured, metric = row.measured, METRICS[row.measured.metric]
        mark = {True: "[green]✓[/] ", False: "[red]✗[/] ", None: "  "}[row.held]
        value = said(metric, measured.value)
        table.add_row(
            measured.metric,
            f"[red]{value}[/]" if row.held is False else value,
            NOTHING if measured.se is None else spread(metric, measured.se),
            str(measured.n),
            NOTHING if row.before is None else said(metric, row.before),
            mark + row.must,
        )
    return table


def _failing(failing: Sequence[Failing]) -> Iterator[str]:
    """List the first conversations in which something is wrong."""
    if failing:
        yield f"\nSomething is wrong in {len(failing)} conversations:"
    for one in failing[:_SHOWN]:
        what = [(None, wrong) for wrong in one.wrong]
        places = [*what, *((turn.number, wrong) for turn in one.turns for wrong in turn.wrong)]
        number, wrong = places[0]
        where = "" if number is None else f" turn {number}"
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield f"  [bold]{escape(one.id)}[/]{where}: {wrong.metric}: {escape(shorten(wrong.note, _NOTE))}{more}"
    if len(failing) > _SHOWN:
        yield f"  and {len(failing) - _SHOWN} more; --html shows them side by side with what is right"
