"""The product to talk to, as in tests/spec, and records as a file would hold them."""

from collections.abc import Callable
from typing import Any

import pytest

from evals.convert.reading import Record
from tests.spec.conftest import begin, brain, graph, house, prompts

__all__ = ["begin", "brain", "graph", "house", "prompts"]

Listed = Callable[..., list[Record]]


@pytest.fixture
def lines() -> Listed:
    """Number records as the lines of a file."""

    def listed(*data: Any) -> list[Record]:
        return [Record(f"chats.jsonl, line {line}", f"chats-{line}", one) for line, one in enumerate(data, start=1)]

    return listed
