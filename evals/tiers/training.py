"""Learn a scorecard for one pair of models, and write it with its card: from what, how good, and how sure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.report.page import rendered
from evals.tiers.crossing import cases_of
from evals.tiers.findings import Findings
from evals.tiers.fitting import Fit, fit
from evals.tiers.material import Material, Stage
from evals.tiers.measuring import Told, Wanted, asked_for, found_in, gathered
from evals.tiers.pairs import Pair
from evals.tiers.policies import ALWAYS, NEVER, chosen
from evals.tiers.ruled import ENCODER
from evals.tiers.runs import Run, RunsError
from evals.transcript import Recorded
from graphs.models.tiers_learned import KNOWN, SCORECARD, Card, Meaning, Scorecard, Term
from graphs.models.tiers_signals import SAYS

CARD = "CARD.md"
StageFit = tuple[Stage, Fit]
_SEED = 0
_NOTHING = 1e-9


@dataclass(frozen=True)
class Trained:
    """A scorecard, and what it could be expected to do on tasks that it has not seen."""

    scorecard: Scorecard
    pair: Pair
    findings: Findings


class Weight(Recorded):
    """A line of the card: a signal and what one usual step of it adds at the first message and later."""

    says: str
    first: float
    later: float


def train(
    path: Path, runs: Sequence[Run], wanted: Wanted, told: Told = lambda *_: None, *, every: bool = False
) -> list[Trained]:
    """Learn from all tasks, for the pair that stands for its group or for every pair.

    How good that is, is measured on tasks left out.

    Raises:
        RunsError: There is no such pair, or more than one group has it.
    """
    sides = asked_for(path, runs, wanted)
    groups = sorted({f"{pair.group}/{pair.domain}" for pair in sides})
    if len(groups) > 1 and not every:
        raise RunsError(f"--group must say whose runs are meant, or --every-pair that all are: {', '.join(groups)}")
    listened = gathered(runs, told, meaning=wanted.meaning, only=KNOWN)
    findings = found_in(path, runs, wanted, told, listened)
    fits = {
        domain: (_fit(listened[domain], "first"), _fit(listened[domain], "later"))
        for domain in sorted({pair.domain for pair in sides})
    }
    if not every:
        first = findings.groups[groups[0]]
        sides = [pair for pair in sides if (pair.small, pair.large) == (first.small, first.large)]
    made = [(pair, _scorecard(pair, listened[pair.domain], fits[pair.domain], findings)) for pair in sides]
    return [Trained(scorecard, pair, findings) for pair, scorecard in made]


def write(folder: Path, made: Sequence[Trained]) -> None:
    """Write each policy with its card: one into the folder itself, several into folders of their own."""
    for one in made:
        inside = folder / _slug(one.pair) if len(made) > 1 else folder
        inside.mkdir(parents=True, exist_ok=True)
        (inside / SCORECARD).write_text(one.scorecard.model_dump_json(indent=1) + "\n", encoding="utf-8")
        (inside / CARD).write_text(card(one), encoding="utf-8")


def card(made: Trained) -> str:
    """Word the card."""
    named = f"{made.pair.group}/{made.pair.domain}"
    group = made.findings.groups[named]
    return rendered(
        "tiers_card.md",
        scorecard=made.scorecard,
        pair=made.pair,
        group=named,
        findings=made.findings,
        compared=group.pairs[made.pair.name],
        control=group.control,
        weights=_weights(made.scorecard),
    )


def _slug(pair: Pair) -> str:
    return re.sub(r"[^\w.+-]+", "-", f"{pair.group}-{pair.domain}-{pair.small}-{pair.large}")


def _scorecard(pair: Pair, material: Material, fits: tuple[StageFit, StageFit], findings: Findings) -> Scorecard:
    limits = chosen(cases_of(pair, material, fits), _SEED)
    first, later = limits if limits is not None else (ALWAYS, NEVER)
    return Scorecard(
        name=pair.name,
        group=f"{pair.group}/{pair.domain}",
        first=_card(material, pair, fits[0], first),
        later=_card(material, pair, fits[1], later),
        data_sha256=findings.sha256,
    ).sealed()


def _fit(material: Material, stage: Stage) -> StageFit:
    return stage, fit(material, stage, np.zeros(len(material.runs), dtype=bool), _SEED)


def _card(material: Material, pair: Pair, fitted: StageFit, threshold: float) -> Card:
    """Write a fit down for the small model: in units of what is usual for it."""
    _, found = fitted
    model = material.models[material.position[pair.cases.runs[0]]]
    means, scales, count = found.means[model], found.scales[model], len(material.signals)
    terms = [
        Term(signal=name, weight=float(weight), mean=float(mean), scale=float(scale))
        for name, weight, mean, scale in zip(material.signals, found.weights, means, scales, strict=False)
        if abs(weight) > _NOTHING and np.isfinite(mean)
    ]
    meaning = None
    if material.vectors is not None:
        along = found.weights[count:]
        meaning = Meaning(
            encoder=ENCODER,
            weights=tuple(float(part) for part in along @ material.directions / material.spread),
            bias=-float(along @ means[count:]),
        )
    return Card(terms=tuple(terms), meaning=meaning, threshold=threshold)


def _weights(scorecard: Scorecard) -> list[Weight]:
    """List the signals, the weightiest first."""
    tables = [{term.signal: term.weight for term in one.terms} for one in (scorecard.first, scorecard.later)]
    found = [
        Weight(says=SAYS.get(name, name), first=tables[0].get(name, 0.0), later=tables[1].get(name, 0.0))
        for name in sorted(tables[0].keys() | tables[1].keys())
    ]
    return sorted(found, key=lambda one: -max(abs(one.first), abs(one.later)))
