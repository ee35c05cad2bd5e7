"""Conversations with the whole product, once with the embedded model and once with a scripted one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, Protocol
from zoneinfo import ZoneInfo

import pytest
from langchain_core.language_models import BaseChatModel
from sqlalchemy.exc import OperationalError

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
from tests.scripted import ScriptedModel
from tests.spec.office import Office
from tests.talk import ADA, Talk
from tools.context import Caller
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store

SCRIPTED = pytest.mark.parametrize("brain", ["scripted"], indirect=True)
"""For what only a language model would do."""
EMBEDDED = pytest.mark.parametrize("brain", ["embedded"], indirect=True)
"""For what only the built-in model would do."""


class Begin(Protocol):
    """Begins conversations: `talk = await begin(caller)`."""

    async def __call__(
        self, caller: Caller = ADA, conversation_id: str = "K-test", models: Models | None = None
    ) -> Talk:
        """Open one; with `models` these answer in place of the test's brain."""


Restart = Callable[[Talk], Awaitable[Talk]]
Break = Callable[[ModuleType, str], None]


@pytest.fixture(scope="session")
def graph() -> Graph:
    return build()


@pytest.fixture(scope="session")
def prompts() -> Prompts:
    return Prompts()


@pytest.fixture(params=["embedded", "scripted"])
def brain(request: pytest.FixtureRequest, clock: Clock, prompts: Prompts) -> BaseChatModel:
    """Who answers: the built-in model, or one that plays the lines of the test."""
    if request.param == "scripted":
        return ScriptedModel()
    fitted: Understanding = request.getfixturevalue("shipped")
    return EmbeddedModel(
        understanding=fitted,
        endings=request.getfixturevalue("endings"),
        stories=request.getfixturevalue("stories"),
        shelves=request.getfixturevalue("articles"),
        prompts=prompts,
        company="Northlight",
        now=clock,
        zone=ZoneInfo("Europe/London"),
    )


@pytest.fixture
def house(
    brain: BaseChatModel,
    northlight: Store,
    articles: KnowledgeBase,
    graph: Graph,
    prompts: Prompts,
    clock: Clock,
    tmp_path: Path,
) -> House:
    """Northlight, open and ready, with one model for everything."""
    settings = Settings(data_dir=tmp_path, _env_file=None)
    return House(
        settings=settings,
        store=northlight,
        knowledge=articles,
        models=Models(small=brain, large=brain),
        prompts=prompts,
        ledger=ledger(settings),
        graph=graph,
        now=clock,
    )


@pytest.fixture
def begin(house: House, brain: BaseChatModel) -> Begin:
    turns = Turns(house, Metrics())

    async def begun(caller: Caller = ADA, conversation_id: str = "K-test", models: Models | None = None) -> Talk:
        if models is not None:
            other = replace(house, models=models)
            return await Talk(other, Turns(other, Metrics()), caller, None, conversation_id).begin()
        script = brain if isinstance(brain, ScriptedModel) else None
        return await Talk(house, turns, caller, script, conversation_id).begin()

    return begun


@pytest.fixture
async def talk(begin: Begin) -> Talk:
    """Ada Finch, signed in, in a web chat."""
    return await begin()


@pytest.fixture(scope="session")
def seeded() -> dict[str, Any]:
    """The rows that every test begins with, read by the first that wants them."""
    return {}


@pytest.fixture
async def office(northlight: Store, seeded: dict[str, Any]) -> Office:
    """The back office, and what has changed in it since the test began."""
    if not seeded:
        seeded.update((await Office.at(northlight)).before)
    return Office(northlight, seeded)


@pytest.fixture
async def restart() -> AsyncIterator[Restart]:
    """Go on in another process: nothing is left of the first but the database."""
    opened: list[Store] = []

    async def restarted(talk: Talk) -> Talk:
        opened.append(Store.at(talk.house.store.engine.url.render_as_string(hide_password=False)))
        house = replace(talk.house, store=opened[-1], ledger=ledger(talk.house.settings), graph=build())
        return replace(talk, house=house, turns=Turns(house, Metrics()))

    yield restarted
    for store in opened:
        await store.close()


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Let a part of the back office give no answer: `breaks(orders, "of_customer")`."""

    def broken(noun: ModuleType, function: str) -> None:
        async def silent(*_: Any, **__: Any) -> NoReturn:
            raise OperationalError(f"{noun.__name__}.{function}", {}, ConnectionError("no answer"))

        monkeypatch.setattr(noun, function, silent)

    return broken
