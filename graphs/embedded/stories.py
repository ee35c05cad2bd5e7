"""A choice told as a story: "the wall socket has sunk into the plaster" asks for a repair, and never says the word.

Each argument that such stories are known of has a classifier of its own, learned from them as intents are from
examples. It is asked only where the customer would otherwise be asked.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from graphs.embedded import classifier, stored
from graphs.embedded.classifier import Classifier
from graphs.embedded.endings import parts
from graphs.embedded.understanding import Encoder

VERSION = "1"
"""Part of the cache's key: raise it when training changes."""
Told = Mapping[str, Mapping[str, Sequence[str]]]
"""By an argument's name, then by its value: what is told; under the empty value what says nothing of it."""
STORY, ANSWER = 0.85, 0.7
"""So likely a clause must mean a choice: of what was told by the way, and of the answer to the very question. Found on
recorded bookings, where most stories are at 0.95 and above."""


class Stories:
    """The trained classifiers, by argument, and the encoder they were trained on."""

    def __init__(self, encoder: Encoder, learned: Mapping[str, Classifier]) -> None:
        self._encoder = encoder
        self._learned = learned

    @classmethod
    async def fit(cls, encoder: Encoder, told: Told, cache: Path | None = None) -> Self:
        """Train on what is told, or take what the cache holds of the same."""
        learned = {name: await _of(encoder, name, by_choice, cache) for name, by_choice in told.items()}
        return cls(encoder, learned)

    async def choice(self, argument: str, texts: Sequence[str], enough: float = STORY) -> str | None:
        """Return the choice that the first text to tell of one means; None where none does, or it tells of several."""
        learned = self._learned.get(argument)
        for text in texts:
            found = await self._meant(learned, text, enough) if learned is not None else set()
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    async def _meant(self, learned: Classifier, text: str, enough: float) -> set[str]:
        said = list(dict.fromkeys((text, *parts(text))))
        vectors = await self._encoder.encode(said)
        chances = [learned.probabilities(one, vector) for one, vector in zip(said, vectors, strict=True)]
        likely = [(learned.labels[int(one.argmax())], float(one.max())) for one in chances]
        return {label for label, chance in likely if label and chance >= enough}


async def _of(encoder: Encoder, name: str, by_choice: Mapping[str, Sequence[str]], cache: Path | None) -> Classifier:
    digest = hashlib.sha256(f"{VERSION} {encoder.name} {json.dumps(by_choice)}".encode()).hexdigest()[:24]
    file = cache / f"stories-{name}-{digest}.npz" if cache else None
    learned = await asyncio.to_thread(stored.load, file, Classifier.of_arrays) if file else None
    if learned is None:
        pairs = [(text, choice) for choice, texts in by_choice.items() for text in texts]
        texts, labels = [text for text, _ in pairs], [choice for _, choice in pairs]
        vectors = np.asarray(await encoder.encode(texts), np.float32)
        learned = (await asyncio.to_thread(classifier.fit, texts, vectors, labels)).classifier
        if file:
            await asyncio.to_thread(stored.save, file, learned.arrays())
    return learned
