"""Transcripts as lessons in which action comes next: every call of an agent's, and what came before it."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.progress import Progress
from evals.transcript import Say, Transcript, TranscriptError
from graphs.next_action.features import looked_at
from graphs.next_action.heads import prepare
from graphs.next_action.history import Did, Event, Recording, Said, Speaker, lessons
from graphs.next_action.learning import Task
from graphs.next_action.policy import Policy
from tools.knowledge_base.encoder import Encoder

AT_ONCE = 64
"""Texts that are encoded between two steps of the progress bar."""


class ActionsError(TranscriptError):
    """Transcripts teach nothing of actions, or what was learned from them cannot be used; the text says why."""


@dataclass(frozen=True)
class Material:
    """Lessons, and what they are read with."""

    task: Task
    policy: Policy | None
    """As it was given; without one it is learned."""
    encoder: str
    label: str | None
    """Which of the transcripts' labels names the flow."""
    conversations: int


def recording(transcript: Transcript, label: str | None) -> Recording:
    """Turn a transcript into a recording; what customers do with tools of their own is no action of the agent's."""
    events: list[Event] = list(_said("agent", transcript.opening))
    for turn in transcript.turns:
        events += _said("customer", turn.customer)
        for step in turn.agent:
            if isinstance(step, Say):
                events += _said("agent", step.say)
            elif step.by == "agent":
                events.append(Did(step.call, {name: written(value) for name, value in step.arguments.items()}))
    return Recording(transcript.id, tuple(events), transcript.labels.get(label) if label else None)


def written(value: object) -> str:
    """Write an argument's value as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def flow_label(transcripts: Sequence[Transcript], policy: Policy | None) -> str | None:
    """Say which label names the flow: the one that the policy knows most values of, else the one with most values.

    Raises:
        ActionsError: The policy knows none of the labels.
    """
    values: dict[str, list[str]] = {}
    for transcript in transcripts:
        for name, value in transcript.labels.items():
            values.setdefault(name, []).append(value)
    if policy is None:
        return max(sorted(values), key=lambda name: len(set(values[name])), default=None)
    known = {name: sum(value in policy.flows for value in found) for name, found in values.items()}
    best = max(sorted(known), key=known.__getitem__, default=None)
    if best is None or not known[best]:
        raise ActionsError("The policy names none of the transcripts' labels: its keys must be labels such as a flow.")
    return best


async def gathered(
    transcripts: Sequence[Transcript], encoder: Encoder, label: str | None, told: Progress = lambda *_: None
) -> Task:
    """Prepare the lessons of transcripts.

    Raises:
        ActionsError: There is no action in them.
        Unavailable: The encoder did not answer.
    """
    found = lessons([recording(transcript, label) for transcript in transcripts])
    if not found:
        raise ActionsError("No agent calls anything in these transcripts: there is no action to predict.")
    vectors = await _vectors(sorted({text for one in found for text in looked_at(one.moment)}), encoder, told)
    return Task(found, [prepare(one.moment, vectors) for one in found])


async def material(
    transcripts: Sequence[Transcript],
    encoder: Encoder,
    policy: Policy | None,
    told: Progress = lambda *_: None,
) -> Material:
    """Prepare transcripts to learn from, with a policy where one is known.

    Raises:
        ActionsError: There is no action in them, or the policy is of something else.
        Unavailable: The encoder did not answer.
    """
    label = flow_label(transcripts, policy)
    task = await gathered(transcripts, encoder, label, told)
    return Material(task, policy, encoder.name, label, len({one.conversation for one in task.lessons}))


async def _vectors(texts: Sequence[str], encoder: Encoder, told: Progress) -> Mapping[str, NDArray[np.float32]]:
    found: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        found |= zip(part, await encoder.encode(part), strict=True)
        told(len(found), len(texts), "Reading")
        await asyncio.sleep(0)
    return found


def _said(by: Speaker, text: str) -> list[Said]:
    return [Said(by, line) for line in text.split("\n") if line.strip()]
