"""Which example utterances lie next to a customer's words: why the router takes them for one thing or another."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from evals.transcript import Recorded
from graphs.embedded.examples import Example, Examples
from graphs.embedded.spelling import plain
from tools.knowledge_base.encoder import Vectors


class Encoder(Protocol):
    """Turns texts into vectors of length 1."""

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""


class Neighbour(Recorded):
    """One example, and how alike it is."""

    likeness: float
    """The cosine of both vectors: 1 for the same meaning."""
    intent: str
    example: str


def of_intents(examples: Examples, intents: Collection[str]) -> list[Example]:
    """Return the examples of some intents."""
    return [example for example in examples.requests if example.intent in intents]


async def neighbours(encoder: Encoder, text: str, examples: Iterable[Example], count: int = 10) -> list[Neighbour]:
    """Return the examples that are most alike in meaning to a text, nearest first; numbers of records do not count."""
    listed = list(examples)
    vectors = await encoder.encode([plain(text), *(plain(example.text) for example in listed)])
    found = [
        Neighbour(likeness=round(float(likeness), 3), intent=example.intent, example=example.text)
        for likeness, example in zip(vectors[1:] @ vectors[0], listed, strict=True)
    ]
    return sorted(found, key=lambda one: -one.likeness)[:count]
