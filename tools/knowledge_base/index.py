"""The search over the articles: vectors for what is meant, words for what is named, and a floor under both.

A passage is near to a question by its own text and by the questions that its author says it answers.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, cast

import numpy as np

from tools.errors import Unavailable
from tools.knowledge_base.encoder import Encoder, Vectors
from tools.knowledge_base.ingest import Article, Cut, read_articles
from tools.knowledge_base.readings import Readings, Scores
from tools.knowledge_base.snapshot import PASSAGE, QUESTION, Snapshot, snapshot_of
from tools.recent import Recent
from tools.records import Passage

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.base_types import Metadata

T = TypeVar("T")
FLOOR = 0.51
"""Passages that score less are not returned; tests/tools/knowledge_base/test_ranking.py shows how it was chosen."""
_WORDS_WEIGH, _ASKED_WEIGHS = 0.15, 0.75
"""The shares of the words, and of the questions that a passage answers; the rest is its own text's cosine."""
_NEAREST = 200
"""How many neighbours of each kind Chroma is asked for."""
_OF_ONE_ARTICLE = 2
"""A list of passages may hold no more of one article: the second best article is often the right one."""
_RECENT = 64
"""So many queries' scores are kept: whose matter a question is, and its answer, are found by one search."""
_AT_ONCE = 500
"""How many entries are deleted in one call."""

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

    def __init__(self, client: "Client", collection: "Collection", encoder: Encoder) -> None:
        self._client = client
        self._collection = collection
        self._encoder = encoder
        self._snapshot = snapshot_of(collection)
        self._ingesting = asyncio.Lock()
        self._read = asyncio.Event()
        self._read.set()
        self._tried = self._up_to_date = False
        self._recent: Recent[str, tuple[Snapshot, Scores]] = Recent(_RECENT)

    @classmethod
    async def open(cls, data_dir: Path, encoder: Encoder) -> Self:
        """Open the base in a folder; vectors of different encoders live in different collections."""
        return await asyncio.to_thread(cls._open, data_dir, encoder)

    @classmethod
    def _open(cls, data_dir: Path, encoder: Encoder) -> Self:
        import chromadb  # 1.6 s: paid in a thread, after the server has begun to answer
        from chromadb.config import Settings

        data_dir.mkdir(parents=True, exist_ok=True)
        # Left alone, Chroma would read the `.env` of the working folder, which is ours.
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        client = chromadb.PersistentClient(data_dir, settings)
        collection = client.get_or_create_collection(
            f"articles-{sha256(encoder.name.encode()).hexdigest()[:16]}",
            metadata={"encoder": encoder.name},
            configuration={"hnsw": {"space": "cosine"}},
            embedding_function=None,
        )
        return cls(cast("Client", client), collection, encoder)

    async def close(self) -> None:
        """Let go of the files."""
        await asyncio.to_thread(self._client.close)

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
            stored = await _in_thread(lambda: _stored(self._collection))
            changed = [article for article in articles if stored.get(article.file, set()) != _ids(article)]
            for done, article in enumerate(changed, start=1):
                await self._put(article, stored.get(article.file, set()))
                if on_progress:
                    on_progress(article.file, done, len(changed))
            gone = stored.keys() - {article.file for article in articles}
            await _in_thread(lambda: _delete(self._collection, (id for file in gone for id in stored[file])))
            self._snapshot = await _in_thread(lambda: snapshot_of(self._collection))
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
        """Say for each area how well its best passage answers a question: the score that a search would give it.

        The query is one of `search`. While the articles are read for the first time since the start, it waits.

        Raises:
            Unavailable: The encoder or the index did not answer.
        """
        await self._read.wait()
        snapshot = self._snapshot
        if not snapshot.cuts or not query.strip():
            return {}
        scores, areas = await self._scores(snapshot, query), np.array(snapshot.areas)
        return {str(area): float(scores[areas == area].max()) for area in np.unique(areas)}

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
        text = await self._nearest(snapshot, vectors, PASSAGE)
        # A passage whose questions are about something else, or that has none, is as near as its text.
        asked = np.maximum(text, await self._nearest(snapshot, vectors, QUESTION))
        named = np.array([snapshot.words.scores(one) for one in readings.texts])
        meant = (1 - _WORDS_WEIGH - _ASKED_WEIGHS) * text + _ASKED_WEIGHS * asked
        return readings.combined(meant + _WORDS_WEIGH * named)

    async def _nearest(self, snapshot: Snapshot, vectors: Vectors, kind: str) -> Scores:
        """Say how near each row is to each vector by its text, or by the nearest of its questions.

        Those that are not among the nearest are taken to be as far as the farthest that was found.
        """
        count = min(_NEAREST, len(snapshot.rows))
        found = await _in_thread(
            lambda: self._collection.query(
                query_embeddings=vectors, n_results=count, where={"kind": kind}, include=["distances"]
            )
        )
        distances = found["distances"] or [[] for _ in vectors]
        return np.array([snapshot.by_row(ids, far) for ids, far in zip(found["ids"], distances, strict=True)])

    async def _put(self, article: Article, old: set[str]) -> None:
        """Store an article's passages, then remove what they replace: a search in between finds one or the other."""
        entries = list(_entries(article))
        vectors = await self._encoder.encode([entry.embedded for entry in entries])
        ids = [entry.id for entry in entries]
        metadatas = [entry.about for entry in entries]
        documents = [entry.text for entry in entries]
        await _in_thread(lambda: self._collection.upsert(ids, vectors, metadatas, documents))
        await _in_thread(lambda: _delete(self._collection, old - set(ids)))


async def _in_thread(work: Callable[[], T]) -> T:
    """Run a blocking call to Chroma without holding up the other conversations."""
    from chromadb.errors import ChromaError

    try:
        return await asyncio.to_thread(work)
    except ChromaError as error:
        raise Unavailable("the knowledge base did not answer") from error


@dataclass(frozen=True)
class _Entry:
    """What stands under one id in Chroma: a passage, or a question that one answers."""

    id: str
    text: str
    embedded: str
    about: "Metadata"


def _entries(article: Article) -> Iterator[_Entry]:
    """Name an article's entries by its content: an article is stored when exactly these are."""
    for number, cut in enumerate(article.passages):
        name = f"{article.file}@{article.digest[:16]}#{number:03}"
        about = {"file": article.file, "area": article.area, "title": cut.title, "source": cut.source}
        yield _Entry(name, cut.text, cut.searched, {"kind": PASSAGE, **about})
        for at, question in enumerate(cut.asked):
            yield _Entry(f"{name}/{at:02}", question, question, {"kind": QUESTION, "of": name})


def _ids(article: Article) -> set[str]:
    return {entry.id for entry in _entries(article)}


def _stored(collection: "Collection") -> dict[str, set[str]]:
    """Return the ids that are in the collection, by file."""
    files: dict[str, set[str]] = {}
    for passage_id in collection.get(include=[])["ids"]:
        files.setdefault(passage_id.rpartition("@")[0], set()).add(passage_id)
    return files


def _delete(collection: "Collection", ids: Iterable[str]) -> None:
    """Delete passages; Chroma takes no empty list, and only so many at once."""
    gone = sorted(ids)
    for start in range(0, len(gone), _AT_ONCE):
        collection.delete(ids=gone[start : start + _AT_ONCE])


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
