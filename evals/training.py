"""Learn from a team's recordings, measure what that is worth, and write the folder that a server reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals import training_measuring
from evals.progress import Progress
from evals.report.page import rendered
from evals.training_lessons import Gathering, Lessons
from evals.training_phrasing import choices_of, learn
from evals.version import version
from graphs.embedded import learned, understanding
from graphs.embedded.examples import Examples, load_examples
from graphs.embedded.learned import WEIGHTS, Card, Phrasing
from prompts.registry import ROOT
from tools.knowledge_base.encoder import MiniLM
from tools.toolbox import AREA_TOOLS

CARD = "card.md"
_READABLE = 0o644
"""The server may run as somebody else than who trained."""


@dataclass(frozen=True)
class Order:
    """What is to be learned from, and where it goes."""

    sources: tuple[Path, ...]
    folder: Path
    folds: int
    today: date


class Remembering:
    """The encoder with all the vectors it has made: every training wants most of them again."""

    def __init__(self, encoder: understanding.Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    async def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per text."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            self._known.update(zip(missing, await self._encoder.encode(missing), strict=True))
        return np.stack([self._known[text] for text in texts])

    def words(self) -> frozenset[str]:
        """Return the words that are rightly spelt."""
        return self._encoder.words() if isinstance(self._encoder, understanding.KnowsWords) else frozenset()


async def train(
    order: Order, told: Progress, encoder: understanding.Encoder | None = None, shipped: Examples | None = None
) -> Card:
    """Learn from files and write the folder; returns its card.

    Raises:
        TranscriptError: A file cannot be used, or there is nothing to learn.
        Unavailable: The encoder did not answer.
    """
    shipped = shipped or load_examples(ROOT)
    gathering = Gathering(shipped.area_by_intent)
    for source in order.sources:
        gathering.add(source)
    lessons = gathering.lessons()
    remembering = Remembering(encoder or MiniLM.load())
    examples = learned.added(shipped, lessons.taught)
    tools = {tool.name: tool for tools in AREA_TOOLS.values() for tool in tools}
    phrasing = learn(lessons.said, choices_of(tools.values()), [one.text for one in shipped.requests])
    trial = training_measuring.Trial(shipped, lessons, tuple(tools.values()), remembering)
    measured = await training_measuring.compared(trial, order.folds, told)
    told(order.folds + 1, order.folds + 2, "Learning from all of it")
    order.folder.mkdir(parents=True, exist_ok=True)
    await understanding.keep(remembering, examples, order.folder / WEIGHTS)
    (order.folder / WEIGHTS).chmod(_READABLE)
    card = Card(
        made=order.today.isoformat(),
        version=version(),
        key=understanding.key_of(remembering, examples),
        encoder=remembering.name,
        sources=lessons.sources,
        counts=_counts(lessons, phrasing),
        measured=measured,
        files={},
    )
    whole = learned.write(order.folder, lessons.taught, phrasing, card)
    (order.folder / CARD).write_text(_worded(whole, lessons, phrasing), encoding="utf-8")
    return whole


def _counts(lessons: Lessons, phrasing: Phrasing) -> Mapping[str, int]:
    kinds = [one.kind for one in lessons.taught]
    return {
        "conversations": len(set(lessons.conversation)),
        "requests": kinds.count("request"),
        "sentiments": kinds.count("sentiment"),
        "readings": kinds.count("reading"),
        "intents": len({one.intent for one in lessons.taught if one.kind == "request"}),
        "phrases": sum(len(said) for choices in phrasing.values() for said in choices.values()),
    }


def _worded(card: Card, lessons: Lessons, phrasing: Phrasing) -> str:
    return rendered("learned_card.md", card=card, left_aside=lessons.left_aside, phrasing=phrasing)
