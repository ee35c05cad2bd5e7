"""Which tier answers a turn, by a scorecard learned from recorded runs: a sum of terms, each of which can be read.

The score says how much better the large model is expected to do than the small one, from the conversation so far.
A term takes log(1 + signal), since the fifth error says less than the first, in units of its usual spread.
`switchboard train tiers` writes the scorecard; `SWITCHBOARD_TIER_POLICY` names it.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, Self

from langchain_core.messages import AnyMessage, HumanMessage
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graphs.models.tiers import TurnFeatures, settled
from graphs.models.tiers_signals import SAYS, Ears, Signals, by_message
from graphs.state import Decision
from tools.errors import Unavailable
from tools.knowledge_base.encoder import Encoder

SCORECARD = "scorecard.json"
MEANING = "what the first message is about"
_TOLD = 4
"""How many terms an explanation names, the weightiest first."""


KNOWN = frozenset(SAYS) | {"requests", "unsure", "failures", "clarified", "stalled", "angry", "negative"}
"""What a scorecard may weigh: the conversation's signals, and what the product knows of a turn besides."""


class ScorecardError(ValueError):
    """A scorecard cannot be used; the text says why and what to do."""


class Term(BaseModel):
    """One signal's part in the score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    signal: str
    weight: float
    mean: float = 0.0
    """Of log(1 + signal) among the small model's conversations."""
    scale: float = Field(1.0, gt=0)

    def points(self, value: float) -> float:
        """Return what a value adds to the score."""
        return self.weight * (math.log1p(max(0.0, value)) - self.mean) / self.scale


class Meaning(BaseModel):
    """The part of the score that comes from the sense of the first message: a direction among sentence vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    weights: tuple[float, ...]
    bias: float = 0.0

    def points(self, vector: Sequence[float]) -> float:
        """Return what a message's vector adds to the score."""
        return self.bias + sum(weight * part for weight, part in zip(self.weights, vector, strict=True))


class Card(BaseModel):
    """A sum of terms; from its threshold on the large model answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    terms: tuple[Term, ...]
    meaning: Meaning | None = None
    threshold: float

    @model_validator(mode="after")
    def _known(self) -> Self:
        unknown = sorted({term.signal for term in self.terms} - KNOWN)
        if unknown:
            raise ValueError(f"it weighs signals that nobody counts: {', '.join(unknown)}")
        return self


class Scorecard(BaseModel):
    """A learned policy."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    version: Literal[1] = 1
    name: str
    """What it was learned for, such as `small-model->large-model`."""
    group: str = ""
    """Whose runs of them it was learned from."""
    first: Card
    """Decides at the first message, before any model has been asked."""
    later: Card
    """Decides at each later message, when the small model can be seen at work."""
    data_sha256: str
    """Of the recorded runs it was learned from."""
    sha256: str = ""
    """Of all the rest: a scorecard edited by hand is refused."""

    def checksum(self) -> str:
        """Return the checksum of everything but the checksum."""
        content = json.dumps(self.model_dump(mode="json", exclude={"sha256"}), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def sealed(self) -> "Scorecard":
        """Return it with its checksum in place."""
        return self.model_copy(update={"sha256": self.checksum()})

    def at(self, turns: float) -> Card:
        """Return the card for a conversation of so many customer messages."""
        return self.first if turns <= 1 else self.later


def values(features: TurnFeatures) -> list[dict[str, float]]:
    """Return the signals at each customer message; what only the product knows of a turn, for the present one."""
    found: list[dict[str, float]] = [asdict(signals) for signals in features.so_far or (Signals(),)]
    mood = features.moods[-1:]
    found[-1] |= {
        "requests": features.requests,
        "unsure": 1 - features.confidence,
        "failures": features.failures,
        "clarified": features.clarified,
        "stalled": features.stalled,
        "angry": float(mood == ("angry",)),
        "negative": float(mood == ("negative",)),
    }
    return found


Part = tuple[str, float]
"""What adds to a score, in words, and how much."""


def contributions(card: Card, known: Mapping[str, float], meaning: Sequence[float] = ()) -> list[Part]:
    """Say what each part adds to the score, the weightiest first; a signal that is not known adds nothing."""
    parts = [
        (SAYS.get(term.signal, term.signal), term.points(known[term.signal]))
        for term in card.terms
        if term.signal in known
    ]
    if card.meaning is not None and meaning:
        parts.append((MEANING, card.meaning.points(meaning)))
    return sorted(parts, key=lambda part: -abs(part[1]))


def explained(card: Card, parts: Sequence[Part]) -> str:
    """Word a decision, as in `learned 0.42 >= 0.30: tool errors +0.31, repeated calls +0.08`."""
    score = total(parts)
    told = ", ".join(f"{says} {points:+.2f}" for says, points in parts[:_TOLD] if round(points, 2))
    sign = ">=" if score >= card.threshold else "<"
    return f"learned {score:.2f} {sign} {card.threshold:.2f}: {told or 'nothing unusual'}"


def total(parts: Sequence[Part]) -> float:
    """Add up a score."""
    return math.fsum(points for _, points in parts)


def choose_learned(scorecard: Scorecard, features: TurnFeatures) -> Decision:
    """Choose by the score; from the first message whose score called for the large model on, it leads.

    What no policy is asked about (no large model, a task under way) stays so.
    """
    given = settled(features)
    if given is not None:
        return given
    card, parts = scorecard.first, list[Part]()
    for known in values(features):
        card = scorecard.at(known["turns"])
        parts = contributions(card, known, features.meaning)
        if total(parts) >= card.threshold:
            return Decision(tier="large", reason=explained(card, parts))
    return Decision(tier="small", reason=explained(card, parts))


@dataclass(frozen=True)
class LearnedPolicy:
    """A scorecard with what it listens by."""

    scorecard: Scorecard
    ears: Ears
    encoder: Encoder

    async def choose(self, features: TurnFeatures, messages: Sequence[AnyMessage]) -> Decision:
        """Choose for the turn that the last message opens."""
        so_far = by_message(messages, self.ears)
        first = next((message.text for message in messages if isinstance(message, HumanMessage)), "")
        meaning: tuple[float, ...] = ()
        if (self.scorecard.first.meaning or self.scorecard.later.meaning) and first:
            # Without its vector the message still has its words counted: no reason to bring in a person.
            with suppress(Unavailable):
                meaning = tuple(float(part) for part in (await self.encoder.encode([first]))[0])
        return choose_learned(self.scorecard, replace(features, so_far=so_far, meaning=meaning))


def read_scorecard(path: Path) -> Scorecard:
    """Read a scorecard, or the one in a folder that `switchboard train tiers` wrote.

    Raises:
        ScorecardError: There is none, or it is not as it was written.
    """
    file = path / SCORECARD if path.is_dir() else path
    try:
        card = Scorecard.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ScorecardError(
            f"{file} cannot be read: {error.strerror}; `switchboard train tiers` writes one"
        ) from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        at = ".".join(str(part) for part in fault["loc"])
        raise ScorecardError(f"{file} is no scorecard: {at} {fault['msg']}".replace("  ", " ")) from error
    if card.sha256 != card.checksum():
        raise ScorecardError(f"{file} was changed after it was written; train it again")
    return card
