import asyncio
from collections.abc import Iterator

import pytest

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
