"""What was found, in the terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.tiers.curve import Measured
from evals.tiers.findings import Compared, Findings, Group

_SESSION = "learned_session"


def show(out: Console, findings: Findings) -> None:
    """Print each group: the pair that stands for it in full, its control, and its other pairs in a line each."""
    out.print(
        f"{findings.runs} runs, {findings.with_messages} with their conversation; "
        f"{findings.folds} folds of tasks, dealt {findings.repeats} times. ± is a standard error over tasks."
    )
    for name, group in findings.groups.items():
        out.print(_policies(f"{name}: {group.small} -> {group.large}, {group.n} tasks", group.policies))
        if group.control is not None:
            title = f"Control, the same model twice: {group.control.control}, {group.control.n} tasks"
            out.print(_policies(title, group.control.policies))
        if len(group.pairs) > 1:
            out.print(_others(group))
    for name, why in findings.left_out.items():
        out.print(f"{name} is left out: {why}.", highlight=False, markup=False)


def _policies(title: str, policies: Mapping[str, Measured]) -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="bold")
    table.add_column("policy")
    for column in ("quality", "against large", "$", "saving", "at large quality", "area", "in hindsight"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, one in policies.items():
        table.add_row(
            name.replace("_", " "),
            f"{one.quality:.3f} ±{one.quality_se:.3f}",
            f"{one.quality_change:+.3f} ±{one.quality_change_se:.3f}",
            f"{one.cost:.4f}",
            _percent(one.saving, one.saving_se),
            _percent(one.saving_at_large_quality, one.saving_at_large_quality_se),
            "" if one.area is None else f"{one.area:.3f}",
            "" if one.saving_in_hindsight is None else f"{one.saving_in_hindsight:.0%}",
        )
    return table


def _others(group: Group) -> Table:
    table = Table(title="Every pair, with the policy the product runs", title_justify="left", title_style="")
    for column in ("pair", "tasks", "small", "large", "cost of small", "against large", "saving", "oracle"):
        table.add_column(column, justify="left" if column == "pair" else "right", no_wrap=column != "pair")
    for name, pair in group.pairs.items():
        table.add_row(escape(name), *_line(pair))
    return table


def _line(pair: Compared) -> list[str]:
    small, large, learned = (pair.policies[name] for name in ("always_small", "always_large", _SESSION))
    return [
        str(pair.n),
        f"{small.quality:.2f}",
        f"{large.quality:.2f}",
        f"{small.cost / large.cost:.0%}",
        f"{learned.quality_change:+.3f} ±{learned.quality_change_se:.3f}",
        _percent(learned.saving, learned.saving_se),
        f"{pair.policies['oracle'].saving:.0%}",
    ]


def _percent(value: float, se: float) -> str:
    return f"{100 * value:.0f} ±{100 * se:.0f} %"
