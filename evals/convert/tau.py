"""Trajectories of tau-bench and tau2-bench: one run a line, or the files that the two benches write themselves.

https://github.com/sierra-research/tau-bench (`traj`, OpenAI's messages) and https://github.com/sierra-research/tau2-bench
(`simulations`, in which the customer may have tools too). The simulated customer ends with a word for the bench,
which is nothing that a customer says: it becomes the label `ended`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from evals.convert.chat import Said, items, said
from evals.convert.gather import gather
from evals.convert.openai import system_label
from evals.convert.reading import Dropped, Record, UnusableError
from evals.transcript import Outcome, Transcript

_END = re.compile(r"\s*###([A-Z][A-Z-]*)###\s*")
_NOT_LABELS = {"messages", "traj", "id", "ticks", "reward", "agent_cost", "n_messages", "agent_model"}
"""What a transcript has a place for, or can count."""
_ORIGIN = ("source", "run", "policy_variant", "blob")


def read_tau(found: Iterable[Record], dropped: Dropped) -> Iterator[Transcript]:
    """Convert one run a record; a results file of tau2-bench holds many."""
    for record in found:
        for part in _runs(record):
            with dropped.dropping(part.where):
                yield transcript(part)


def transcript(record: Record) -> Transcript:
    """Convert one run.

    Raises:
        UnusableError: It is none.
    """
    run = record.data
    messages = run.get("messages", run.get("traj")) if isinstance(run, Mapping) else None
    if not isinstance(messages, list):
        raise UnusableError("it has no list of messages")
    if not messages:
        raise UnusableError("it has no messages")
    heard = [said(message) for message in messages]
    spoken, ended = without_end(heard)
    opening, turns = gather(items(spoken))
    domain, model = str(run.get("domain") or "tau"), str(run.get("agent_model") or "")
    return Transcript(
        id=str(run.get("id") or _id(domain, model, run)),
        source="tau",
        title=f"{domain}, task {run.get('task_id')}",
        tags=(domain,),
        strength="anonymous",
        agent="person" if run.get("agent_impl") == "human" else model,
        opening=opening,
        turns=turns,
        labels={**_labels(run), **({"ended": ended} if ended else {}), **system_label(heard)},
        outcome=Outcome(reward=_reward(run), cost_usd=run.get("agent_cost")),
    )


def without_end(messages: Sequence[Said]) -> tuple[list[Said], str]:
    """Take the simulation's last word out of the customer's, and return it."""
    left: list[Said] = []
    ended = ""
    for message in messages:
        if message.role == "customer" and (found := _END.search(message.text)):
            ended = found[1].lower()
            left.append(replace(message, text=_END.sub(" ", message.text).strip()))
        else:
            left.append(message)
    return left, ended


def _runs(record: Record) -> Iterator[Record]:
    """Take a results file of tau2-bench apart; each of its runs gets what is said once for all of them."""
    data = record.data
    if not isinstance(data, Mapping) or not isinstance(data.get("simulations"), list):
        yield record
        return
    info = data.get("info") or {}
    shared = {
        "domain": (info.get("environment_info") or {}).get("domain_name"),
        "agent_model": (info.get("agent_info") or {}).get("llm"),
        "agent_impl": (info.get("agent_info") or {}).get("implementation"),
        "user_model": (info.get("user_info") or {}).get("llm"),
    }
    for number, run in enumerate(data["simulations"], start=1):
        whole = {**shared, **run} if isinstance(run, Mapping) else run
        yield Record(f"{record.where}, simulation {number}", f"{record.name}-{number}", whole)


def _id(domain: str, model: str, run: Mapping[str, Any]) -> str:
    """Name a run that has no id: the same task is often run again, so what it comes from tells runs apart."""
    origin = "|".join(str(run[name]) for name in _ORIGIN if run.get(name) is not None)
    mark = sha256(origin.encode()).hexdigest()[:8] if origin else ""
    parts = (domain, run.get("task_id"), model, run.get("trial"), mark)
    return "/".join(str(part) for part in parts if part not in (None, ""))


def _reward(run: Mapping[str, Any]) -> float | None:
    reward = run.get("reward")
    if reward is None and isinstance(run.get("reward_info"), Mapping):
        reward = run["reward_info"].get("reward")
    return float(reward) if isinstance(reward, int | float) else None


def _labels(run: Mapping[str, Any]) -> dict[str, str]:
    kept = {name: value for name, value in run.items() if name not in _NOT_LABELS and value not in (None, "", [], {})}
    return {
        str(name): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in kept.items()
    }
