"""The search over the articles: vectors for what is meant, words for what is named, and a floor under both.

A passage is near to a question by its own text and by the questions that its author says it answers.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from tools.errors import Unavailable
from tools.knowledge_base.encoder import Encoder
from tools.knowledge_base.ingest import Article, Cut, read_articles
from tools.knowledge_base.readings import Readings, Scores
from tools.knowledge_base.shelves import Shelves, entries_of
from tools.knowledge_base.snapshot import Kind, Snapshot
from tools.recent import Recent
from tools.records import Passage

if TYPE_CHECKING:
    pass

FLOOR = 0.51
"""Passages that score less are not returned; tests/tools/knowledge_base/test_ranking.py shows how it was chosen."""
_WORDS_WEIGH, _ASKED_WEIGHS = 0.15, 0.75
"""The shares of the words, and of the questions that a passage answers; the rest is its own text's cosine."""
_OF_ONE_ARTICLE = 2
"""A list of passages may hold no more of one article: the second best article is often the right one."""
_FEW = 5
"""So many passages of an area answer for it beside its best: one that is near by chance has few neighbours. With them
the area was right of 352 of 371 questions in recorded conversations, with the best alone of 346."""
_RECENT = 64
"""So many queries' scores are kept: whose matter a question is, and its answer, are found by one search."""

Progress = Callable[[str, int, int], None]
"""Told after each file: its name, how many are done, how many there are."""


@dataclass(frozen=True)
class Ingested:
    """What an ingestion changed."""

    embedded: int
    """Files that were new or different."""
    unchanged: int
    removed: int
    passages: int
    """How many the base holds now."""


class KnowledgeBase:
    """One collection of passages on disk. One process may own it at a time (Chroma's embedded client)."""

    def __init__(self, shelves: Shelves, snapshot: Snapshot, encoder: Encoder) -> None:
        self._shelves = shelves
        self._snapshot = snapshot
        self._encoder = encoder
        self._ingesting = asyncio.Lock()
        self._read = asyncio.Event()
        self._read.set()
        self._tried = self._up_to_date = False
        self._recent: Recent[str, tuple[Snapshot, Scores]] = Recent(_RECENT)

    @classmethod
    async def open(cls, data_dir: Path, encoder: Encoder) -> Self:
        """Open the base in a folder."""
        shelves = await Shelves.open(data_dir, encoder)
        return cls(shelves, await shelves.snapshot(), encoder)

    async def close(self) -> None:
        """Let go of the files."""
        await self._shelves.close()

    async def ingest(self, folder: Path, on_progress: Progress | None = None) -> Ingested:
        """Make the base hold exactly the articles of a folder; files that did not change are not embedded again.

        Raises:
            ArticleError: A file is not an article; nothing was changed.
            Unavailable: The encoder or the index did not answer; running it again goes on where it stopped.
        """
        self._tried = True
        if not self._up_to_date:
            self._read.clear()
        try:
            return await self._ingest(folder, on_progress)
        finally:
            self._read.set()

    async def _ingest(self, folder: Path, on_progress: Progress | None) -> Ingested:
        async with self._ingesting:
            articles = await asyncio.to_thread(read_articles, folder)
            stored = await self._shelves.stored()
            changed = [article for article in articles if stored.get(article.file) != _names(article)]
            for done, article in enumerate(changed, start=1):
                await self._put(article, stored.get(article.file, {}))
                if on_progress:
                    on_progress(article.file, done, len(changed))
            gone = stored.keys() - {article.file for article in articles}
            for file in gone:
                await self._shelves.remove(stored[file])
            self._snapshot = await self._shelves.snapshot()
            self._up_to_date = True
            return Ingested(len(changed), len(articles) - len(changed), len(gone), len(self._snapshot.cuts))

    async def search(self, query: str, limit: int = 3) -> list[Passage]:
        """Return the passages that answer a question, best first; none if nothing is close enough.

        The question is the query's last line; lines before it say what it goes on from.

        While the articles are read for the first time since the start, it waits: half of them is not an answer.

        Raises:
            Unavailable: The encoder or the index did not answer.
        """
        await self._read.wait()
        snapshot = self._snapshot
        if not snapshot.cuts and self._tried and not self._up_to_date:
            raise Unavailable("the articles could not be read")
        if not snapshot.cuts or not query.strip():
            return []
        return _best(snapshot.cuts, np.clip(await self._scores(snapshot, query), 0, 1), limit)

    async def areas_near(self, query: str) -> Mapping[str, float]:
        """Say for each area how well its passages answer a question: the best of them, and the best few together.

        The query is one of `search`. While the articles are read for the first time since the start, it waits.

        Raises:
            Unavailable: The encoder or the index did not answer.
        """
        await self._read.wait()
        snapshot = self._snapshot
        if not snapshot.cuts or not query.strip():
            return {}
        scores, areas = await self._scores(snapshot, query), np.array(snapshot.areas)
        return {str(area): _how_well(scores[areas == area]) for area in np.unique(areas)}

    async def _scores(self, snapshot: Snapshot, query: str) -> Scores:
        """Say how well each passage answers a question."""
        known = self._recent.get(query)
        if known is not None and known[0] is snapshot:
            await asyncio.sleep(0)  # who asks the same again and again holds up nobody
            return known[1]
        scores = await self._scored(snapshot, Readings.of(query))
        self._recent.keep(query, (snapshot, scores))
        return scores

    async def _scored(self, snapshot: Snapshot, readings: Readings) -> Scores:
        vectors = await self._encoder.encode(readings.texts)
        text = await self._shelves.nearest(snapshot, vectors, Kind.PASSAGE)
        # A passage whose questions are about something else, or that has none, is as near as its text.
        asked = np.maximum(text, await self._shelves.nearest(snapshot, vectors, Kind.QUESTION))
        named = np.array([snapshot.words.scores(one) for one in readings.texts])
        meant = (1 - _WORDS_WEIGH - _ASKED_WEIGHS) * text + _ASKED_WEIGHS * asked
        return readings.combined(meant + _WORDS_WEIGH * named)

    async def _put(self, article: Article, old: Mapping[Kind, set[str]]) -> None:
        """Store an article's passages, then remove what they replace: a search in between finds one or the other."""
        entries = list(entries_of(article))
        await self._shelves.put(entries, await self._encoder.encode([entry.embedded for entry in entries]))
        names = _names(article)
        await self._shelves.remove({kind: ids - names.get(kind, set()) for kind, ids in old.items()})


def _names(article: Article) -> dict[Kind, set[str]]:
    names: dict[Kind, set[str]] = {}
    for entry in entries_of(article):
        names.setdefault(entry.kind, set()).add(entry.id)
    return names


def _best(cuts: Sequence[Cut], scores: Scores, limit: int) -> list[Passage]:
    """Take the best passages above the floor, a few of each article."""
    taken: list[Passage] = []
    articles: Counter[str] = Counter()
    for row in np.argsort(-scores, kind="stable"):
        cut, score = cuts[row], float(scores[row])
        if score < FLOOR or len(taken) == limit:
            break
        article = cut.source.partition("#")[0]
        if articles[article] < _OF_ONE_ARTICLE:
            articles[article] += 1
            taken.append(Passage(title=cut.title, source=cut.source, text=cut.text, score=round(score, 4)))
    return taken


def _how_well(scores: Scores) -> float:
    """Return how well an area answers, given the scores of all its passages."""
    best = np.sort(scores)[-_FEW:]
    return float((best[-1] + best.mean()) / 2)
