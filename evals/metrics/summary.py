"""All metrics of a run: as a whole, by area and by tag, and conversation by conversation."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import numpy as np

from evals.metrics.catalogue import METRICS
from evals.metrics.score import Metric, Score
from evals.metrics.trials import Power, powers
from evals.runs import ConversationRun
from evals.statistics import Estimate, clustered, interval
from evals.transcript import Recorded, Transcript

NO_AREA = "none"
Scored = tuple[str, Score]
"""The conversation's id and what was found in it: the cluster that the score belongs to."""


class Measured(Recorded):
    """One metric."""

    metric: str
    n: int
    """How many turns, calls or conversations were judged."""
    conversations: int
    """How many conversations they are from."""
    value: float
    """The rate, or the mean of a quantity."""
    se: float | None
    """Its standard error, clustered by conversation; None where there is one conversation only."""
    low: float | None = None
    """The 95 % interval of a rate (Wilson), which says something at 0 and 100 %, too."""
    high: float | None = None
    wrong: int = 0
    """Of a rate: how many scores are not as they should be."""
    median: float | None = None
    """Of a quantity."""
    p95: float | None = None


class Judgement(Recorded):
    """One conversation of a run."""

    id: str
    trial: int
    area: str
    passed: bool
    """Whether nothing that decides is wrong."""
    wrong: tuple[Score, ...]
    """All scores of rates that are not as they should be, those that do not decide too."""


class Summary(Recorded):
    """What a run comes to."""

    metrics: dict[str, Measured]
    """In the catalogue's order; without what nothing was there to judge for."""
    by_area: dict[str, dict[str, Measured]]
    by_tag: dict[str, dict[str, Measured]]
    conversations: tuple[Judgement, ...]
    passed: Measured
    """The share of conversations in which nothing that decides is wrong."""
    powers: tuple[Power, ...] = ()
    """pass^k, where conversations were tried more than once."""


def summarise(runs: Iterable[ConversationRun], transcripts: Iterable[Transcript]) -> Summary:
    """Judge every conversation whose transcript is there."""
    known = {transcript.id: transcript for transcript in transcripts}
    judged = [(run, known[run.id], scores(run, known[run.id])) for run in runs if run.id in known]
    conversations = tuple(_judgement(run, transcript, found) for run, transcript, found in judged)
    areas: dict[str, list[Scored]] = {}
    tags: dict[str, list[Scored]] = {}
    for run, transcript, found in judged:
        kept = [(run.id, score) for score in found]
        areas.setdefault(transcript.area or NO_AREA, []).extend(kept)
        for tag in transcript.tags:
            tags.setdefault(tag, []).extend(kept)
    results = [(one.id, one.passed) for one in conversations]
    return Summary(
        metrics=measured([(run.id, score) for run, _, found in judged for score in found]),
        by_area={name: measured(found) for name, found in sorted(areas.items())},
        by_tag={name: measured(found) for name, found in sorted(tags.items())},
        conversations=conversations,
        passed=_passed(results),
        powers=powers(results),
    )


def scores(run: ConversationRun, transcript: Transcript) -> tuple[Score, ...]:
    """Apply every metric of the catalogue to one conversation."""
    return tuple(score for metric in METRICS.values() for score in metric.function(run, transcript))


def measured(found: Iterable[Scored]) -> dict[str, Measured]:
    """Put scores together, metric by metric."""
    by_metric: dict[str, list[Scored]] = {}
    for one in found:
        by_metric.setdefault(one[1].metric, []).append(one)
    return {name: _measured(metric, by_metric[name]) for name, metric in METRICS.items() if name in by_metric}


def _measured(metric: Metric, found: Sequence[Scored]) -> Measured:
    values = [score.value for _, score in found]
    estimate = clustered(values, [conversation for conversation, _ in found])
    shared = {"metric": metric.name, "n": len(values), "conversations": estimate.n, "value": estimate.value}
    if metric.kind == "quantity":
        spread = {"median": median(values), "p95": float(np.quantile(values, 0.95))}
        return Measured.model_validate({**shared, **spread, "se": _known(estimate)})
    wrong = sum(not metric.right(score) for _, score in found)
    return Measured.model_validate({**shared, **_limits(estimate), "wrong": wrong})


def _limits(estimate: Estimate) -> Mapping[str, float | None]:
    low, high = interval(estimate)
    return {"se": _known(estimate), "low": low, "high": high}


def _known(estimate: Estimate) -> float | None:
    """Return a standard error, or None: JSON has no "not a number"."""
    return estimate.se if estimate.n > 1 else None


def _judgement(run: ConversationRun, transcript: Transcript, found: Iterable[Score]) -> Judgement:
    wrong = tuple(score for score in found if not METRICS[score.metric].right(score))
    passed = not any(METRICS[score.metric].decides for score in wrong)
    return Judgement(id=run.id, trial=run.trial, area=transcript.area or NO_AREA, passed=passed, wrong=wrong)


def _passed(results: Sequence[tuple[str, bool]]) -> Measured:
    estimate = clustered([float(passed) for _, passed in results], [name for name, _ in results])
    wrong = sum(not passed for _, passed in results)
    shared = {"metric": "passed", "n": len(results), "conversations": estimate.n, "wrong": wrong}
    value = estimate.value if results else 0.0
    return Measured.model_validate({**shared, "value": value, **(_limits(estimate) if results else {"se": None})})
