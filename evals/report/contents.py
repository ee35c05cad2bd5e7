"""What a report says of a run: gathered once, and written in the terminal, as Markdown, as JSON or as a page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.baseline import Baseline, Kept
from evals.gate import Verdict, check
from evals.gates import Gates
from evals.judgements import Judged, by_part, figures, judge, passed
from evals.metrics.area import areas
from evals.metrics.summary import Measured, Summary, summarise
from evals.report.plots import Point
from evals.report.sides import done_lines, expected_lines, line_of
from evals.runs import Header, Runs
from evals.transcript import Recorded, Transcript
from prompts import history
from prompts.registry import ROOT

Figures = Mapping[str, tuple[float, float]]
"""Metric -> value and standard error."""


@dataclass(frozen=True)
class Material:
    """A file of runs with all that it is judged by."""

    runs: Runs
    transcripts: Sequence[Transcript]
    gates: Gates
    baseline: Baseline = field(default_factory=Baseline)
    run: str = ""
    """The first digits of the file's checksum."""
    beside: Mapping[str, Runs] = field(default_factory=dict)
    """Other runs of the same transcripts, by name."""
    prompts: Path = ROOT


class Row(Recorded):
    """One metric of one part, beside its gate and its baseline."""

    part: str
    measured: Measured
    must: str = ""
    limit: float | None = None
    """The floor or the ceiling."""
    held: bool | None = None
    """None where there is no gate."""
    before: float | None = None
    """In the baseline."""


class Wrong(Recorded):
    """One thing that is wrong in a turn."""

    metric: str
    note: str

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.metric}: {self.note}"


class ShownTurn(Recorded):
    """One turn, what is right beside what was done."""

    number: int
    customer: str
    expected: Mapping[str, str]
    done: Mapping[str, str]
    wrong: tuple[Wrong, ...]
    lines: frozenset[str]
    """Which lines are wrong."""
    prompts: tuple[str, ...] = ()
    tier: str | None = None


class Failing(Recorded):
    """One conversation in which something is wrong."""

    id: str
    title: str
    area: str
    part: str
    tags: tuple[str, ...]
    passed: bool
    """Whether nothing that decides is wrong."""
    wrong: tuple[Wrong, ...]
    """What is wrong with the whole of it."""
    metrics: tuple[str, ...]
    turns: tuple[ShownTurn, ...]


class Release(Recorded):
    """What a release rested on, the baseline, and the run itself at the end."""

    part: str
    label: str
    day: str
    why: str
    run: str
    figures: Mapping[str, tuple[float, float]]


class Report(Recorded):
    """All of it."""

    header: Header
    run: str
    conversations: int
    turns: int
    passed: tuple[float, float | None]
    rows: tuple[Row, ...]
    summary: Summary
    confusion: tuple[tuple[str, str, int], ...]
    """Expected area, found area, and how often."""
    points: tuple[Point, ...]
    latencies: Mapping[str, tuple[float, ...]]
    """Tier -> milliseconds of each turn."""
    releases: tuple[Release, ...]
    verdict: Verdict | None
    """None where there are no gates for what the run is of, or where it is of a slice only."""
    slices: Mapping[str, tuple[int, int]]
    """The parts of which the run leaves something out: how many of its conversations, of how many."""
    failing: tuple[Failing, ...]


def report(given: Material) -> Report:
    """Judge a run and gather what there is to say of it.

    Raises:
        TranscriptError: A conversation's transcript is not there.
    """
    judged = judge(given.runs, given.transcripts)
    parts = by_part(given.runs.header, judged)
    verdict, slices = None, _slices(parts, given.transcripts)
    if parts.keys() & given.gates.parts.keys() and not slices:
        verdict = check(given.runs.header, judged, given.gates, given.baseline, given.transcripts)
    counts = Counter((right, found) for one in judged for _, right, found in areas(one.run, one.transcript))
    return Report(
        header=given.runs.header,
        run=given.run,
        conversations=len(judged),
        turns=sum(len(one.run.turns) for one in judged),
        passed=passed(judged),
        rows=tuple(row for name, found in parts.items() for row in _rows(name, found, given, verdict)),
        summary=summarise(given.runs.conversations, given.transcripts),
        confusion=tuple((right, found, count) for (right, found), count in sorted(counts.items())),
        points=tuple(_points(judged, given)),
        latencies=_latencies(judged),
        releases=tuple(_releases(parts, given)),
        verdict=verdict,
        slices=slices,
        failing=tuple(sorted(_failing(judged), key=lambda one: (one.passed, one.part, one.area, one.id))),
    )


