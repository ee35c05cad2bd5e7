"""What was found in a file of runs: each group with its pairs, its control, and the pair that stands for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from evals.tiers.curve import Measured
from evals.tiers.pairs import Bench, Pair, benches
from evals.tiers.runs import Run
from evals.transcript import Recorded

HALF = 0.5
Results = Mapping[tuple[str, str, str], "Compared"]
"""What was measured, by group, domain and pair."""


class Compared(Recorded):
    """A small and a large model, and what each policy makes of them."""

    small: str
    large: str
    n: int
    """Tasks that both have run."""
    small_runs: int
    customers_differ: bool
    estimated: float
    """The share of the small model's costs that were worked out from tokens."""
    policies: Mapping[str, Measured]
    control: str | None = None
    """The model that stands beside itself in the group's control, if one ran its tasks twice."""


class Group(Recorded):
    """One group's pairs; the first of them stands for it."""

    small: str
    large: str
    n: int
    policies: Mapping[str, Measured]
    """Of the pair that stands for the group: the best model, and the best at no more than half of its cost."""
    control: Compared | None
    """The same model twice: what of a gain is nothing but another try."""
    pairs: Mapping[str, Compared]


class Findings(Recorded):
    """All that was found in a file of runs."""

    runs: int
    with_messages: int
    sha256: str
    folds: int
    repeats: int
    groups: Mapping[str, Group]
    left_out: Mapping[str, str]
    """Groups without a pair, and why."""


def grouped(runs: Sequence[Run], sides: Sequence[Pair], doubles: Sequence[Pair], results: Results) -> dict[str, Group]:
    """Put the pairs of each group together, beside its control."""
    by_group: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in sides:
        by_group[pair.group, pair.domain].append(pair)
    known = benches(runs)
    found = {}
    for (group, domain), mine in by_group.items():
        first = headline(mine, known[group, domain], runs)
        shown = results[group, domain, first.name]
        found[f"{group}/{domain}"] = Group(
            small=first.small,
            large=first.large,
            n=first.tasks,
            policies=shown.policies,
            control=_control(first, doubles, results),
            pairs={pair.name: results[group, domain, pair.name] for pair in mine},
        )
    return found


def headline(mine: Sequence[Pair], bench: Bench, runs: Sequence[Run]) -> Pair:
    """Choose the pair that stands for a group, without a look at what any policy saves on it.

    The large model is the best of those that have a cheaper one beside them, the small one the best of those at half
    its cost or less; where there is none, the cheapest.
    """
    standing = {model: _standing(by_task, runs) for model, by_task in bench.items()}
    large = max({pair.large for pair in mine}, key=lambda model: (standing[model], model))
    sides = [pair for pair in mine if pair.large == large]
    halves = [pair for pair in sides if _price(pair) <= HALF]
    if halves:
        return max(halves, key=lambda pair: standing[pair.small])
    return min(sides, key=_price)


def _standing(by_task: Mapping[str, Sequence[int]], runs: Sequence[Run]) -> float:
    """Return the mean over tasks of the mean over a task's runs."""
    means = [sum(runs[one].reward for one in mine) / len(mine) for mine in by_task.values()]
    return sum(means) / len(means)


def _price(pair: Pair) -> float:
    cases = pair.cases
    return float((cases.weights @ cases.small_cost) / (cases.weights @ cases.large_cost))


def _control(first: Pair, doubles: Sequence[Pair], results: Results) -> Compared | None:
    """Choose the large model beside itself, else the small one, else whichever of the domain ran most tasks twice."""
    near = [pair for pair in doubles if pair.domain == first.domain]
    named = {pair.small: pair for pair in near if pair.group == first.group}
    most = max(near, key=lambda pair: (pair.group == first.group, pair.tasks), default=None)
    taken = named.get(first.large) or named.get(first.small) or most
    if taken is None:
        return None
    result = results[taken.group, taken.domain, taken.name]
    return result.model_copy(update={"control": f"{taken.group}: {taken.small}"})


def left_out(runs: Sequence[Run], sides: Sequence[Pair]) -> dict[str, str]:
    """Say of each group without a pair why it has none."""
    taken = {(pair.group, pair.domain) for pair in sides}
    models: dict[tuple[str, str], set[str]] = defaultdict(set)
    for run in runs:
        models[run.group, run.domain].add(run.model)
    priced = benches(runs)
    found = {}
    for (group, domain), names in models.items():
        if (group, domain) in taken:
            continue
        if len(names) == 1:
            why = "one model only"
        elif len(priced.get((group, domain), {})) <= 1:
            why = "the models' costs are not known"
        else:
            why = "too few tasks in common, or none of the models is clearly cheaper"
        found[f"{group}/{domain}"] = why
    return found
