"""Learn a scorecard for one pair of models, and write it with its card: from what, how good, and how sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.report.page import rendered
from evals.tiers.crossing import cases_of
from evals.tiers.findings import Findings
from evals.tiers.fitting import Fit, fit
from evals.tiers.material import Material, Stage
from evals.tiers.measuring import Told, Wanted, found_in, gathered
from evals.tiers.pairs import Pair, pairs
from evals.tiers.policies import ALWAYS, NEVER, chosen
from evals.tiers.runs import Run, RunsError
from evals.transcript import Recorded
from graphs.models.tiers_learned import KNOWN, Card, Meaning, Scorecard, Term
from graphs.models.tiers_signals import SAYS
from tools.knowledge_base.encoder import MODEL_SHA256

SCORECARD, CARD = "scorecard.json", "CARD.md"
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


def train(path: Path, runs: Sequence[Run], wanted: Wanted, told: Told = lambda *_: None) -> Trained:
    """Learn from all tasks; how good that is, is measured on tasks left out.

    Raises:
        RunsError: There is no such pair, or more than one group has it.
    """
    findings = found_in(path, runs, wanted, told)
    pair = _pair(runs, wanted, findings)
    material = gathered(runs, told, meaning=wanted.meaning, only=KNOWN)[pair.domain]
    fits = {stage: _fit(material, stage) for stage in ("first", "later")}
    limits = chosen(cases_of(pair, material, [fits["first"], fits["later"]]), _SEED)
    first, later = limits if limits is not None else (ALWAYS, NEVER)
    scorecard = Scorecard(
        name=pair.name,
        first=_card(material, pair, fits["first"], first),
        later=_card(material, pair, fits["later"], later),
        data_sha256=findings.sha256,
    ).sealed()
    return Trained(scorecard, pair, findings)


def write(folder: Path, made: Trained) -> None:
    """Write the scorecard and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCORECARD).write_text(made.scorecard.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / CARD).write_text(card(made), encoding="utf-8")


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


def _pair(runs: Sequence[Run], wanted: Wanted, findings: Findings) -> Pair:
    """Find the pair that was asked for; of a group that has several, the one that stands for it."""
    if len(findings.groups) > 1:
        named = ", ".join(findings.groups)
        raise RunsError(f"--group, or --small and --large, must say for which pair; there are {named}")
    ((name, group),) = findings.groups.items()
    sides = pairs(runs, wanted.fewest)
    return next(
        one for one in sides if (f"{one.group}/{one.domain}", one.small, one.large) == (name, group.small, group.large)
    )


def _fit(material: Material, stage: Stage) -> tuple[Stage, Fit]:
    return stage, fit(material, stage, np.zeros(len(material.runs), dtype=bool), _SEED)


def _card(material: Material, pair: Pair, fitted: tuple[Stage, Fit], threshold: float) -> Card:
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
            encoder=f"minilm-int8-{MODEL_SHA256[:12]}",
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
