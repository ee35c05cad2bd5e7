"""A measurement of the classifier in the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.intents_findings import Findings

WORST, CONFUSED = 10, 10


def show(out: Console, findings: Findings) -> None:
    """Print the numbers, the intents it knows least, and what it confuses most."""
    numbers = Table(title=_title(findings), title_justify="left", show_header=False)
    numbers.add_column(style="bold")
    numbers.add_column(justify="right")
    numbers.add_column(style="dim")
    for row in _numbers(findings):
        numbers.add_row(*row)
    out.print(numbers)
    worst = Table("Intent", title="The least known intents", title_justify="left")
    for name in ("n", "recall", "precision"):
        worst.add_column(name, justify="right")
    for one in findings.intents[:WORST]:
        precision = "" if one.precision is None else f"{one.precision:.1%}"
        worst.add_row(escape(one.intent), str(one.n), f"{one.recall:.1%}", precision)
    out.print(worst)
    if findings.confusions:
        confused = Table("Meant", "Taken for", title="The most frequent confusions", title_justify="left")
        confused.add_column("n", justify="right")
        for pair in findings.confusions[:CONFUSED]:
            confused.add_row(escape(pair.truth), escape(pair.guess), str(pair.count))
        out.print(confused)


def _title(findings: Findings) -> str:
    how = "a file of its own" if findings.folds is None else f"{findings.folds} parts taking turns"
    return f"{findings.n:,} texts, {findings.labels} intents, learned from {findings.trained_on:,}; tested on {how}"


def _numbers(findings: Findings) -> Iterator[tuple[str, str, str]]:
    yield "accuracy", _rate(findings.accuracy, findings.accuracy_se), "all texts"
    if findings.accuracy_in_scope is not None and findings.n_oos:
        yield (
            "accuracy in scope",
            _rate(findings.accuracy_in_scope, findings.accuracy_in_scope_se),
            "turned away = wrong",
        )
        yield "turned away", f"{findings.turned_away or 0:.2%}", "in scope, taken for out of scope"
    if findings.oos_recall is not None:
        yield "out-of-scope recall", _rate(findings.oos_recall, findings.oos_recall_se), f"{findings.n_oos} texts"
    yield "calibration error", f"{findings.ece:.2%}", f"mean confidence {findings.mean_confidence:.1%}"
    yield "a message", f"{findings.p50_ms:.1f} ms", f"median, one thread, vector included; p95 {findings.p95_ms:.1f} ms"
    yield "one training", f"{findings.fit_seconds:.1f} s", f"and {findings.encode_seconds:.1f} s for all vectors"


def _rate(value: float, error: float | None) -> str:
    return f"{value:.2%} ± {error or 0:.2%}"
