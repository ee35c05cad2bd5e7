"""Who runs the turn: one module each, opened in a process of its own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import Protocol

from evals.bench.scene import Scene

Hear = Callable[[str], None]
"""Takes the next piece of the reply."""


class Contender(Protocol):
    """Runs turns, and keeps its conversations in the scene's database."""

    async def begin(self, conversation: str) -> None:
        """Open a conversation; not measured."""

    async def turn(self, conversation: str, text: str, hear: Hear) -> int:
        """Answer the customer's words; return how often the tool ran."""


Opened = Callable[[Scene], AbstractAsyncContextManager[Contender]]

TITLES = {
    "switchboard": "Switchboard",
    "plain_langgraph": "langgraph + ChatOpenAI",
    "openai_agents": "openai-agents",
    "pydantic_ai": "pydantic-ai",
    "openai_sdk": "bare openai SDK",
}
"""The contenders' modules, and what they are called in the report."""
YARDSTICK = "plain_langgraph"
"""Whose numbers the others are compared with."""
PACKAGES = {
    "plain_langgraph": ("langgraph", "langchain-openai", "langgraph-checkpoint-sqlite"),
    "openai_agents": ("openai-agents",),
    "pydantic_ai": ("pydantic-ai-slim",),
    "openai_sdk": ("openai",),
}
"""Whose versions the report names."""


def opened(name: str) -> Opened:
    """Import a contender: `opened(name)(scene)` is a context manager."""
    found: Opened = import_module(f"{__name__}.{name}").opened
    return found
