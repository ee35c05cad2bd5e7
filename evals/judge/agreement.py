"""Whether a judge agrees with people: Cohen's kappa, what agreement is left after that which chance brings.

kappa = (po - pe) / (1 - pe), po being the share of equal verdicts and pe the share expected of two judges who give
their verdicts as often but at random: J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and
Psychological Measurement 20 (1960). Its standard error is that of large samples: J. L. Fleiss, J. Cohen,
B. S. Everitt, Large Sample Standard Errors of Kappa and Weighted Kappa, Psychological Bulletin 72 (1969).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evals.judge.labels import CRITERIA, VERDICTS, Criterion, Verdict
from evals.transcript import Recorded

FLOOR = 0.6
"""A judge that agrees less says nothing that may gate: from here on J. R. Landis and G. G. Koch, Biometrics 33 (1977),
call agreement substantial."""
Pair = tuple[Verdict, Verdict]
"""What a person says, and what the judge says."""


class Kappa(Recorded):
    """Agreement over some labels."""

    n: int
    observed: float
    """The share of equal verdicts."""
    kappa: float | None
    """None where all verdicts are one and the same: then chance explains everything."""
    se: float | None = None


class Agreement(Recorded):
    """Agreement as a whole and by criterion."""

    overall: Kappa
    by_criterion: dict[Criterion, Kappa]
    confusion: dict[Verdict, dict[Verdict, int]]
    """What people say -> what the judge says -> how often."""
    unanswered: int = 0
    """Labels for which the judge gave no verdict; they are in none of the figures."""

    @property
    def gates(self) -> bool:
        """Whether the judge's word counts."""
        return self.overall.kappa is not None and self.overall.kappa >= FLOOR


def agreement(judged: Iterable[tuple[Criterion, Verdict, Verdict | None]]) -> Agreement:
    """Compare verdicts, given as (criterion, a person's, the judge's or None)."""
    listed = list(judged)
    pairs = [(criterion, (person, judge)) for criterion, person, judge in listed if judge is not None]
    every = [pair for _, pair in pairs]
    counts = Counter(every)
    groups = {name: [pair for criterion, pair in pairs if criterion == name] for name in CRITERIA}
    return Agreement(
        overall=kappa(every),
        by_criterion={name: kappa(found) for name, found in groups.items() if found},
        confusion={row: {column: counts[row, column] for column in VERDICTS} for row in VERDICTS},
        unanswered=len(listed) - len(pairs),
    )


def kappa(pairs: Sequence[Pair]) -> Kappa:
    """Compute kappa of pairs of verdicts, with its standard error."""
    n = len(pairs)
    if n == 0:
        return Kappa(n=0, observed=0.0, kappa=None)
    shares = {pair: count / n for pair, count in Counter(pairs).items()}
    rows = {one: sum(share for (row, _), share in shares.items() if row == one) for one in VERDICTS}
    columns = {one: sum(share for (_, column), share in shares.items() if column == one) for one in VERDICTS}
    observed = sum(shares.get((one, one), 0.0) for one in VERDICTS)
    chance = sum(rows[one] * columns[one] for one in VERDICTS)
    if math.isclose(chance, 1.0):
        return Kappa(n=n, observed=observed, kappa=None)
    value = (observed - chance) / (1 - chance)
    spread = _variance(shares, rows, columns, value, chance) / (n * (1 - chance) ** 2)
    return Kappa(n=n, observed=observed, kappa=value, se=math.sqrt(max(0.0, spread)))


def _variance(
    shares: Mapping[Pair, float],
    rows: Mapping[Verdict, float],
    columns: Mapping[Verdict, float],
    value: float,
    chance: float,
) -> float:
    """Return the sum in braces of Fleiss, Cohen and Everitt's formula."""
    equal = sum(shares.get((one, one), 0.0) * (1 - (rows[one] + columns[one]) * (1 - value)) ** 2 for one in VERDICTS)
    unequal = sum(
        share * (columns[row] + rows[column]) ** 2 for (row, column), share in shares.items() if row != column
    )
    return equal + (1 - value) ** 2 * unequal - (value - chance * (1 - value)) ** 2
