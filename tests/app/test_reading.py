"""Customers are served while the articles are still read; a search waits for them."""

import asyncio
import logging
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from app import reading
from app.reading import being_read
from app.starting import Steps
from tools.errors import Unavailable
from tools.knowledge_base.encoder import Vectors
from tools.knowledge_base.index import KnowledgeBase
from tools.knowledge_base.ingest import ArticleError

WARRANTY = "---\ntitle: Warranty\narea: billing\n---\nThe warranty of every speaker is two years.\n"


class Gate:
    """An encoder that waits until it is told to go on, and fails as often as it is told to."""

    name = "gate"
    dimensions = 2

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.faults = 0

    async def encode(self, texts: Sequence[str]) -> Vectors:
        await self.open.wait()
        if self.faults:
            self.faults -= 1
            raise Unavailable("no vectors")
        return np.tile(np.array([[1.0, 0.0]], np.float32), (len(texts), 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "articles"
    inside.mkdir()
    (inside / "warranty.md").write_text(WARRANTY)
    return inside


async def test_a_search_waits_until_the_articles_are_read(folder: Path, tmp_path: Path) -> None:
    gate = Gate()
    knowledge = await KnowledgeBase.open(tmp_path / "base", gate)
    async with being_read(knowledge, folder):
        searching = asyncio.create_task(knowledge.search("warranty of a speaker"))
        await asyncio.wait([searching], timeout=0.05)
        assert not searching.done()
        gate.open.set()
        assert [passage.title for passage in await searching] == ["Warranty"]
    await knowledge.close()


async def test_a_house_that_closes_does_not_wait_for_the_other_articles(folder: Path, tmp_path: Path) -> None:
    (folder / "zz.md").write_text(WARRANTY)
    gate = Gate()
    knowledge = await KnowledgeBase.open(tmp_path / "base", gate)
    async with being_read(knowledge, folder):
        gate.open.set()
    with pytest.raises(Unavailable):
        await knowledge.search("warranty of a speaker")
    await knowledge.close()


async def test_reading_goes_on_after_an_outage(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reading, "AGAIN_SECONDS", 0.0)
    gate = Gate()
    gate.open.set()
    gate.faults = 1
    knowledge = await KnowledgeBase.open(tmp_path / "base", gate)
    with caplog.at_level(logging.INFO, "app.reading"):
        async with being_read(knowledge, folder):
            (task,) = [one for one in asyncio.all_tasks() if one.get_name() == "reading articles"]
            await task
    assert "trying again" in caplog.text
    assert len(await knowledge.search("warranty of a speaker")) == 1
    await knowledge.close()


async def test_articles_that_could_not_be_read_are_an_outage_not_a_lack_of_answers(
    folder: Path, tmp_path: Path
) -> None:
    gate = Gate()
    gate.open.set()
    gate.faults = 1
    knowledge = await KnowledgeBase.open(tmp_path / "base", gate)
    with pytest.raises(Unavailable):
        await knowledge.ingest(folder)
    with pytest.raises(Unavailable):
        await knowledge.search("warranty of a speaker")
    await knowledge.close()


async def test_a_file_that_is_no_article_stops_the_start(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.md").write_text("no title")
    knowledge = await KnowledgeBase.open(tmp_path / "base", Gate())
    with pytest.raises(ArticleError, match=r"broken\.md"):
        async with being_read(knowledge, folder):
            raise AssertionError
    await knowledge.close()


def test_a_terminal_shows_the_steps_in_place_of_log_lines_and_gets_them_back() -> None:
    shown = StringIO()
    log, learning = logging.getLogger("app.reading"), logging.getLogger("graphs.embedded.understanding")
    before = log.level, log.propagate
    console = Console(file=shown, force_terminal=True, width=80)
    with Steps(console) as steps:
        learning.info("learning from %s examples", "1,900")
        log.debug("reading articles %d of %d", 12, 52, extra={"done": 12, "total": 52})
        console.print("Open http://127.0.0.1:8000")
        steps.opened()
        assert not log.propagate
        log.info("articles read", extra={"done": 1, "total": 1})
        shown_at_the_end = shown.getvalue()
        log.info("reading articles")
        assert shown.getvalue() == shown_at_the_end
    assert (log.level, log.propagate) == before
    assert "learning from 1,900 examples" in shown.getvalue()
    assert "reading articles 12 of 52" in shown.getvalue()
