"""The gate: a run is held against gates.toml and the baseline, and each gate that is broken is one sentence.

The baseline is compared conversation by conversation: broken is what got worse by more than is allowed and by more than
chance explains, that is, when the paired 95 % interval leaves out 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.baseline import Baseline, PartBaseline
from evals.culprit import Changes, Suspect, Unit, changes, suspects
from evals.figures import change, said, spread
from evals.gates import Gate, GateError, Gates, must
from evals.judgements import FREE, Judged, by_part, figures
from evals.metrics.catalogue import METRICS
from evals.metrics.score import Metric
from evals.metrics.summary import Measured
from evals.runs import Header
from evals.statistics import Difference
from evals.transcript import Recorded, Transcript

COVERAGE = "coverage"
"""Not a metric: whether the run is of the whole part, each conversation to its end."""
_NAMED = 5
"""So many conversations are named in a sentence; all are in the JSON."""


class Checked(Recorded):
    """One gate that was looked at."""

    part: str
    metric: str
    must: str
    """What must hold, in words."""
    value: float | None
    """None where nothing was measured."""
    held: bool


class Broken(Recorded):
    """One gate that is broken."""

    part: str
    metric: str
    sentence: str
    conversations: tuple[str, ...]
    """Those in which it is wrong; of what got worse, those in which it newly is."""
    suspects: tuple[Suspect, ...] = ()


class Verdict(Recorded):
    """What the gate says of a run."""

    checked: tuple[Checked, ...]
    broken: tuple[Broken, ...]

    @property
    def held(self) -> bool:
        """Whether nothing is broken."""
        return not self.broken

    def together(self, other: "Verdict") -> "Verdict":
        """Return what two runs' verdicts say."""
        return Verdict(checked=self.checked + other.checked, broken=self.broken + other.broken)


@dataclass(frozen=True)
class Side:
    """One part of a run, with what it is compared to."""

    name: str
    judged: Sequence[Judged]
    before: PartBaseline | None
    changed: Changes
    measured: Mapping[str, Measured]


def check(
    header: Header, judged: Sequence[Judged], gates: Gates, baseline: Baseline, transcripts: Sequence[Transcript]
) -> Verdict:
    """Hold a run against its gates.

    Raises:
        GateError: There are no gates for anything that the run is of.
    """
    sides = [_side(header, name, found, baseline) for name, found in by_part(header, judged).items()]
    gated = [side for side in sides if side.name in gates.parts]
    if not gated:
        names = ", ".join(side.name for side in sides) or "nothing"
        raise GateError(f"gates.toml has gates for {', '.join(gates.parts)}, and the run is of {names}")
    checked: list[Checked] = []
    broken = [one for side in gated for one in (*_unknown(side, gates), *_uncovered(side, transcripts))]
    for side in gated:
        for metric, gate in gates.parts[side.name].items():
            fault = _fault(side, METRICS[metric], gate)
            checked.append(_checked(side, METRICS[metric], gate, held=fault is None))
            broken += [fault] if fault else []
    return Verdict(checked=tuple(checked), broken=tuple(broken))


def _side(header: Header, name: str, judged: Sequence[Judged], baseline: Baseline) -> Side:
    before = baseline.parts.get(name)
    return Side(name, judged, before, changes(before.header if before else None, header), figures(judged))


def _checked(side: Side, metric: Metric, gate: Gate, *, held: bool) -> Checked:
    measured = side.measured.get(metric.name)
    value = measured.value if measured else None
    return Checked(part=side.name, metric=metric.name, must=must(metric, gate), value=value, held=held)


def _fault(side: Side, metric: Metric, gate: Gate) -> Broken | None:
    measured = side.measured.get(metric.name)
    if measured is None:
        sentence = f"{side.name}: {metric.name} was measured nowhere, so its gate cannot hold: {must(metric, gate)}."
        return Broken(part=side.name, metric=metric.name, sentence=sentence, conversations=())
    limit = gate.missed(metric.name, measured.value)
    worse = side.before.change(metric.name, side.judged) if side.before and gate.worse is not None else None
    fell = worse is not None and _fell(worse, metric, gate.worse or 0.0)
    if not limit and not fell:
        return None
    told = f"{said(metric, measured.value)} (± {spread(metric, _error(measured.se))})"
    if limit:
        what = f"is {told} and must be {limit}"
    else:
        what = f"is {told}, {_told(worse, metric)} than its baseline, and may be worse by {_amount(metric, gate)}"
    return _named(side, metric, what)


def _fell(worse: Difference, metric: Metric, allowed: float) -> bool:
    """Whether it got worse by more than is allowed and by more than chance explains."""
    if metric.better == "high":
        return -worse.value > allowed and worse.high < 0
    return worse.value > allowed and worse.low > 0


