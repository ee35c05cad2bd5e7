"""Conversations with the whole product, once with the embedded model and once with a scripted one."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from langchain_core.language_models import BaseChatModel

from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import House, ledger
from graphs.conversation import Graph, build
from graphs.embedded.model import EmbeddedModel
from graphs.embedded.understanding import Understanding
from graphs.services import Models
from prompts.registry import Prompts
from tests.conftest import Clock
from tests.minds import articles, minilm, understanding
from tests.scripted import ScriptedModel
from tests.talk import ADA, Talk
from tools.context import Caller
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store

__all__ = ["articles", "minilm", "understanding"]
Begin = Callable[..., Any]


@pytest.fixture(scope="session")
def graph() -> Graph:
    return build()


@pytest.fixture(scope="session")
def prompts() -> Prompts:
    return Prompts()


@pytest.fixture(params=["embedded", "scripted"])
def brain(
    request: pytest.FixtureRequest, clock: Clock, prompts: Prompts, understanding: Understanding
) -> BaseChatModel:
    """Who answers: the built-in model, or one that plays the lines of the test."""
    if request.param == "scripted":
        return ScriptedModel()
    return EmbeddedModel(
        understanding=understanding,
        prompts=prompts,
        company="Northlight",
        now=clock,
        zone=ZoneInfo("Europe/London"),
    )


@pytest.fixture
async def begin(
    brain: BaseChatModel, northlight: Store, articles: KnowledgeBase, graph: Graph, clock: Clock, tmp_path: Path
) -> AsyncIterator[Begin]:
    """Begin conversations: `talk = await begin(caller)`."""
    settings = Settings(data_dir=tmp_path, _env_file=None)
    house = House(
        settings=settings,
        store=northlight,
        knowledge=articles,
        models=Models(small=brain, large=brain),
        prompts=Prompts(),
        ledger=ledger(settings),
        graph=graph,
        now=clock,
    )
    turns = Turns(house, Metrics())

    async def begun(caller: Caller = ADA, conversation_id: str = "K-test") -> Talk:
        script = brain if isinstance(brain, ScriptedModel) else None
        return await Talk(house, turns, caller, script, conversation_id).begin()

    yield begun


@pytest.fixture
async def talk(begin: Begin) -> Talk:
    """Ada Finch, signed in, in a web chat."""
    begun: Talk = await begin()
    return begun
