"""Two runs side by side: as a page, and in the terminal."""

from collections import Counter
from collections.abc import Sequence
from textwrap import shorten

from matplotlib.figure import Figure
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.figures import change, said
from evals.metrics.catalogue import METRICS
from evals.metrics.comparison import Compared
from evals.report import plots
from evals.report.page import rendered
from evals.report.pairing import ORDER, PairedConversation, Pairing
from evals.report.plots import Bar
from evals.transcript import Recorded

SAME = "the same"
SURE, LIKELY = ("worse", "better"), ("likely worse", "likely better")
_COLOURS = {"better": "green", "worse": "red", "likely worse": "yellow", "likely better": "yellow"}
_TIME = "ms"
_NOTE = 100
_SHOWN = 12
"""So many changed conversations are listed in the terminal."""


class PairedRow(Recorded):
    """One metric of both runs, written for people."""

    metric: str
    first: str
    second: str
    difference: str
    interval: str
    p: str
    better: int
    worse: int
    verdict: str


def html(pairing: Pairing) -> str:
    """Write a comparison as one page."""
    first, second = pairing.names
    rows = paired_rows(pairing)
    ways = Counter(one.way for one in pairing.conversations)
    judged = [name for name in METRICS if any(name in (*one.better, *one.worse) for one in pairing.conversations)]
    return rendered(
        "compare.html",
        pairing=pairing,
        first=first,
        second=second,
        rows=rows,
        sides=list(zip(pairing.names, pairing.headers, strict=True)),
        picture=plots.svg(differences(pairing), "Differences of rates"),
        headline=headline(pairing),
        verdicts=[(verdict, told) for verdict in (*SURE, *LIKELY) if (told := _told(rows, verdict))],
        ways=[(way, ways[way]) for way in ORDER if ways[way]],
        filters=[*(way for way in ORDER if ways[way]), *judged],
    )


def show(console: Console, pairing: Pairing) -> None:
    """Print the metrics in which the runs differ, and which conversations changed."""
    rows = paired_rows(pairing)
    console.print(_table(pairing, [row for row in rows if row.verdict != SAME]))
    same = [row.metric for row in rows if row.verdict == SAME]
    if same:
        console.print(f"The same in both: {', '.join(same)}.", highlight=False)
    console.print(f"[bold]{escape(headline(pairing))}[/]", highlight=False)
    if pairing.changed.told:
        console.print(f"Changed: {escape(pairing.changed.told)}", highlight=False)
    told = [one for one in pairing.conversations if one.way != "different"]
    for one in told[:_SHOWN]:
        console.print(f"  [{_COLOURS.get(one.way, 'yellow')}]{one.way}[/] {_line(one)}", highlight=False)
    if len(told) > _SHOWN:
        console.print(f"  and {len(told) - _SHOWN} more; --html shows all of them side by side", highlight=False)
    other = len(pairing.conversations) - len(told)
    if other:
        console.print(
            f"{other} more were done or worded in another way, as right or as wrong as before.", highlight=False
        )


def headline(pairing: Pairing) -> str:
    """Say in one sentence what came of it; latency is left out, which a machine's other work changes too."""
    rows = [row for row in paired_rows(pairing) if METRICS[row.metric].unit != _TIME]
    found = {verdict: [row.metric for row in rows if row.verdict == verdict] for verdict in (*SURE, *LIKELY)}
    told = " and ".join(f"{verdict} in {', '.join(metrics)}" for verdict, metrics in found.items() if metrics)
    if told:
        return f"{pairing.names[1]} is {told}."
    changed = sum(one.way != "different" for one in pairing.conversations)
    return f"No difference is surer than chance; {changed} conversations are judged differently."


def paired_rows(pairing: Pairing) -> list[PairedRow]:
    """Write each metric's numbers."""
    rows = []
    for one in pairing.comparison.metrics.values():
        metric, found = METRICS[one.metric], one.difference
        rows.append(
            PairedRow(
                metric=one.metric,
                first=said(metric, one.first),
                second=said(metric, one.second),
                difference=change(metric, found.value),
                interval=f"{change(metric, found.low).partition(' ')[0]} to {change(metric, found.high)}",
                p="" if one.mcnemar is None else f"{one.mcnemar.p_value:.2g}",
                better=len(one.better),
                worse=len(one.worse),
                verdict=_verdict(one),
            )
        )
    return rows


def differences(pairing: Pairing) -> Figure:
    """Draw by how much each rate differs whose conversations can be right or wrong."""
    shown = [one for one in pairing.comparison.metrics.values() if one.mcnemar is not None]
    return plots.bars(
        [
            Bar(
                label=one.metric,
                value=one.difference.value,
                low=one.difference.low,
                high=one.difference.high,
                good=one.verdict != "worse",
            )
            for one in shown
        ],
        zero=True,
    )


def _verdict(one: Compared) -> str:
    """Say what is sure; and what is likely: the interval leaves out 0, and too few conversations changed to be sure."""
    if not (one.better or one.worse or one.difference.value):
        return SAME
    if one.verdict != "unclear" or one.difference.low <= 0 <= one.difference.high or not METRICS[one.metric].judges:
        return one.verdict
    gain = one.difference.value if METRICS[one.metric].better == "high" else -one.difference.value
    return LIKELY[0] if gain < 0 else LIKELY[1]


def _table(pairing: Pairing, rows: Sequence[PairedRow]) -> Table:
    first, second = pairing.names
    table = Table(title=f"{first} and {second}: {pairing.comparison.conversations} conversations", title_justify="left")
    table.add_column("metric", no_wrap=True)
    for name in (first, second, "difference", "95 % interval", "p", "better in", "worse in"):
        table.add_column(name, justify="right", overflow="fold")
    table.add_column("so", no_wrap=True)
    for row in rows:
        cells = (row.first, row.second, row.difference, row.interval, row.p, str(row.better), str(row.worse))
        table.add_row(row.metric, *cells, f"[{_COLOURS.get(row.verdict, 'default')}]{row.verdict}[/]")
    return table


def _told(rows: Sequence[PairedRow], verdict: str) -> list[str]:
    """Write the metrics of one verdict with their numbers; latency is no verdict."""
    shown = [one for one in rows if one.verdict == verdict and METRICS[one.metric].unit != _TIME]
    return [f"{one.metric}, {one.difference} ({one.interval})" for one in shown]


def _line(one: PairedConversation) -> str:
    notes = [*one.whole_second, *(note for turn in one.turns for note in turn.wrong_second)]
    fixed = [*one.whole_first, *(note for turn in one.turns for note in turn.wrong_first)]
    told = notes if one.worse else fixed
    what = next((note for note in told if note.partition(":")[0] in (*one.worse, *one.better)), ", ".join(one.lines))
    return f"[bold]{escape(one.id)}[/] {'was ' if not one.worse else ''}{escape(shorten(what, _NOTE))}"