def _told(worse: Difference | None, metric: Metric) -> str:
    if worse is None:
        return "not compared"
    low, high = change(metric, worse.low), change(metric, worse.high)
    return f"{change(metric, worse.value)} (95 % interval {low} to {high})"


def _amount(metric: Metric, gate: Gate) -> str:
    return change(metric, gate.worse or 0.0).lstrip("+")


def _named(side: Side, metric: Metric, what: str) -> Broken:
    """Say where it is wrong, newly if it is known what was wrong before, and what is the likeliest cause."""
    places = list(_places(side, metric, side.before))
    newly = side.before is not None and bool(places)
    places = places or list(_places(side, metric, None))
    if places:
        verb = "newly wrong in" if newly else "wrong in" if side.before is None else "wrong, as in the baseline, in"
        where = _listed([f"{one.run.id}{_turns(turns)}" for one, turns in places])
    else:
        verb, where = "most in", _listed(_highest(side, metric))
    found = _suspects(side, metric, newly=newly) if places else []
    likely = ", with ".join(suspect.sentence for suspect in found) or ("" if places else side.changed.told)
    why = f"; most likely {likely}" if likely else ""
    return Broken(
        part=side.name,
        metric=metric.name,
        sentence=f"{side.name}: {metric.name} {what}: {verb} {where}{why}.",
        conversations=tuple(dict.fromkeys(one.run.id for one, _ in places)),
        suspects=tuple(found),
    )


def _places(side: Side, metric: Metric, before: PartBaseline | None) -> Iterator[tuple[Judged, list[int | None]]]:
    """Yield the conversations in which something is wrong that was not wrong before."""
    for one in side.judged:
        wrong = [score.turn for score in one.wrong(metric.name)]
        new = [turn for turn in wrong if before is None or not before.knew(metric.name, one.run.id, turn)]
        if new:
            yield one, new


def _highest(side: Side, metric: Metric) -> list[str]:
    """Name the conversations in which a quantity, of which nothing is wrong, is greatest."""
    found = [
        (max(score.value for score in one.scores[metric.name]), one) for one in side.judged if metric.name in one.scores
    ]
    ranked = sorted(found, key=lambda item: -item[0])[:_NAMED]
    return [f"{one.run.id} ({said(metric, value)})" for value, one in ranked]


def _suspects(side: Side, metric: Metric, *, newly: bool) -> list[Suspect]:
    """Compare the turns, or conversations, in which it is wrong with all others that it judges."""
    failing: list[Unit] = []
    others: list[Unit] = []
    for one in side.judged:
        for turn, wrong, seen in one.units(metric.name):
            old = newly and side.before is not None and side.before.knew(metric.name, one.run.id, turn)
            (failing if wrong and not old else others).append(seen)
    # What was wrong before the change was not broken by it.
    changed = side.changed if newly or side.before is None else Changes()
    return suspects(failing, others, changed, whole=metric.scope == "conversation")


def _unknown(side: Side, gates: Gates) -> Iterator[Broken]:
    """Find a part that is to be compared with a baseline that there is not: such a gate could not break."""
    if side.before is None and any(gate.worse is not None for gate in gates.parts[side.name].values()):
        what = "there is no baseline to compare with; write one with switchboard eval gate --write-baseline"
        yield Broken(part=side.name, metric=COVERAGE, sentence=f"{side.name}: {what}.", conversations=())


def _uncovered(side: Side, transcripts: Sequence[Transcript]) -> Iterator[Broken]:
    """Find conversations of the part, or of its baseline, that the run leaves out or breaks off."""
    there = {one.run.id for one in side.judged}
    recorded = [one.id for one in transcripts if one.part == side.name] if side.name != FREE else []
    wanted = list(dict.fromkeys([*recorded, *(side.before.conversations if side.before else ())]))
    missing = tuple(name for name in wanted if name not in there)
    if missing:
        what = f"{len(missing)} of {len(wanted)} conversations are not in the run ({_listed(missing)}); replay them all"
        yield Broken(part=side.name, metric=COVERAGE, sentence=f"{side.name}: {what}.", conversations=missing)
    broken = tuple(one.run.id for one in side.judged if one.run.broken)
    if broken:
        what = f"the recorded history of {_listed(broken)} cannot be played to its end; record it anew"
        yield Broken(part=side.name, metric=COVERAGE, sentence=f"{side.name}: {what}.", conversations=broken)


def _turns(turns: Sequence[int | None]) -> str:
    numbers = sorted({turn for turn in turns if turn is not None})
    word = "turn" if len(numbers) == 1 else "turns"
    return f" ({word} {', '.join(str(turn) for turn in numbers)})" if numbers else ""


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _error(se: float | None) -> float:
    return float("nan") if se is None else se
