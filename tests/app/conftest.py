"""An app on a seeded SQLite store, whose graph does what the test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.opening import Rooms
from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.tokens import Staff, Tokens
from app.turns import Turns
from app.wiring import House, ledger
from graphs.conversation import Graph
from graphs.events import TextDelta, TurnEvent
from graphs.services import Models, Services
from graphs.state import Conversation
from prompts.registry import Prompts
from tests.conftest import Clock
from tests.scripted import ScriptedModel
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store

SECRET = "a-test-secret-of-more-than-32-characters"
Say = Callable[[TurnEvent], None]
Think = Callable[[Conversation, Services, Say], Awaitable[Conversation]]


async def echo(state: Conversation, services: Services, say: Say) -> Conversation:
    """Answer with the customer's words, in two pieces."""
    reply = f"You said: {state.inbound.text}"
    say(TextDelta(text=reply[:10]))
    say(TextDelta(text=reply[10:]))
    return replace(state, reply=[reply])


@dataclass
class FakeGraph:
    """Does in place of the graph what a test wants, and notes what it was given."""

    think: Think = echo
    given: list[Conversation] = field(default_factory=list)

    async def astream(
        self, state: Conversation, config: object, *, context: Services, stream_mode: list[str]
    ) -> AsyncIterator[tuple[str, Any]]:
        self.given.append(state)
        said: asyncio.Queue[TurnEvent | None] = asyncio.Queue()
        thinking = asyncio.create_task(_thought(self.think(state, context, said.put_nowait), said))
        while (event := await said.get()) is not None:
            yield "custom", event
        yield "values", vars(await thinking)


async def _thought(thought: Awaitable[Conversation], said: asyncio.Queue[TurnEvent | None]) -> Conversation:
    try:
        return await thought
    finally:
        said.put_nowait(None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, token_secret=SECRET, data_dir=tmp_path, rate_burst=1000)


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(SECRET)


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def house(settings: Settings, northlight: Store, clock: Clock, graph: FakeGraph, model: ScriptedModel) -> House:
    return House(
        settings=settings,
        store=northlight,
        knowledge=cast(KnowledgeBase, None),
        models=Models(small=model, large=model),
        prompts=Prompts(),
        ledger=ledger(settings),
        graph=cast(Graph, graph),
        now=clock,
    )


@pytest.fixture
async def turns(house: House) -> AsyncIterator[Turns]:
    async with Turns(house, Metrics()).working() as working:
        yield working


@pytest.fixture
async def app(settings: Settings, house: House, turns: Turns) -> AsyncIterator[FastAPI]:
    @asynccontextmanager
    async def rooms(_settings: Settings) -> AsyncIterator[Rooms]:
        yield house, turns

    made = create_app(settings, open_rooms=rooms)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as opened:
        yield opened


@pytest.fixture
def ada(tokens: Tokens) -> dict[str, str]:
    """The headers of Ada Finch, signed in."""
    return bearer(tokens.customer("C-1001", now=real_now()))


@pytest.fixture
def boss(tokens: Tokens) -> dict[str, str]:
    """The headers of a supervisor."""
    return bearer(tokens.staff(Staff("Sam", "supervisor"), now=real_now()))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def real_now() -> Any:
    """The time that tokens expire by."""
    from datetime import UTC, datetime

    return datetime.now(UTC)
