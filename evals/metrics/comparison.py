"""Two runs over the same conversations: how much better or worse, how surely, and which conversations changed.

Rates are tested by McNemar's exact test: a conversation counts as right if nothing of the metric is wrong in it, in any
trial. Differences, of quantities too, come with a bootstrap over conversations, both runs of each drawn together.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from evals.metrics.catalogue import METRICS
from evals.metrics.score import Metric, Score
from evals.metrics.summary import scores
from evals.runs import ConversationRun
from evals.statistics import Difference, McNemar, mcnemar, paired_cluster_bootstrap
from evals.transcript import Recorded, Transcript

SURE = 0.05
"""Below this p-value, or outside the 95 % interval, a difference is called one."""
Verdict = Literal["better", "worse", "unclear"]
Found = Mapping[str, list[Score]]
"""One run's scores of one metric, by conversation."""


class Compared(Recorded):
    """One metric in both runs."""

    metric: str
    first: float
    second: float
    difference: Difference
    """Second minus first, in the metric's own direction: of `better = "low"` less is better."""
    mcnemar: McNemar | None = None
    """Of rates: conversations that are right in one run only."""
    better: tuple[str, ...] = ()
    """Conversations that the second run gets right and the first does not; of quantities, where it takes less."""
    worse: tuple[str, ...] = ()
    verdict: Verdict
    """Whether the second run is better or worse, as far as so many conversations can tell."""


class Changed(Recorded):
    """One conversation that a metric judges differently in the two runs."""

    id: str
    metric: str
    now_right: bool
    first: tuple[Score, ...]
    """What was wrong in the first run."""
    second: tuple[Score, ...]
    """What is wrong in the second."""


class Comparison(Recorded):
    """What the second run does better and worse than the first."""

    conversations: int
    """Those that are in both."""
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    metrics: dict[str, Compared]
    changed: tuple[Changed, ...]
    """By conversation; of rates only."""


def compare(
    first: Iterable[ConversationRun], second: Iterable[ConversationRun], transcripts: Iterable[Transcript]
) -> Comparison:
    """Compare two runs; conversations that only one of them has are named and left out."""
    known = {transcript.id: transcript for transcript in transcripts}
    before, after = _judged(first, known), _judged(second, known)
    shared = sorted(before.keys() & after.keys())
    metrics, changed = {}, []
    for name, metric in METRICS.items():
        one, other = _of(metric, before, shared), _of(metric, after, shared)
        both = sorted(one.keys() & other.keys())
        if both:
            metrics[name] = _compared(metric, one, other, both)
            changed += [_changed(metric, one, other, name) for name in (*metrics[name].better, *metrics[name].worse)]
    return Comparison(
        conversations=len(shared),
        only_first=tuple(sorted(before.keys() - after.keys())),
        only_second=tuple(sorted(after.keys() - before.keys())),
        metrics=metrics,
        changed=tuple(sorted((one for one in changed if _judges(METRICS[one.metric])), key=lambda one: one.id)),
    )


def _judged(runs: Iterable[ConversationRun], known: Mapping[str, Transcript]) -> dict[str, list[Score]]:
    """Return all scores of each conversation, its trials together."""
    found: dict[str, list[Score]] = {}
    for run in runs:
        if run.id in known:
            found.setdefault(run.id, []).extend(scores(run, known[run.id]))
    return found


def _of(metric: Metric, found: Found, shared: Iterable[str]) -> dict[str, list[Score]]:
    """Return the scores of one metric, of the conversations that it says anything of."""
    chosen = {name: [score for score in found[name] if score.metric == metric.name] for name in shared}
    return {name: listed for name, listed in chosen.items() if listed}


def _compared(metric: Metric, first: Found, second: Found, both: list[str]) -> Compared:
    difference = paired_cluster_bootstrap([_sum(first[name]) for name in both], [_sum(second[name]) for name in both])
    one, other = ([_goodness(metric, found[name]) for name in both] for found in (first, second))
    test = mcnemar([value > 0 for value in one], [value > 0 for value in other]) if _judges(metric) else None
    gained = {name: after - before for name, before, after in zip(both, one, other, strict=True)}
    return Compared(
        metric=metric.name,
        first=_overall(first, both),
        second=_overall(second, both),
        difference=difference,
        mcnemar=test,
        better=tuple(name for name in both if gained[name] > 0),
        worse=tuple(name for name in both if gained[name] < 0),
        verdict=_verdict(metric, difference, test),
    )


def _judges(metric: Metric) -> bool:
    return metric.kind == "rate" and metric.judges


def _goodness(metric: Metric, found: list[Score]) -> float:
    """Say how good one conversation is: right or not; of quantities the less the better, if that is their direction."""
    if _judges(metric):
        return float(not _wrong(metric, found))
    return _mean(found) if metric.better == "high" else -_mean(found)


def _verdict(metric: Metric, difference: Difference, test: McNemar | None) -> Verdict:
    """Say which run is better, if that is sure."""
    if test is not None:
        sure, gain = test.p_value < SURE, float(test.only_second - test.only_first)
    else:
        sure = difference.low > 0 or difference.high < 0
        gain = difference.value if metric.better == "high" else -difference.value
    if not sure or gain == 0:
        return "unclear"
    return "better" if gain > 0 else "worse"


def _changed(metric: Metric, first: Found, second: Found, name: str) -> Changed:
    wrong, still = _wrong(metric, first[name]), _wrong(metric, second[name])
    return Changed(id=name, metric=metric.name, now_right=not still, first=tuple(wrong), second=tuple(still))


def _wrong(metric: Metric, found: Iterable[Score]) -> list[Score]:
    return [score for score in found if not metric.right(score)]


def _sum(found: list[Score]) -> tuple[float, int]:
    return sum(score.value for score in found), len(found)


def _mean(found: list[Score]) -> float:
    total, count = _sum(found)
    return total / count


def _overall(found: Found, names: Iterable[str]) -> float:
    return _mean([score for name in names for score in found[name]])
