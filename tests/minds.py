"""Fixtures that are slow to make and only read: the real encoder, the product's articles, a fitted understanding."""

import asyncio
from collections.abc import Iterator

import pytest

from graphs.embedded.endings import Endings
from graphs.embedded.examples import load_endings, load_examples
from graphs.embedded.stories import Stories
from graphs.embedded.understanding import Understanding
from prompts.registry import ROOT, Prompts
from tests.databases import run_apart
from tests.encoders import RememberingEncoder
from tools.knowledge_base.encoder import MiniLM
from tools.knowledge_base.index import KnowledgeBase
from tools.knowledge_base.ingest import ARTICLES


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    return MiniLM.load()


@pytest.fixture(scope="session")
def articles(
    minilm: MiniLM, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeBase]:
    """The product's own articles behind the real model; shared, so tests only read it."""
    encoder = RememberingEncoder(minilm, pytestconfig.cache.mkdir("vectors"))

    async def ingested() -> KnowledgeBase:
        base = await KnowledgeBase.open(tmp_path_factory.mktemp("knowledge"), encoder)
        await base.ingest(ARTICLES)
        return base

    base = asyncio.run(ingested())
    yield base
    encoder.save()
    asyncio.run(base.close())


@pytest.fixture(scope="session")
def shipped(minilm: MiniLM, pytestconfig: pytest.Config) -> Understanding:
    """Trained on exactly what the product ships, and kept between runs."""
    trained: list[Understanding] = []

    async def train() -> None:
        cache = pytestconfig.cache.mkdir("understanding")
        trained.append(await Understanding.fit(minilm, load_examples(ROOT), cache))

    run_apart(train())
    return trained[0]


@pytest.fixture(scope="session")
def endings(minilm: MiniLM, pytestconfig: pytest.Config) -> Endings:
    """Trained on exactly what the product ships, and kept between runs."""
    trained: list[Endings] = []

    async def train() -> None:
        cache = pytestconfig.cache.mkdir("understanding")
        trained.append(await Endings.fit(minilm, load_endings(ROOT), load_examples(ROOT).special, cache))

    run_apart(train())
    return trained[0]


@pytest.fixture(scope="session")
def stories(minilm: MiniLM, pytestconfig: pytest.Config) -> Stories:
    """Trained on exactly what the product ships, and kept between runs."""
    trained: list[Stories] = []

    async def train() -> None:
        cache = pytestconfig.cache.mkdir("understanding")
        trained.append(await Stories.fit(minilm, Prompts().table("embedded/stories"), cache))

    run_apart(train())
    return trained[0]