def _slices(parts: Mapping[str, Sequence[Judged]], transcripts: Sequence[Transcript]) -> dict[str, tuple[int, int]]:
    whole = Counter(str(one.part) for one in transcripts)
    return {part: (len(found), whole[part]) for part, found in parts.items() if len(found) < whole[part]}


def _rows(part: str, judged: Sequence[Judged], given: Material, verdict: Verdict | None) -> Iterator[Row]:
    gates, before = given.gates.parts.get(part, {}), given.baseline.parts.get(part)
    checked = {one.metric: one for one in verdict.checked if one.part == part} if verdict else {}
    for name, measured in figures(judged).items():
        gate, kept, found = gates.get(name), before.metrics.get(name) if before else None, checked.get(name)
        yield Row(
            part=part,
            measured=measured,
            must=found.must if found else "",
            limit=(gate.ceiling if gate.floor is None else gate.floor) if gate else None,
            held=found.held if found else None,
            before=kept.value if kept else None,
        )


def _points(judged: Sequence[Judged], given: Material) -> Iterator[Point]:
    yield _point("this run", "run", judged)
    by_area: dict[str, list[Judged]] = {}
    for one in judged:
        by_area.setdefault(one.transcript.area or "none", []).append(one)
    for area, found in sorted(by_area.items()):
        yield _point(area, "area of this run", found)
    for name, runs in given.beside.items():
        yield _point(name, "run", judge(runs, given.transcripts))
    for part, kept in given.baseline.parts.items():
        if cost := kept.metrics.get("cost"):
            value, se = kept.passed
            yield Point(label=f"baseline {part}", group="baseline", cost=cost.value, quality=value, se=se or 0.0)


def _point(label: str, group: str, judged: Sequence[Judged]) -> Point:
    value, se = passed(judged)
    cost = figures(judged).get("cost")
    return Point(label=label, group=group, cost=cost.value if cost else 0.0, quality=value, se=se or 0.0)


def _latencies(judged: Sequence[Judged]) -> dict[str, tuple[float, ...]]:
    found: dict[str, list[float]] = {}
    for one in judged:
        for turn in one.run.turns:
            found.setdefault(turn.tier or "none", []).append(turn.latency_ms)
    return {tier: tuple(values) for tier, values in sorted(found.items())}


def _releases(parts: Mapping[str, Sequence[Judged]], given: Material) -> Iterator[Release]:
    """Yield the releases that a run of the same part justified, the baseline, and what a next one would rest on."""
    entries, headline = history.read(given.prompts), given.gates.headline
    for part, judged in parts.items():
        for entry in entries:
            if entry.run is not None and entry.run.part == part:
                run, day = entry.run, entry.day.isoformat()
                yield Release(part=part, label=entry.ref, day=day, why=entry.why, run=run.sha256, figures=run.figures)
        if before := given.baseline.parts.get(part):
            yield _release("baseline", part, (before.header, before.run), _kept(before.metrics, headline))
        now = _kept(figures(judged), headline)
        yield _release("this run", part, (given.runs.header, given.run), now)


def _release(label: str, part: str, made: tuple[Header, str], kept: Figures) -> Release:
    header, run = made
    return Release(part=part, label=label, day=header.started_at.date().isoformat(), why="", run=run, figures=kept)


def _kept(metrics: Mapping[str, Measured] | Mapping[str, Kept], headline: Sequence[str]) -> Figures:
    return {name: (metrics[name].value, metrics[name].se or 0.0) for name in headline if name in metrics}


def _failing(judged: Sequence[Judged]) -> Iterator[Failing]:
    for one in judged:
        wrong = {name: one.wrong(name) for name in one.scores if one.wrong(name)}
        if wrong:
            whole = [score for scores in wrong.values() for score in scores if score.turn is None]
            transcript = one.transcript
            yield Failing(
                id=one.run.id,
                title=transcript.title,
                area=transcript.area or "none",
                part=transcript.part or "",
                tags=transcript.tags,
                passed=one.passed,
                wrong=tuple(Wrong(metric=score.metric, note=score.note) for score in whole),
                metrics=tuple(wrong),
                turns=tuple(_turns(one)),
            )


def _turns(one: Judged) -> Iterator[ShownTurn]:
    for seen in one.turns():
        wrong = [score for name in one.scores for score in one.wrong(name) if score.turn == seen.turn.turn]
        yield ShownTurn(
            number=seen.turn.turn,
            customer=seen.turn.customer,
            expected=expected_lines(seen.expected),
            done=done_lines(seen.turn),
            wrong=tuple(Wrong(metric=score.metric, note=score.note) for score in wrong),
            lines=frozenset(line_of(score.metric) for score in wrong),
            prompts=seen.turn.prompts,
            tier=seen.turn.tier,
        )
