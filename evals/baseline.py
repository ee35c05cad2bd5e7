"""The run that later ones must not be worse than: what each metric came to in each conversation."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from evals.judgements import Judged, figures, passed
from evals.metrics.score import Score
from evals.runs import Header
from evals.statistics import Difference, paired_cluster_bootstrap
from evals.transcript import Recorded

SHIPPED = Path(__file__).with_name("baseline.json")
_DIGITS = 6


class BaselineError(Exception):
    """The baseline cannot be used; the text says what to do."""


class Kept(Recorded):
    """One metric of a part."""

    value: float
    se: float | None
    conversations: Mapping[str, tuple[float, int]]
    """Id -> the sum of its scores and how many they are, over all trials."""
    wrong: Mapping[str, tuple[int, ...]]
    """Id -> the turns in which it was wrong; -1 stands for the whole conversation."""


class PartBaseline(Recorded):
    """One part of the transcripts."""

    header: Header
    run: str
    """The first digits of the checksum of the file of runs."""
    passed: tuple[float, float | None]
    """The share of conversations in which nothing that decides was wrong, and its standard error."""
    metrics: Mapping[str, Kept]

    @property
    def conversations(self) -> list[str]:
        """The ids of all conversations that it is of."""
        return sorted({name for kept in self.metrics.values() for name in kept.conversations})

    def change(self, metric: str, judged: Sequence[Judged]) -> Difference | None:
        """Compare a metric over the conversations that both have; None where there are none."""
        before, now = self.metrics.get(metric), sums(metric, judged)
        shared = sorted(before.conversations.keys() & now.keys()) if before else []
        if before is None or not shared:
            return None
        return paired_cluster_bootstrap([before.conversations[name] for name in shared], [now[name] for name in shared])

    def knew(self, metric: str, conversation: str, turn: int | None) -> bool:
        """Whether the very same turn was wrong before."""
        kept = self.metrics.get(metric)
        return kept is not None and _number(turn) in kept.wrong.get(conversation, ())


class Baseline(Recorded):
    """What is kept of each part."""

    parts: Mapping[str, PartBaseline] = {}


def read(path: Path) -> Baseline:
    """Read a baseline; where there is none yet, it is empty.

    Raises:
        BaselineError: The file is no baseline.
    """
    if not path.exists():
        return Baseline()
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise BaselineError(
            f"{path} is no baseline; write it anew with switchboard eval gate --write-baseline"
        ) from error


def write(path: Path, baseline: Baseline) -> None:
    """Write a line for each metric, so that a reader of the difference sees which have changed."""
    parts = []
    for name, part in sorted(baseline.parts.items()):
        lines = [f"    {_json(metric)}: {_json(kept.model_dump(mode='json'))}" for metric, kept in part.metrics.items()]
        head = f'  "header": {part.header.model_dump_json(exclude_defaults=True)},\n  "run": {_json(part.run)},\n'
        head += f'  "passed": {_json(part.passed)},\n'
        parts.append(f'{_json(name)}: {{\n{head}  "metrics": {{\n' + ",\n".join(lines) + "\n  }\n}")
    text = '{"parts": {\n' + ",\n".join(parts) + "\n}}\n"
    Baseline.model_validate_json(text)
    new = path.with_suffix(".json.part")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def renewed(baseline: Baseline, parts: Mapping[str, Sequence[Judged]], header: Header, run: str) -> Baseline:
    """Put the parts of a run in the place of those that were there; the others stay."""
    new = {
        name: PartBaseline(header=header, run=run, passed=_rounded(passed(judged)), metrics=_kept(judged))
        for name, judged in parts.items()
    }
    return Baseline(parts={**baseline.parts, **new})


def sums(metric: str, judged: Sequence[Judged]) -> dict[str, tuple[float, int]]:
    """Add up a metric's scores in each conversation."""
    found: dict[str, tuple[float, int]] = {}
    for one in judged:
        scores = one.scores.get(metric, ())
        total, count = found.get(one.run.id, (0.0, 0))
        if scores:
            found[one.run.id] = (total + sum(score.value for score in scores), count + len(scores))
    return found


def _kept(judged: Sequence[Judged]) -> dict[str, Kept]:
    return {
        name: Kept(
            value=_rounded((measured.value, measured.se))[0],
            se=_rounded((measured.value, measured.se))[1],
            conversations={key: (round(total, _DIGITS), count) for key, (total, count) in sums(name, judged).items()},
            wrong=_wrong(name, judged),
        )
        for name, measured in figures(judged).items()
    }


def _rounded(estimate: tuple[float, float | None]) -> tuple[float, float | None]:
    value, se = estimate
    return round(value, _DIGITS), None if se is None else round(se, _DIGITS)


def _wrong(metric: str, judged: Sequence[Judged]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for one in judged:
        wrong: list[Score] = one.wrong(metric)
        if wrong:
            found.setdefault(one.run.id, set()).update(_number(score.turn) for score in wrong)
    return {name: tuple(sorted(turns)) for name, turns in found.items()}


def _number(turn: int | None) -> int:
    return -1 if turn is None else turn


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
