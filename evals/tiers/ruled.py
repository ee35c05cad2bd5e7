"""The policies that learn nothing here: the product's rules, and a scorecard that was trained before."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from evals.tiers.hearing import Heard
from evals.tiers.material import Material
from evals.tiers.pairs import Cases, Pair
from evals.tiers.policies import Asked, Ladder
from graphs.models.tiers import TurnFeatures, choose_tier
from graphs.models.tiers_learned import SCORECARD, Scorecard, ScorecardError, contributions, read_scorecard, total
from graphs.state import Sentiment
from tools.knowledge_base.encoder import MODEL_SHA256

ENCODER = f"minilm-int8-{MODEL_SHA256[:12]}"
"""By which the first messages of recordings are read."""
_YES = (0.5,)


def rules(material: Material, cases: Cases) -> Asked:
    """Ask the product's rules at each customer message."""
    return _asked(material, cases, [_by_rules(one) for one in material.heard])


def trained(material: Material, cases: Cases, scorecard: Scorecard) -> Asked:
    """Ask a scorecard at each customer message."""
    vectors = material.vectors
    scores = [
        _by_scorecard(one, scorecard, () if vectors is None else vectors[place].tolist())
        for place, one in enumerate(material.heard)
    ]
    return _asked(material, cases, scores)


def read_policies(path: Path) -> tuple[Scorecard, ...]:
    """Read a trained policy, or all those in a folder.

    Raises:
        ScorecardError: There is none, one is not as it was written, or it reads meaning by another encoder than ours.
    """
    files = sorted(path.rglob(SCORECARD)) if path.is_dir() else []
    found = tuple(read_scorecard(file) for file in files or [path])
    for scorecard in found:
        for card in (scorecard.first, scorecard.later):
            if card.meaning is not None and card.meaning.encoder != ENCODER:
                raise ScorecardError(f"{scorecard.name} reads messages by {card.meaning.encoder}; here it is {ENCODER}")
    return found


def fitting(pair: Pair, scorecards: Sequence[Scorecard]) -> Scorecard | None:
    """Choose the policy for a pair: the only one there is, or of several the one that was learned for it."""
    if len(scorecards) == 1:
        return scorecards[0]
    named = [one for one in scorecards if one.name == pair.name]
    return next((one for one in named if one.group == f"{pair.group}/{pair.domain}"), None)


def features(one: Heard) -> list[TurnFeatures]:
    """Say what the rules would have known at each customer message, as far as a recording tells.

    A message asks for as many things as it names kinds of wishes that are new; a complaint is a negative mood; a call
    made again is a turn that stalled; a claim without an action is an answer that would have been made again.
    """
    nothing = dict.fromkeys(one.signals[0], 0.0)
    moods: tuple[Sentiment, ...] = ()
    found = []
    for before, now in pairwise([nothing, *one.signals[:-1]]):
        grown = {name: value - before.get(name, 0.0) for name, value in now.items()}
        moods = (*moods, "negative" if grown.get("complaints", 0) > 0 else "neutral")
        found.append(
            TurnFeatures(
                words=int(now.get("words", 0)),
                requests=max(1, int(grown.get("wishes", 1))),
                area=None,
                confidence=1.0,
                moods=moods,
                failures=int(now.get("unfounded_claims", 0)),
                stalled=int(grown.get("repeats", 0) > 0),
                has_large=True,
            )
        )
    return found


def _by_rules(one: Heard) -> list[float]:
    return [float(choose_tier(turn).tier == "large") for turn in features(one)]


def _by_scorecard(one: Heard, scorecard: Scorecard, meaning: Sequence[float]) -> list[float]:
    found = []
    for turn, known in enumerate(one.signals[:-1], start=1):
        card = scorecard.at(known.get("turns", turn))
        found.append(float(total(contributions(card, known, meaning)) >= card.threshold))
    return found


def _asked(material: Material, cases: Cases, scores: Sequence[Sequence[float]]) -> Asked:
    """Arrange decisions, 1 for large, by case and customer message."""
    places = [material.position[run] for run in cases.runs]
    longest = max(1, *(len(scores[place]) for place in places))
    found, spent = np.full((len(places), longest), -np.inf), np.zeros((len(places), longest))
    for case, (place, paid) in enumerate(zip(places, cases.small_cost, strict=True)):
        count = len(scores[place])
        found[case, :count] = scores[place]
        spent[case, :count] = np.array(material.heard[place].spent[:count]) * paid
    return Asked(cases, (Ladder(found, spent),))


def decided(asked: Asked) -> tuple[float, ...]:
    """Return the threshold of decisions that are made already."""
    return _YES * len(asked.ladders)
