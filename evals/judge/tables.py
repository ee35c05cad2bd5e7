"""What a judge says, in the terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.judge.agreement import FLOOR, Agreement, Kappa
from evals.judge.labels import VERDICTS, Label
from evals.judge.verdicts import Verdicts

_SHOWN = 20
"""More failed replies than this are not listed."""


def show_agreement(out: Console, found: Verdicts, labels: Mapping[str, Label]) -> None:
    """Show how far the judge agrees with people, and where it does not."""
    agreed = found.agreement
    out.print(f"{found.model}, {found.prompt}: Cohen's kappa {said(agreed.overall)} over {agreed.overall.n} labels")
    out.print(_by_criterion(agreed))
    out.print(_confusion(agreed))
    if agreed.unanswered:
        why = next(one.reason for one in found.labelled if one.verdict is None)
        out.print(f"{agreed.unanswered} labels got no verdict, the first because: {escape(why)}")
    for opinion in found.labelled:
        label = labels[opinion.id]
        if opinion.verdict not in (None, label.label):
            out.print(f"{label.id} {label.criterion}: {label.by} say {label.label} ({escape(label.reason)})")
            out.print(f"    the judge says {opinion.verdict} ({escape(opinion.reason)})")
    out.print(_sentence(agreed))


def show_run(out: Console, found: Verdicts) -> None:
    """Show what the judge says of a run."""
    table = Table("Criterion", "Replies", "Pass", "Fail", "Maybe", title="The run's replies")
    for share in found.shares:
        se = "" if share.se is None else f" ± {share.se:.1%}"
        table.add_row(
            share.criterion, f"{share.n}", f"{share.passed:.1%}{se}", f"{share.failed:.1%}", f"{share.maybe:.1%}"
        )
    out.print(table)
    failed = [one for one in found.replies if one.verdict == "fail"]
    for one in failed[:_SHOWN]:
        out.print(f"{escape(one.id)} {one.criterion}: {escape(one.reason)}")
    if len(failed) > _SHOWN:
        out.print(f"... and {len(failed) - _SHOWN} more; --json lists all")


def said(found: Kappa) -> str:
    """Write a kappa with its standard error."""
    if found.kappa is None:
        return "cannot be told (all verdicts are the same)" if found.n else "cannot be told (no verdicts)"
    return f"{found.kappa:.2f}" if found.se is None else f"{found.kappa:.2f} ± {found.se:.2f}"


def _by_criterion(agreed: Agreement) -> Table:
    table = Table("Criterion", "Labels", "Equal verdicts", "Kappa")
    for criterion, found in agreed.by_criterion.items():
        table.add_row(criterion, f"{found.n}", f"{found.observed:.0%}", said(found))
    table.add_section()
    table.add_row("all", f"{agreed.overall.n}", f"{agreed.overall.observed:.0%}", said(agreed.overall))
    return table


def _confusion(agreed: Agreement) -> Table:
    table = Table("People say", *(f"judge: {verdict}" for verdict in VERDICTS))
    for person in VERDICTS:
        table.add_row(person, *(f"{agreed.confusion[person][verdict]}" for verdict in VERDICTS))
    return table


def _sentence(agreed: Agreement) -> str:
    if agreed.gates:
        return f"The judge agrees with people ({FLOOR} is the floor): what it says of a run counts."
    return f"The judge does not agree with people enough (the floor is {FLOOR}): what it says counts for nothing."
