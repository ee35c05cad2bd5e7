"""How often the next action was predicted: rates, each action, what was mixed up, and what simpler guesses reach."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.actions_folds import Answer
from evals.statistics import Estimate, clustered
from evals.transcript import Recorded

CONFUSIONS = 15
BINS = 10


class OfAction(Recorded):
    """One action's numbers."""

    n: int
    recall: float
    """How often it was predicted where it was taken."""
    precision: float | None
    """How often it was taken where it was predicted; None where it never was."""
    jointly: float
    """How often it was predicted with every value."""


class Confusion(Recorded):
    """An action that was taken, and another that was predicted."""

    taken: str
    predicted: str
    n: int


class Findings(Recorded):
    """All that was measured."""

    conversations: int
    n: int
    folds: int | None
    """None where other transcripts were asked about."""
    seed: int | None
    encoder: str
    label: str | None
    policy: bool
    """A policy was given."""
    accuracy: Estimate
    jointly: Estimate
    """The action and every value of it."""
    values: Estimate
    """Every value, where the action is right."""
    among_three: Estimate
    """The action is one of the three most probable."""
    calibration_error: float
    """How far the confidence is from the rate of right answers, over ten bins of confidence (expected calibration
    error, C. Guo et al., On Calibration of Modern Neural Networks, 2017)."""
    baselines: Mapping[str, Estimate]
    actions: Mapping[str, OfAction]
    confusions: tuple[Confusion, ...]


class Setting(Recorded):
    """What was asked of what."""

    folds: int | None
    seed: int | None
    encoder: str
    label: str | None
    policy: bool


def measured(answers: Sequence[Answer], setting: Setting) -> Findings:
    """Count; standard errors are clustered by conversation."""
    right = [answer for answer in answers if answer.right]
    named = sorted({name for answer in answers for name in answer.baselines})
    return Findings(
        conversations=len({answer.conversation for answer in answers}),
        n=len(answers),
        **setting.model_dump(),
        accuracy=_rate([answer.right for answer in answers], answers),
        jointly=_rate([answer.jointly for answer in answers], answers),
        values=_rate([answer.values_right for answer in right], right),
        among_three=_rate([answer.action in answer.predicted for answer in answers], answers),
        calibration_error=_calibration_error(answers),
        baselines={
            name: _rate([answer.baselines[name] == answer.action for answer in answers], answers) for name in named
        },
        actions=_by_action(answers),
        confusions=_confusions(answers),
    )


def show(out: Console, found: Findings) -> None:
    """Print it."""
    how = f"{found.folds}-fold by conversation, seed {found.seed}" if found.folds else "on other transcripts"
    out.print(
        f"{found.n} actions in {found.conversations} conversations, {how}; ± is a standard error by conversation."
    )
    out.print(_rates(found))
    out.print(_actions(found.actions))
    mixed = Table(title="Most often mixed up", title_justify="left", title_style="bold")
    for column in ("taken", "predicted"):
        mixed.add_column(column)
    mixed.add_column("times", justify="right")
    for one in found.confusions:
        mixed.add_row(escape(one.taken), escape(one.predicted), str(one.n))
    out.print(mixed)


def _rates(found: Findings) -> Table:
    table = Table(title="Which action comes next", title_justify="left", title_style="bold")
    table.add_column("")
    table.add_column("%", justify="right", no_wrap=True)
    rows = {
        "the action": found.accuracy,
        "the action and every value": found.jointly,
        "every value, where the action is right": found.values,
        "among the three most probable": found.among_three,
    }
    rows |= {f"baseline: {name.replace('_', ' ')}": estimate for name, estimate in found.baselines.items()}
    for name, estimate in rows.items():
        table.add_row(name, f"{estimate.value:.1%} ±{estimate.se:.1%}")
    table.add_row("expected calibration error", f"{found.calibration_error:.1%}")
    return table


def _actions(actions: Mapping[str, OfAction]) -> Table:
    table = Table(title="Each action", title_justify="left", title_style="bold")
    table.add_column("action")
    for column in ("n", "found", "precise", "with values"):
        table.add_column(column, justify="right")
    for name, one in actions.items():
        precise = "" if one.precision is None else f"{one.precision:.0%}"
        table.add_row(escape(name), str(one.n), f"{one.recall:.0%}", precise, f"{one.jointly:.0%}")
    return table


def _rate(outcomes: Sequence[bool], answers: Sequence[Answer]) -> Estimate:
    return clustered([float(outcome) for outcome in outcomes], [answer.conversation for answer in answers])


def _by_action(answers: Sequence[Answer]) -> dict[str, OfAction]:
    taken = Counter(answer.action for answer in answers)
    predicted = Counter(answer.predicted[0] for answer in answers)
    right = Counter(answer.action for answer in answers if answer.right)
    jointly = Counter(answer.action for answer in answers if answer.jointly)
    return {
        action: OfAction(
            n=count,
            recall=right[action] / count,
            precision=right[action] / predicted[action] if predicted[action] else None,
            jointly=jointly[action] / count,
        )
        for action, count in sorted(taken.items(), key=lambda one: (-one[1], one[0]))
    }


def _confusions(answers: Sequence[Answer]) -> tuple[Confusion, ...]:
    counts = Counter((answer.action, answer.predicted[0]) for answer in answers if not answer.right)
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:CONFUSIONS]
    return tuple(Confusion(taken=taken, predicted=predicted, n=n) for (taken, predicted), n in most)


def _calibration_error(answers: Sequence[Answer]) -> float:
    bins: dict[int, list[Answer]] = {}
    for answer in answers:
        bins.setdefault(min(int(answer.confidence * BINS), BINS - 1), []).append(answer)
    gaps = (abs(sum(one.confidence - one.right for one in found)) for found in bins.values())
    return sum(gaps) / len(answers)
