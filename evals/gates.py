"""gates.toml: for each part of the transcripts and each metric a floor, a ceiling, an allowed worsening."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from evals.figures import change, said
from evals.metrics.catalogue import METRICS
from evals.metrics.score import Metric
from evals.transcript import Recorded

SHIPPED = Path(__file__).with_name("gates.toml")


class GateError(Exception):
    """The gates cannot be held; the text says what to do."""


class Gate(Recorded):
    """What one metric must keep."""

    floor: float | None = None
    ceiling: float | None = None
    worse: float | None = Field(None, ge=0)
    """By how much it may get worse than in the baseline."""

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if self.floor is self.ceiling is self.worse is None:
            raise ValueError("a gate needs a floor, a ceiling or worse")
        return self

    def missed(self, name: str, value: float) -> str:
        """Say which limit a metric's value is beyond, or nothing."""
        metric = METRICS[name]
        if self.floor is not None and value < self.floor:
            return f"at least {said(metric, self.floor)}"
        if self.ceiling is not None and value > self.ceiling:
            return f"at most {said(metric, self.ceiling)}"
        return ""


class Gates(Recorded):
    """All gates."""

    headline: tuple[str, ...] = ()
    """The metrics that HISTORY.md and the plots show."""
    parts: Mapping[str, Mapping[str, Gate]]


def read(path: Path) -> Gates:
    """Read gates.toml.

    Raises:
        GateError: It names a metric that there is not, or is not written as it should be.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        gates = Gates(headline=given.pop("headline", ()), parts=given)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise GateError(f"{path} cannot be used: {error}") from error
    named = {*gates.headline, *(metric for part in gates.parts.values() for metric in part)}
    unknown = sorted(named - METRICS.keys())
    if unknown:
        raise GateError(f"{path} names {', '.join(unknown)}, which is no metric; there are {', '.join(METRICS)}")
    return gates


def must(metric: Metric, gate: Gate) -> str:
    """Say in words what must hold."""
    parts = [
        f"at least {said(metric, gate.floor)}" if gate.floor is not None else "",
        f"at most {said(metric, gate.ceiling)}" if gate.ceiling is not None else "",
        f"not worse by more than {change(metric, gate.worse).lstrip('+')}" if gate.worse is not None else "",
    ]
    return ", ".join(filter(None, parts))
