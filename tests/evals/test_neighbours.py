import asyncio
from collections.abc import Sequence

import numpy as np

from evals.neighbours import neighbours, of_intents
from graphs.embedded.examples import Example, Examples
from tools.knowledge_base.encoder import Vectors

GIVEN = Examples(
    areas={
        "billing": (Example(text="money back", intent="refund_order"), Example(text="my bill", intent="list_invoices"))
    },
    special=(Example(text="hello", intent="greeting"),),
    sentiment=(),
    confirmation=(),
)
WORDS = ("money", "back", "bill", "hello")


class CountsWords:
    """Two texts are alike if they share words."""

    async def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([[float(word in text.split()) for word in WORDS] for text in texts], np.float32)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def test_the_nearest_examples_come_first() -> None:
    found = asyncio.run(neighbours(CountsWords(), "I want money back for N-1042", GIVEN.requests, count=2))
    assert [(one.intent, one.likeness) for one in found] == [("refund_order", 1.0), ("list_invoices", 0.0)]


def test_only_the_examples_of_some_intents_are_looked_at() -> None:
    assert [one.text for one in of_intents(GIVEN, {"greeting", "list_invoices"})] == ["my bill", "hello"]
