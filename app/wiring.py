"""Settings -> everything concrete: the one place that knows which database, models and index are used."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from threadpoolctl import threadpool_limits

from app.models import Workshop
from app.models import models as made
from app.reading import being_read
from app.settings import Embeddings, Settings, SettingsError
from app.telemetry import tracing
from graphs.conversation import Graph, build
from graphs.services import Models, Services
from prompts.registry import Prompts
from tools.actions import Ledger
from tools.context import Caller
from tools.knowledge_base.encoder import Encoder, EndpointEncoder, MiniLM
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store
from tools.store.migrate import migrate
from tools.store.seed import seed
from tools.toolbox import AREA_TOOLS

Clock = Callable[[], datetime]
_NORTHLIGHT = Path(str(import_module("tools.knowledge_base").__file__)).parent / "articles"


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything a turn needs, open and ready."""

    settings: Settings
    store: Store
    knowledge: KnowledgeBase
    models: Models
    prompts: Prompts
    ledger: Ledger
    graph: Graph
    now: Clock

    def services(self, caller: Caller, conversation_id: str, spent: Decimal = Decimal(0)) -> Services:
        """Make one turn's services."""
        return Services(
            caller=caller,
            conversation_id=conversation_id,
            store=self.store,
            knowledge=self.knowledge,
            now=self.now,
            timezone=self.settings.timezone,
            approval_limit_minor=int(self.settings.approval_limit * 100),
            models=self.models,
            prompts=self.prompts,
            ledger=self.ledger,
            company=self.settings.company,
            budget_usd=self.settings.budget_usd,
            spent_usd=spent,
        )


@asynccontextmanager
async def open_house(
    settings: Settings, *, models: Models | None = None, now: Clock | None = None, prompts: Prompts | None = None
) -> AsyncIterator[House]:
    """Open everything, the first time with data and articles.

    `models` take the place of the configured ones, `prompts` that of the released ones.
    """
    clock, prompts = now or _now, prompts or Prompts()
    tracing.configure(settings.langsmith)
    async with AsyncExitStack() as stack:
        # A matrix times one vector is not worth a second thread, which goes on spinning on a core that others need.
        stack.enter_context(threadpool_limits(limits=1, user_api="blas"))
        encoder = await _encoder(settings.embeddings, stack)
        # Reading and learning take seconds, the first time, and keep a core each busy.
        try:
            async with asyncio.TaskGroup() as together:
                knowing = together.create_task(_shelves(settings, encoder, stack))
                storing = together.create_task(_store(settings, clock, stack))
                shop = Workshop(settings, prompts, encoder, clock, stack, knowing)
                learning = together.create_task(_models(models, shop))
        except ExceptionGroup as faults:
            raise faults.exceptions[0] from faults
        yield House(
            settings=settings,
            store=storing.result(),
            knowledge=knowing.result(),
            models=learning.result(),
            prompts=prompts,
            ledger=ledger(settings),
            graph=build(),
            now=clock,
        )


@asynccontextmanager
async def open_knowledge(settings: Settings) -> AsyncIterator[KnowledgeBase]:
    """Open the knowledge base alone; no server may have it open at the same time."""
    async with AsyncExitStack() as stack:
        yield await _knowledge(settings, await _encoder(settings.embeddings, stack), stack)


@asynccontextmanager
async def open_models(settings: Settings, prompts: Prompts) -> AsyncIterator[Models]:
    """Open the models alone."""
    async with AsyncExitStack() as stack:
        encoder = await _encoder(settings.embeddings, stack)
        yield await made(Workshop(settings, prompts, encoder, _now, stack))


def articles(settings: Settings) -> Path:
    """Say which folder holds the knowledge base's articles."""
    return settings.articles_dir or _NORTHLIGHT


def ledger(settings: Settings) -> Ledger:
    """Make the ledger over every tool there is."""
    tools = {tool.name: tool for area in AREA_TOOLS.values() for tool in area}
    return Ledger(list(tools.values()), timedelta(minutes=settings.proposal_minutes))


async def _models(given: Models | None, shop: Workshop) -> Models:
    return given or await made(shop)


async def _shelves(settings: Settings, encoder: Encoder, stack: AsyncExitStack) -> KnowledgeBase:
    """Open the knowledge base and begin to read its articles."""
    knowledge = await _knowledge(settings, encoder, stack)
    await stack.enter_async_context(being_read(knowledge, articles(settings)))
    return knowledge


async def _store(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Store:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.at(settings.database)
    stack.push_async_callback(store.close)
    await migrate(store)
    if settings.demonstrates:
        await seed(store, clock())
    return store


async def _knowledge(settings: Settings, encoder: Encoder, stack: AsyncExitStack) -> KnowledgeBase:
    knowledge = await KnowledgeBase.open(settings.data_dir / "knowledge", encoder)
    stack.push_async_callback(knowledge.close)
    return knowledge


async def _encoder(wanted: Embeddings, stack: AsyncExitStack) -> Encoder:
    if wanted.model == "embedded":
        return await asyncio.to_thread(MiniLM.load)
    if wanted.url is None:
        raise SettingsError("SWITCHBOARD_EMBEDDINGS_URL must say where SWITCHBOARD_EMBEDDINGS_MODEL is served.")
    key = wanted.key.get_secret_value() if wanted.key else ""
    encoder = await EndpointEncoder.connect(wanted.url, key, wanted.model)
    stack.push_async_callback(encoder.close)
    return encoder


def _now() -> datetime:
    return datetime.now(UTC)
