"""How well the embedded model's classifier tells intents apart, on any team's labelled texts.

Nothing that is measured on has been learned from: either there is a file of its own to test with, or each text is in
the one part of several that is left out of the training it is asked of. Thresholds and confidence come from the
training part alone.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from evals.intents_findings import Asked, Effort, Findings, Setting, found
from evals.intents_reading import OOS, IntentsError, Labelled
from evals.progress import Progress
from graphs.embedded import classifier
from graphs.embedded.classifier import Classifier
from tools.knowledge_base.encoder import Encoder

Vectors = NDArray[np.float32]

SEED = 0
TIMED = 300
"""So many messages are timed, one at a time."""
WARM = 20
_AT_ONCE = 512


@dataclass(frozen=True)
class Material:
    """What to learn from and what to be asked."""

    train: tuple[Labelled, ...]
    test: tuple[Labelled, ...] | None
    """None: parts of `train` take turns."""
    folds: int = 5
    descriptions: tuple[Labelled, ...] = ()
    """What each intent is about, in words: learned from beside the texts, never asked."""


@dataclass(frozen=True)
class _Known:
    """Texts with their sentence vectors."""

    texts: tuple[Labelled, ...]
    vectors: Vectors

    def part(self, rows: Sequence[int]) -> "_Known":
        return _Known(tuple(self.texts[row] for row in rows), self.vectors[list(rows)])

    def __add__(self, other: "_Known") -> "_Known":
        return _Known((*self.texts, *other.texts), np.vstack([self.vectors, other.vectors]))


async def measure(material: Material, encoder: Encoder, told: Progress) -> Findings:
    """Train and ask.

    Raises:
        IntentsError: The texts cannot be learned from.
        Unavailable: The encoder did not answer.
    """
    started = perf_counter()
    train = await _encoded(material.train, encoder, told)
    described = await _encoded(material.descriptions, encoder, told)
    test = None if material.test is None else await _encoded(material.test, encoder, told)
    encoding = perf_counter() - started
    asked: list[Asked] = []
    seconds, sizes = [], []
    times: list[float] = []
    parts = _parts(train, test, material.folds)
    for number, (learned, left_out) in enumerate(parts):
        told(number, len(parts), "Learning")
        whole = learned + described if described.texts else learned
        trained, took = await asyncio.to_thread(_fitted, whole)
        seconds.append(took)
        sizes.append(len(whole.texts))
        asked += await asyncio.to_thread(_answers, trained, left_out)
        times = times or await _timed(trained, encoder, left_out.texts)
    effort = Effort(sum(seconds) / len(seconds), encoding, times)
    labels = len({one.intent for one in (*material.train, *material.descriptions)})
    setting = Setting(round(sum(sizes) / len(sizes)), labels, None if test else material.folds, encoder.name)
    return found(asked, effort, setting)


def dealt(texts: Sequence[Labelled], folds: int, seed: int = SEED) -> list[int]:
    """Say for each text which part it is in: of each intent nearly as many in each, equal texts in the same."""
    order = np.random.default_rng(seed).permutation(len(texts))
    by_intent = sorted(order.tolist(), key=lambda row: texts[row].intent)
    part: dict[str, int] = {}
    for row in by_intent:
        part.setdefault(texts[row].text.casefold(), len(part) % folds)
    return [part[one.text.casefold()] for one in texts]


async def _encoded(texts: tuple[Labelled, ...], encoder: Encoder, told: Progress) -> _Known:
    parts: list[Vectors] = []
    for start in range(0, len(texts), _AT_ONCE):
        told(start, len(texts), "Reading")
        parts.append(await encoder.encode([one.text for one in texts[start : start + _AT_ONCE]]))
    return _Known(texts, np.vstack(parts) if parts else np.empty((0, 0), np.float32))


def _parts(train: _Known, test: _Known | None, folds: int) -> list[tuple[_Known, _Known]]:
    if test is not None:
        return [(train, test)]
    of = np.array(dealt(train.texts, folds))
    present = [fold for fold in range(folds) if (of == fold).any()]
    if len(present) < 2:
        raise IntentsError(f"{len(train.texts)} texts are too few for {folds} parts.")
    pairs = ((np.flatnonzero(of != fold).tolist(), np.flatnonzero(of == fold).tolist()) for fold in present)
    return [(train.part(learned), train.part(left_out)) for learned, left_out in pairs]


def _fitted(known: _Known) -> tuple[Classifier, float]:
    started = perf_counter()
    try:
        fitted = classifier.fit([one.text for one in known.texts], known.vectors, _intents(known), OOS)
    except ValueError as error:
        raise IntentsError(f"The classifier cannot learn from these texts: {error}.") from error
    return fitted.classifier, perf_counter() - started


def _intents(known: _Known) -> list[str]:
    return [one.intent for one in known.texts]


def _answers(trained: Classifier, known: _Known) -> list[Asked]:
    answers = []
    with threadpool_limits(limits=1):
        for one, vector in zip(known.texts, known.vectors, strict=True):
            chances = trained.probabilities(one.text, vector)
            best = int(chances.argmax())
            answers.append(Asked(one.intent, trained.labels[best], float(chances[best])))
    return answers


async def _timed(trained: Classifier, encoder: Encoder, texts: Sequence[Labelled]) -> list[float]:
    """Time single messages from text to label, on one thread; a few that are not counted warm up."""
    step = max(1, len(texts) // TIMED)
    chosen = [one.text for one in texts[::step]][:TIMED]
    # An encoder remembers the last texts: with a space more they are others to it, and the counted ones are new.
    warm = [f"{text} " for text in chosen[:WARM]]
    with threadpool_limits(limits=1):
        for text in warm:
            await _milliseconds(trained, encoder, text)
        return [await _milliseconds(trained, encoder, text) for text in chosen]


async def _milliseconds(trained: Classifier, encoder: Encoder, text: str) -> float:
    started = perf_counter()
    vector = (await encoder.encode([text]))[0]
    trained.probabilities(text, vector)
    return (perf_counter() - started) * 1000
