"""What is kept in Chroma: the passages, and the questions that they answer, each kind in a collection of its own.

One collection with a filter would do, but Chroma takes seven times as long to search where it must filter.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, cast

import numpy as np

from tools.errors import Unavailable
from tools.knowledge_base.encoder import Encoder, Vectors
from tools.knowledge_base.ingest import Article
from tools.knowledge_base.readings import Scores
from tools.knowledge_base.snapshot import Kind, Snapshot, snapshot_of

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.base_types import Metadata

T = TypeVar("T")
_NEAREST = 200
"""How many neighbours of each kind Chroma is asked for."""
_AT_ONCE = 500
"""How many entries are deleted in one call."""


@dataclass(frozen=True)
class Entry:
    """What stands under one id in Chroma: a passage, or a question that one answers."""

    kind: Kind
    id: str
    text: str
    embedded: str
    about: "Metadata"


class Shelves:
    """The collections of one encoder, on disk. One process may own them at a time (Chroma's embedded client)."""

    def __init__(self, client: "Client", collections: "Mapping[Kind, Collection]") -> None:
        self._client = client
        self._collections = collections

    @classmethod
    async def open(cls, data_dir: Path, encoder: Encoder) -> Self:
        """Open them in a folder; vectors of different encoders live in different collections."""
        return await asyncio.to_thread(cls._open, data_dir, encoder)

    @classmethod
    def _open(cls, data_dir: Path, encoder: Encoder) -> Self:
        import chromadb  # 1.6 s: paid in a thread, after the server has begun to answer
        from chromadb.config import Settings

        data_dir.mkdir(parents=True, exist_ok=True)
        # Left alone, Chroma would read the `.env` of the working folder, which is ours.
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        client = chromadb.PersistentClient(data_dir, settings)
        collections = {
            kind: client.get_or_create_collection(
                f"{kind}s-{sha256(encoder.name.encode()).hexdigest()[:16]}",
                metadata={"encoder": encoder.name},
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
            )
            for kind in Kind
        }
        return cls(cast("Client", client), collections)

    async def close(self) -> None:
        """Let go of the files."""
        await asyncio.to_thread(self._client.close)

    async def stored(self) -> dict[str, dict[Kind, set[str]]]:
        """Return the ids of what stands here, by file and kind."""
        return await _in_thread(self._stored)

    def _stored(self) -> dict[str, dict[Kind, set[str]]]:
        files: dict[str, dict[Kind, set[str]]] = {}
        for kind, collection in self._collections.items():
            for name in collection.get(include=[])["ids"]:
                files.setdefault(name.rpartition("@")[0], {}).setdefault(kind, set()).add(name)
        return files

    async def put(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Store entries with their vectors, a row for each."""
        for kind, collection in self._collections.items():
            rows = [row for row, entry in enumerate(entries) if entry.kind == kind]
            if rows:
                await _in_thread(partial(_upsert, collection, [entries[row] for row in rows], vectors[rows]))

    async def remove(self, names: Mapping[Kind, Iterable[str]]) -> None:
        """Delete entries."""
        for kind, gone in names.items():
            await _in_thread(partial(_delete, self._collections[kind], gone))

    async def snapshot(self) -> Snapshot:
        """Read everything back."""
        return await _in_thread(lambda: snapshot_of(self._collections))

    async def nearest(self, snapshot: Snapshot, vectors: Vectors, kind: Kind) -> Scores:
        """Say how near each passage is to each vector by its text, or by the nearest of its questions.

        Those that are not among the nearest are taken to be as far as the farthest that was found.
        """
        count = min(_NEAREST, snapshot.sizes[kind])
        if not count:
            return np.array([snapshot.by_row((), ()) for _ in vectors])
        found = await _in_thread(
            lambda: self._collections[kind].query(query_embeddings=vectors, n_results=count, include=["distances"])
        )
        distances = found["distances"] or [[] for _ in vectors]
        return np.array([snapshot.by_row(ids, far) for ids, far in zip(found["ids"], distances, strict=True)])


def entries_of(article: Article) -> Iterator[Entry]:
    """Name an article's entries by its content: an article is stored when exactly these are."""
    for number, cut in enumerate(article.passages):
        name = f"{article.file}@{article.digest[:16]}#{number:03}"
        about = {"file": article.file, "area": article.area, "title": cut.title, "source": cut.source}
        yield Entry(Kind.PASSAGE, name, cut.text, cut.searched, about)
        for at, question in enumerate(cut.asked):
            yield Entry(Kind.QUESTION, f"{name}/{at:02}", question, question, {"of": name})


async def _in_thread(work: Callable[[], T]) -> T:
    """Run a blocking call to Chroma without holding up the other conversations.

    Raises:
        Unavailable: Chroma did not do it.
    """
    from chromadb.errors import ChromaError

    try:
        return await asyncio.to_thread(work)
    except ChromaError as error:
        raise Unavailable("the knowledge base did not answer") from error


def _upsert(collection: "Collection", entries: Sequence[Entry], vectors: Vectors) -> None:
    collection.upsert(
        [entry.id for entry in entries],
        vectors,
        [entry.about for entry in entries],
        [entry.text for entry in entries],
    )


def _delete(collection: "Collection", ids: Iterable[str]) -> None:
    """Delete entries; Chroma takes no empty list, and only so many at once."""
    gone = sorted(ids)
    for start in range(0, len(gone), _AT_ONCE):
        collection.delete(ids=gone[start : start + _AT_ONCE])
