"""What a measurement of the classifier found: rates with their standard errors, what it confuses, how fast it is."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from evals.intents_reading import OOS
from evals.statistics import Estimate, rate
from evals.version import version
from graphs.embedded.calibration import expected_error


class Asked(NamedTuple):
    """One text that was not learned from, and what was said of it."""

    truth: str
    guess: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the guess is the truth."""
        return self.truth == self.guess


class Effort(NamedTuple):
    """How long it took."""

    fit_seconds: float
    """One training, on average; the sentence vectors are not counted, they are made once for all folds."""
    encode_seconds: float
    milliseconds: Sequence[float]
    """Of each message that was timed: one at a time, from the text to the label."""


class Setting(NamedTuple):
    """What was measured, and how."""

    trained_on: int
    """The texts of one training, on average."""
    labels: int
    folds: int | None
    """None where there was a file to test with."""
    encoder: str


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Intent(_Record):
    """How one intent fares."""

    intent: str
    n: int
    recall: float
    precision: float | None
    """None where it was never guessed."""


class Confusion(_Record):
    """An intent that is taken for another."""

    truth: str
    guess: str
    count: int


class Findings(_Record):
    """All that is said of a measurement; rates have binomial standard errors, over folds they are pooled."""

    accuracy: float
    accuracy_se: float
    accuracy_in_scope: float | None
    """A text in scope that is taken for out of scope counts as wrong. None where there is none."""
    accuracy_in_scope_se: float | None
    oos_recall: float | None
    """The share of what is out of scope that is recognised. None where there is none."""
    oos_recall_se: float | None
    turned_away: float | None
    """The share of what is in scope that is taken for out of scope."""
    ece: float
    """The expected calibration error, over 15 bins."""
    mean_confidence: float
    p50_ms: float
    p95_ms: float
    n: int
    n_oos: int
    trained_on: int
    labels: int
    folds: int | None
    fit_seconds: float
    encode_seconds: float
    encoder: str
    version: str
    intents: tuple[Intent, ...]
    """The worst first."""
    confusions: tuple[Confusion, ...]
    """The most frequent first."""


def found(asked: Sequence[Asked], effort: Effort, setting: Setting) -> Findings:
    """Sum up what was said of each text."""
    outside = [one.right for one in asked if one.truth == OOS]
    within = [one for one in asked if one.truth != OOS]
    whole, inside, beyond = rate([one.right for one in asked]), rate([one.right for one in within]), rate(outside)
    times = sorted(effort.milliseconds)
    return Findings(
        accuracy=whole.value,
        accuracy_se=whole.se,
        accuracy_in_scope=_value(inside),
        accuracy_in_scope_se=_error(inside),
        oos_recall=_value(beyond),
        oos_recall_se=_error(beyond),
        turned_away=_value(rate([one.guess == OOS for one in within])),
        ece=expected_error([one.confidence for one in asked], [one.right for one in asked]),
        mean_confidence=math.fsum(one.confidence for one in asked) / len(asked),
        p50_ms=times[len(times) // 2],
        p95_ms=times[int(len(times) * 0.95)],
        n=len(asked),
        n_oos=len(outside),
        trained_on=setting.trained_on,
        labels=setting.labels,
        folds=setting.folds,
        fit_seconds=effort.fit_seconds,
        encode_seconds=effort.encode_seconds,
        encoder=setting.encoder,
        version=version(),
        intents=_intents(asked),
        confusions=_confusions(asked),
    )


def _value(estimate: Estimate) -> float | None:
    return estimate.value if estimate.n else None


def _error(estimate: Estimate) -> float | None:
    return estimate.se if estimate.n else None


def _intents(asked: Sequence[Asked]) -> tuple[Intent, ...]:
    meant: defaultdict[str, list[bool]] = defaultdict(list)
    for one in asked:
        meant[one.truth].append(one.right)
    guessed = Counter(one.guess for one in asked)
    rows = [
        Intent(
            intent=name,
            n=len(hits),
            recall=sum(hits) / len(hits),
            precision=sum(hits) / guessed[name] if guessed[name] else None,
        )
        for name, hits in meant.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.recall, -row.n, row.intent)))


def _confusions(asked: Sequence[Asked]) -> tuple[Confusion, ...]:
    pairs = Counter((one.truth, one.guess) for one in asked if not one.right)
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Confusion(truth=truth, guess=guess, count=count) for (truth, guess), count in ordered)
