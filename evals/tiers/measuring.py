"""Measure every policy on every pair of a file of runs."""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.tiers.crossing import LEARNED, Held, Split, judged, learned
from evals.tiers.curve import Outcome, measured, mixed
from evals.tiers.findings import HALF, Compared, Findings, grouped, left_out
from evals.tiers.hearing import Heard, ears, heard
from evals.tiers.material import Material, materials
from evals.tiers.pairs import FEWEST_TASKS, Pair, controls, pairs
from evals.tiers.policies import always_large, always_small, luck, oracle
from evals.tiers.ruled import decided, fitting, rules, trained
from evals.tiers.runs import Run, RunsError
from graphs.models.tiers_learned import Scorecard
from tools.knowledge_base.encoder import MiniLM

_TEXTS_AT_ONCE = 64
Told = Callable[[int, int, str], None]
"""Is told how far the work is, of how much, and what is being done."""


@dataclass(frozen=True)
class Wanted:
    """What is to be measured."""

    split: Split = field(default_factory=Split)
    group: str | None = None
    """Its name, or its name and its domain; the others still teach."""
    small: str | None = None
    large: str | None = None
    scorecards: tuple[Scorecard, ...] = ()
    """Policies trained before, measured beside the others: one for every pair, or each for its own."""
    meaning: bool = True
    """Whether the first messages' sentence vectors are used."""
    fewest: int = FEWEST_TASKS


def found_in(
    path: Path,
    runs: Sequence[Run],
    wanted: Wanted,
    told: Told = lambda *_: None,
    listened: Mapping[str, Material] | None = None,
) -> Findings:
    """Replay every policy on the runs of a file, listened to already or not.

    Raises:
        RunsError: No two models have enough tasks in common.
    """
    sides = asked_for(path, runs, wanted)
    doubles = [pair for pair in controls(runs, wanted.fewest) if pair.domain in {side.domain for side in sides}]
    known = listened or gathered(runs, told, meaning=wanted.meaning)
    deals = _learned(known, {pair.domain for pair in sides}, wanted.split, told)
    results = {}
    for done, pair in enumerate((*sides, *doubles), start=1):
        made = _compared(pair, runs, known[pair.domain], deals[pair.domain], wanted)
        results[pair.group, pair.domain, pair.name] = made
        told(done, len(sides) + len(doubles), "Replaying")
    return Findings(
        runs=len(runs),
        with_messages=sum(run.messages is not None for run in runs),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        folds=wanted.split.folds,
        repeats=wanted.split.repeats,
        groups=grouped(runs, sides, doubles, results),
        left_out=left_out(runs, sides),
    )


def gathered(
    runs: Sequence[Run], told: Told, *, meaning: bool, only: Collection[str] | None = None
) -> dict[str, Material]:
    """Listen to every run, for some signals or for all, and look at what the first messages are about."""
    by, listened = ears(), []
    for number, run in enumerate(runs, start=1):
        one = heard(run, by)
        listened.append(one if only is None else one.of(only))
        if number % 100 == 0 or number == len(runs):
            told(number, len(runs), "Listening")
    vectors = _vectors(listened, told) if meaning and any(one.first for one in listened) else None
    return materials(runs, listened, vectors)


def _vectors(listened: Sequence[Heard], told: Told) -> NDArray[np.float32]:
    encoder = MiniLM.load()
    texts = sorted({one.first for one in listened})
    parts = []
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        told(start, len(texts), "Reading first messages")
        parts.append(asyncio.run(encoder.encode([*texts[start : start + _TEXTS_AT_ONCE], ""]))[:-1])
    place = {text: number for number, text in enumerate(texts)}
    found: NDArray[np.float32] = np.vstack(parts)[[place[one.first] for one in listened]]
    return found


def _learned(known: Mapping[str, Material], domains: set[str], split: Split, told: Told) -> dict[str, list[list[Held]]]:
    total, done = len(domains) * split.folds * split.repeats, 0

    def one_more() -> None:
        nonlocal done
        done += 1
        told(done, total, "Learning")

    return {domain: learned(known[domain], split, one_more) for domain in sorted(domains)}


def asked_for(path: Path, runs: Sequence[Run], wanted: Wanted) -> list[Pair]:
    """List the pairs that are wanted.

    Raises:
        RunsError: There is none.
    """
    found = [
        pair
        for pair in pairs(runs, wanted.fewest)
        if wanted.group in (None, pair.group, f"{pair.group}/{pair.domain}")
        and wanted.small in (None, pair.small)
        and wanted.large in (None, pair.large)
    ]
    if not found:
        raise RunsError(
            f"{path} holds no two models of one group, one clearly cheaper, with {wanted.fewest} tasks in common"
            + (" and these names" if wanted.group or wanted.small or wanted.large else "")
        )
    return found


def _compared(
    pair: Pair, runs: Sequence[Run], material: Material, deals: Sequence[Sequence[Held]], wanted: Wanted
) -> Compared:
    cases = pair.cases
    steps = [mixed(cases, share) for share in np.linspace(0, 1, 11)]
    fixed: dict[str, tuple[Outcome, Sequence[Outcome]]] = {
        "always_small": (always_small(cases), ()),
        "always_large": (always_large(cases), ()),
        "random": (mixed(cases, HALF), steps),
        "oracle": (oracle(cases), ()),
    }
    # Of runs without messages or features nothing is known that a rule could go by.
    if all(material.heard[material.position[number]].signals[0] for number in cases.runs):
        asked = rules(material, cases)
        fixed["rules"] = (asked.outcome(decided(asked)), ())
    scorecard = fitting(pair, wanted.scorecards)
    if scorecard is not None:
        asked = trained(material, cases, scorecard)
        fixed["trained"] = (asked.outcome(decided(asked)), ())
    policies = {name: measured(cases, outcome, curve) for name, (outcome, curve) in fixed.items()}
    policies["random"] = policies["random"].model_copy(update={"saving_in_hindsight": luck(cases)})
    policies |= {name: judged(pair, material, deals, name) for name in LEARNED}
    return Compared(
        small=pair.small,
        large=pair.large,
        n=pair.tasks,
        small_runs=len(cases.runs),
        customers_differ=pair.customers_differ,
        estimated=float(np.mean([runs[number].estimated for number in cases.runs])),
        policies=policies,
    )
