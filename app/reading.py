"""The articles are read while customers are served already; a search waits until they are."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tools.errors import Unavailable
from tools.knowledge_base.index import KnowledgeBase
from tools.knowledge_base.ingest import read_articles

log = logging.getLogger(__name__)
AGAIN_SECONDS = 30.0
_EVERY = 10


class _StoppedError(Exception):
    """The house closes; what has been read stays, and the next start goes on from there."""


@asynccontextmanager
async def being_read(knowledge: KnowledgeBase, folder: Path) -> AsyncIterator[None]:
    """Read a folder's articles in the background; at the end of the block, after the one in hand, stop.

    Raises:
        ArticleError: A file is not an article.
    """
    await asyncio.to_thread(read_articles, folder)
    stop = asyncio.Event()
    reading = asyncio.create_task(_read(knowledge, folder, stop), name="reading articles")
    await asyncio.sleep(0)  # let it begin: from now on a search waits for it
    try:
        yield
    finally:
        stop.set()
        await reading


async def _read(knowledge: KnowledgeBase, folder: Path, stop: asyncio.Event) -> None:
    def told(_file: str, done: int, total: int) -> None:
        if stop.is_set():
            raise _StoppedError
        level = logging.INFO if done == total or done % _EVERY == 0 else logging.DEBUG
        log.log(level, "reading articles %d of %d", done, total, extra={"done": done, "total": total})

    while not stop.is_set():
        try:
            held = await knowledge.ingest(folder, told)
        except _StoppedError:
            return
        except Unavailable as error:
            log.error("the articles could not be read: %s; trying again", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), AGAIN_SECONDS)
        else:
            log.info("articles read: %d passages", held.passages, extra={"done": 1, "total": 1})
            return
