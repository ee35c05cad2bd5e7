"""What most likely broke: what a run was made with besides its baseline, and what failing turns have in common.

A thing is suspected by how well its turns and the failing turns coincide: A. Ochiai's coefficient, as R. Abreu,
P. Zoeteweij and A. J. C. van Gemund use it to find faults (On the Accuracy of Spectrum-based Fault Localization, 2007).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.metrics.toolset import is_write
from evals.runs import Header, TurnRun
from evals.transcript import Expected, Recorded

Kind = Literal["prompt", "model", "tool_error", "fault", "tool", "area"]
_SYMPTOMS: tuple[Kind, ...] = ("tool_error", "fault", "tool")
"""What says where it broke; ordered by how much it says."""
_MOST_OF = 0.5
"""From this share of the failing turns on, what was changed since the baseline is named first."""
_NEARLY = 0.75
"""A second suspect coincides with the failing turns at least so well, compared with the first."""
_ERROR_WORDS = 12


@dataclass(frozen=True)
class Seen:
    """One turn as it was played, and what was right in it."""

    turn: TurnRun
    expected: Expected | None = None


Unit = Sequence[Seen]
"""What fails or does not as one: a turn, or a conversation where a metric judges it as a whole."""


@dataclass(frozen=True)
class Trait:
    """One thing that turns can have in common."""

    kind: Kind
    name: str


class Suspect(Recorded):
    """A thing that failing turns have in common, and other turns less."""

    kind: Kind
    what: str
    """Such as `billing@2 instead of billing@1`."""
    unit: Literal["turns", "conversations"] = "turns"
    failing: int
    """In how many failing turns or conversations it is,"""
    of_failing: int
    """of how many;"""
    other: int
    """and in how many others,"""
    of_other: int
    """of how many."""

    @property
    def coincidence(self) -> float:
        """Ochiai's coefficient: 1 where it is in all that fail and in nothing else."""
        return self.failing / math.sqrt(self.of_failing * (self.failing + self.other)) if self.failing else 0.0

    @property
    def sentence(self) -> str:
        """Name it with its counts."""
        others = f" and {self.other} of {self.of_other} others" if self.of_other else ""
        return f"{self.what} (in {self.failing} of {self.of_failing} failing {self.unit}{others})"


class Changes(Recorded):
    """What a run was made with that its baseline was not."""

    prompts: Mapping[str, str] = {}
    """Reference in use -> how it is said."""
    models: Mapping[str, str] = {}
    """Tier -> how it is said."""
    product: str = ""
    """The product's version, where it is another."""

    @property
    def told(self) -> str:
        """Say all of it, or nothing."""
        return "; ".join(filter(None, [*self.prompts.values(), *self.models.values(), self.product]))


def changes(before: Header | None, now: Header) -> Changes:
    """Compare what two runs were made with; without a first one, take what the second says that it tries."""
    if before is None:
        tried = {ref: f"{ref}, which is tried" for ref in now.changed.values()}
        return Changes(prompts=tried)
    prompts = {}
    for name in sorted({*before.prompts, *now.prompts}):
        was, is_now = before.prompts.get(name), now.prompts.get(name)
        if was != is_now:
            instead = f"{name}@{was}" if was else "none"
            prompts[f"{name}@{is_now}"] = f"{name}@{is_now} instead of {instead}" if is_now else f"no {instead}"
        elif before.checksums.get(name, now.checksums.get(name)) != now.checksums.get(name):
            prompts[f"{name}@{is_now}"] = f"{name}@{is_now} with another text"
    models = {
        tier: f"{model} as the {tier} model instead of {before.models.get(tier, 'none')}"
        for tier, model in now.models.items()
        if model != before.models.get(tier)
    }
    product = f"version {now.version} instead of {before.version}" if now.version != before.version else ""
    return Changes(prompts=prompts, models=models, product=product)


def suspects(failing: Sequence[Unit], others: Sequence[Unit], changed: Changes, *, whole: bool) -> list[Suspect]:
    """Name the likeliest cause and, where there is one, a symptom that goes with it; `whole`: of conversations."""
    bad, good = _counted(failing, changed), _counted(others, changed)
    errors = _errors(seen for unit in failing for seen in unit)
    found = [
        Suspect(
            kind=trait.kind,
            what=_told(trait, changed, errors),
            unit="conversations" if whole else "turns",
            failing=count,
            of_failing=len(failing),
            other=good[trait],
            of_other=len(others),
        )
        for trait, count in sorted(
            bad.items(), key=lambda item: (item[0].kind, not is_write(item[0].name), item[0].name)
        )
    ]
    ranked = sorted(found, key=lambda one: (_is_changed(one), round(one.coincidence, 6), _telling(one)), reverse=True)
    return ranked[:1] + _beside(ranked)


def _beside(ranked: Sequence[Suspect]) -> list[Suspect]:
    first = ranked[:1]
    return [
        one
        for one in ranked[1:]
        if one.kind in _SYMPTOMS and one.kind != first[0].kind and one.coincidence >= _NEARLY * first[0].coincidence
    ][:1]


def _is_changed(suspect: Suspect) -> bool:
    return suspect.kind in ("prompt", "model") and suspect.failing >= _MOST_OF * suspect.of_failing


def _telling(suspect: Suspect) -> int:
    """Between things that coincide equally well, the one that says most."""
    order: tuple[Kind, ...] = ("prompt", "model", *_SYMPTOMS, "area")
    return -order.index(suspect.kind)


def _counted(units: Iterable[Unit], changed: Changes) -> Counter[Trait]:
    return Counter(trait for unit in units for trait in {trait for seen in unit for trait in _traits(seen, changed)})


def _traits(seen: Seen, changed: Changes) -> Iterator[Trait]:
    turn, expected = seen.turn, seen.expected
    yield from (Trait("prompt", ref) for ref in turn.prompts if ref in changed.prompts)
    if turn.tier in changed.models:
        yield Trait("model", turn.tier or "")
    if turn.error:
        yield Trait("fault", turn.error)
    calls = (*turn.calls, *((expected.calls or ()) if expected else ()))
    yield from (Trait("tool", call.call) for call in calls)
    yield from (Trait("tool_error", call.call) for call in turn.calls if call.error)
    area = (expected.area if expected else None) or turn.area
    if area:
        yield Trait("area", area)


def _errors(turns: Iterable[Seen]) -> dict[str, str]:
    """Return the commonest error of each tool."""
    counted = Counter((call.call, call.error) for seen in turns for call in seen.turn.calls if call.error)
    return {tool: error for (tool, error), _ in reversed(counted.most_common()) if error}


def _told(trait: Trait, changed: Changes, errors: Mapping[str, str]) -> str:
    if trait.kind == "prompt":
        return changed.prompts[trait.name]
    if trait.kind == "model":
        return changed.models[trait.name]
    if trait.kind == "tool_error":
        words = errors.get(trait.name, "").split()
        short = " ".join(words[:_ERROR_WORDS]) + (" ..." if len(words) > _ERROR_WORDS else "")
        return f'the tool {trait.name} failing with "{short}"'
    return f"the {trait.kind} {trait.name}"
