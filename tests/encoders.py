"""Encoders for tests: one that is made of nothing but words, and the real one with a memory."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from tools.knowledge_base.bm25 import words
from tools.knowledge_base.encoder import Encoder, Vectors, unit


class WordEncoder:
    """Texts are alike when they share words: quick, certain, and it counts what it is asked."""

    def __init__(self, name: str = "words-1") -> None:
        self.name = name
        self.dimensions = 64
        self.asked: list[str] = []

    async def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        vectors = np.full((len(texts), self.dimensions), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row, int.from_bytes(sha256(word.encode()).digest()[:4]) % self.dimensions] += 1
        return unit(vectors)


class RememberingEncoder:
    """Another encoder whose vectors are kept in a file between test runs: 336 passages take it 8 s otherwise."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._file = folder / f"{encoder.name}.npz"
        self._known = dict(np.load(self._file)) if self._file.exists() else {}
        self._new = False

    async def encode(self, texts: Sequence[str]) -> Vectors:
        keys = [sha256(text.encode()).hexdigest() for text in texts]
        missing = [row for row, key in enumerate(keys) if key not in self._known]
        if missing:
            made = await self._encoder.encode([texts[row] for row in missing])
            self._known.update({keys[row]: vector for row, vector in zip(missing, made, strict=True)})
            self._new = True
        return np.stack([self._known[key] for key in keys])

    def save(self) -> None:
        """Write the file in one step, so that two test processes cannot spoil it for each other."""
        if self._new:
            made = self._file.with_name(f"{self._file.stem}-{id(self)}.npz")
            np.savez(made, **self._known)
            made.replace(self._file)
