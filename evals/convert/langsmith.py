"""Runs exported from LangSmith, flat or with their children inside: the traces of one thread are one conversation.

https://docs.langchain.com/langsmith/threads: the thread is `session_id`, `thread_id` or `conversation_id` of a run's
metadata; a trace without one is a conversation by itself. A run holds the history again each time: what is known of
it already is not taken twice.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.convert.chat import Said, arguments_of, content_text, items
from evals.convert.exported import Exchange, exchange
from evals.convert.gather import Heard, Item, gather
from evals.convert.openai import labels
from evals.convert.reading import Dropped, Record, UnusableError
from evals.transcript import Call, Outcome, Transcript

_THREAD_KEYS = ("session_id", "thread_id", "conversation_id")


@dataclass
class Run:
    """One run, as exported."""

    where: str
    id: str
    parent: str | None
    kind: str
    data: Mapping[str, Any]
    metadata: Mapping[str, Any]
    children: list["Run"] = field(default_factory=list)

    @property
    def started(self) -> str:
        """When it began; ISO times sort as texts."""
        return str(self.data.get("start_time") or "")

    @property
    def thread(self) -> str | None:
        """The conversation that it belongs to."""
        return next((str(self.metadata[key]) for key in _THREAD_KEYS if self.metadata.get(key)), None)

    def below(self) -> Iterator["Run"]:
        """Yield this run and all below it, in time."""
        yield self
        for child in sorted(self.children, key=lambda one: one.started):
            yield from child.below()


def read_langsmith(found: Iterable[Record], dropped: Dropped) -> Iterator[Transcript]:
    """Convert all runs: they are read before the first conversation is made, since a thread may be anywhere."""
    threads: dict[str, list[Run]] = {}
    for root in _roots(found, dropped):
        threads.setdefault(next((run.thread for run in root.below() if run.thread), None) or root.id, []).append(root)
    for thread, roots in threads.items():
        with dropped.dropping(roots[0].where):
            yield _transcript(thread, sorted(roots, key=lambda root: root.started))


def _roots(found: Iterable[Record], dropped: Dropped) -> list[Run]:
    """Build the trees; a run whose parent was not exported is a root."""
    known: dict[str, Run] = {}
    for record in found:
        with dropped.dropping(record.where):
            known |= {run.id: run for run in _flat(record.data, record.where, None) if run.id not in known}
    roots = []
    for run in known.values():
        if run.parent in known:
            known[run.parent].children.append(run)
        else:
            roots.append(run)
    return roots


def _flat(data: Any, where: str, parent: str | None) -> Iterator[Run]:
    if not isinstance(data, Mapping) or not data.get("id"):
        raise UnusableError("it is no run with an id")
    extra = _object(data.get("extra"))
    metadata = {**_object(data.get("metadata")), **_object(extra.get("metadata"))}
    above = data.get("parent_run_id") or parent
    run = Run(where, str(data["id"]), str(above) if above else None, str(data.get("run_type") or ""), data, metadata)
    yield run
    for child in data.get("child_runs") or ():
        yield from _flat(child, where, run.id)


def _transcript(thread: str, roots: Sequence[Run]) -> Transcript:
    known: list[Said] = []
    done: list[Item] = []
    for root in roots:
        told = _exchange(root)
        new = told.after(known)
        known += new
        done += _with_tools(items(new), root)
    opening, turns = gather(done)
    costs = [float(cost) for root in roots if isinstance(cost := root.data.get("total_cost"), int | float | str)]
    told_labels = {name: value for name, value in labels(roots[0].metadata).items() if name not in _THREAD_KEYS}
    return Transcript(
        id=thread,
        source="langsmith",
        title=str(roots[0].data.get("name") or ""),
        tags=tuple(str(tag) for tag in roots[0].data.get("tags") or ()),
        strength="anonymous",
        agent=", ".join(dict.fromkeys(_models(roots))),
        opening=opening,
        turns=turns,
        labels={**told_labels, **_feedback(roots)},
        outcome=Outcome(cost_usd=sum(costs)) if costs else None,
    )


def _exchange(root: Run) -> Exchange:
    """Read what a trace says: its root where that has messages, else the model calls below it, one after the other."""
    own = exchange(_object(root.data.get("inputs")), _object(root.data.get("outputs")))
    if own.spoken:
        return own
    whole = Exchange()
    for run in root.below():
        if run.kind == "llm":
            told = exchange(_object(run.data.get("inputs")), _object(run.data.get("outputs")))
            whole = whole.then(told)
    return whole


def _with_tools(done: list[Item], root: Run) -> list[Item]:
    """Add the tools that ran in a trace where its messages tell of none, before its last words."""
    if any(isinstance(item, Call) for item in done):
        return done
    calls = [_call(run) for run in root.below() if run.kind == "tool"]
    last = next((at for at in range(len(done) - 1, -1, -1) if not isinstance(done[at], Heard)), len(done))
    return [*done[:last], *calls, *done[last:]]


def _call(run: Run) -> Call:
    inputs, outputs = _object(run.data.get("inputs")), _object(run.data.get("outputs"))
    given = inputs["input"] if inputs.keys() == {"input"} else inputs
    held = outputs.get("output", outputs or None)
    content = held.get("content", held) if isinstance(held, Mapping) else held
    result = content if content is None or isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    failed = run.data.get("error")
    return Call(
        call=str(run.data.get("name") or "tool"),
        arguments=arguments_of(given),
        result=None if failed else result,
        error=content_text(failed) if failed else None,
    )


def _models(roots: Sequence[Run]) -> Iterator[str]:
    for root in roots:
        for run in root.below():
            if run.kind == "llm" and (name := run.metadata.get("ls_model_name")):
                yield str(name)


def _feedback(roots: Sequence[Run]) -> dict[str, str]:
    stats = [_object(root.data.get("feedback_stats")) for root in roots]
    found = {f"feedback_{key}": value.get("avg") for one in stats for key, value in one.items() if _object(value)}
    return {key: str(value) for key, value in found.items() if value is not None}


def _object(raw: Any) -> Mapping[str, Any]:
    """Return a JSON object; some exports hold it as text."""
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            return {}
    return raw if isinstance(raw, Mapping) else {}
