"""Recorded runs, one a line: who answered what, how well, for how much; and the conversations that go with them.

A line is {"task", "model", "reward", "cost"}, and may have "group", "domain", "customer", "features" and "messages".
The names of the tau2 results matrix ("task_id", "agent_model", "agent_impl", "policy", "agent_cost") are read as well.
"""

import glob
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from evals.convert.reading import Dropped, Record, records
from evals.transcript import TranscriptError

_PLAIN = (None, "", "llm_agent", "base")
"""Values that make no model of their own."""
_FEW = 10
"""From so few runs on, what a token costs is not worked out."""
_IDENTITY = ("source", "domain", "task_id", "trial", "agent_model", "agent_impl")
"""What a line of the matrix and its conversation have in common; a line of our own may have an "id" instead."""


class RunsError(TranscriptError):
    """Recorded runs cannot be used; the text names the file, the line and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One conversation that one model led."""

    group: str
    """Only runs of one group are compared."""
    domain: str
    task: str
    model: str
    customer: str | None = None
    """Who played the customer."""
    reward: float
    cost: float | None
    estimated: bool = False
    """Whether the cost was worked out from tokens."""
    tokens: tuple[float, float] | None = None
    """Read and written."""
    features: Mapping[str, float] = field(default_factory=dict)
    """Given signals, for runs without their messages."""
    messages: Sequence[Mapping[str, Any]] | None = None
    key: tuple[str, ...] = ()

    @property
    def cluster(self) -> str:
        """The same task of the same domain, whichever group recorded it."""
        return f"{self.domain}/{self.task}"


def read_runs(path: Path, trajectories: str | None = None) -> list[Run]:
    """Read runs, and their conversations where a pattern says which files hold them.

    Raises:
        RunsError: A file is not there, or a line of it is no run.
    """
    if not path.is_file():
        raise RunsError(f"{path} is not there; --runs takes a JSON Lines file of recorded runs")
    found = [run for record in records([path], Dropped()) if (run := _run(record)) is not None]
    if not found:
        raise RunsError(f"{path} holds no run with a reward")
    return _priced(_joined(found, trajectories) if trajectories else found)


def _run(record: Record) -> Run | None:
    """Read a line; one without a reward says nothing of quality and is left out."""
    line = record.data
    if not isinstance(line, Mapping):
        raise RunsError(f"{record.where} is no run: an object was expected")
    missing = [names[0] for names in (("task", "task_id"), ("model", "agent_model")) if not _first(line, *names)]
    if missing or "reward" not in line:
        raise RunsError(f"{record.where} is no run: it names no {' and no '.join(missing or ['reward'])}")
    if line["reward"] is None:
        return None
    try:
        cost = _first(line, "cost", "agent_cost")
        read, written = line.get("prompt_tokens"), line.get("completion_tokens")
        return Run(
            group=str(_first(line, "group") or "all"),
            domain=str(_first(line, "domain") or "all"),
            task=str(_first(line, "task", "task_id")),
            model="+".join(str(part) for part in _model(line)),
            customer=_first(line, "customer", "user_model"),
            reward=float(line["reward"]),
            # A cost of nothing is one that nobody wrote down.
            cost=float(cost) if cost else None,
            tokens=(float(read), float(written or 0)) if read else None,
            features=_features(line),
            messages=line.get("messages"),
            key=_key(line),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise RunsError(f"{record.where} is no run: {error}") from error


def _first(line: Mapping[str, Any], *names: str) -> Any:
    return next((line[name] for name in names if line.get(name) not in (None, "")), None)


def _model(line: Mapping[str, Any]) -> Iterator[str]:
    """The same model under another harness or policy is another one."""
    yield str(_first(line, "model", "agent_model"))
    yield from (str(line[name]) for name in ("agent_impl", "policy") if line.get(name) not in _PLAIN)


def _features(line: Mapping[str, Any]) -> dict[str, float]:
    """Return given features; of a line of the matrix, the few counts that it holds."""
    given = {name: float(value) for name, value in (line.get("features") or {}).items()}
    counts = {"calls": line.get("n_tool_calls"), "handovers": line.get("transfer"), "messages": line.get("n_messages")}
    return {name: float(count) for name, count in counts.items() if count is not None} | given


def _key(line: Mapping[str, Any]) -> tuple[str, ...]:
    if line.get("id"):
        return (str(line["id"]),)
    return tuple(str(line.get(name, "")) for name in _IDENTITY)


def _joined(runs: Sequence[Run], pattern: str) -> list[Run]:
    """Give each run its conversation."""
    paths = [Path(name) for name in sorted(glob.glob(pattern))]  # noqa: PTH207 - the pattern may be absolute
    if not paths:
        raise RunsError(f"no file is like {pattern}; --trajectories takes a pattern in quotation marks")
    wanted = {run.key for run in runs}
    spoken = {
        key: record.data["messages"]
        for record in records(paths, Dropped())
        if isinstance(record.data, Mapping) and record.data.get("messages") and (key := _key(record.data)) in wanted
    }
    if not spoken:
        raise RunsError(f"no conversation in {pattern} belongs to a run: both need the same {', '.join(_IDENTITY)}")
    return [replace(run, messages=run.messages or spoken.get(run.key)) for run in runs]


def _priced(runs: Sequence[Run]) -> list[Run]:
    """Work out missing costs from tokens, by least squares over the model's runs whose cost is known."""
    by_model: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in runs:
        if run.cost is not None and run.tokens is not None:
            by_model[run.group, run.model.split("+")[0]].append(run)
    prices = {key: _prices(known) for key, known in by_model.items() if len(known) >= _FEW}
    return [_estimated(run, prices.get((run.group, run.model.split("+")[0]))) for run in runs]


def _prices(runs: Iterable[Run]) -> tuple[float, float]:
    known = list(runs)
    read, written = np.linalg.lstsq(np.array([run.tokens for run in known]), np.array([run.cost for run in known]))[0]
    return float(read), float(written)


def _estimated(run: Run, prices: tuple[float, float] | None) -> Run:
    if run.cost is not None or run.tokens is None or prices is None:
        return run
    cost = run.tokens[0] * prices[0] + run.tokens[1] * prices[1]
    return replace(run, cost=cost, estimated=True) if cost > 0 else run
