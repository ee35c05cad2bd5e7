"""What a search works on: every passage that is stored, read back as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from tools.knowledge_base.bm25 import WordIndex
from tools.knowledge_base.ingest import Cut
from tools.knowledge_base.readings import Scores

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection
    from chromadb.base_types import Metadata


class Kind(StrEnum):
    """What an entry is."""

    PASSAGE = "passage"
    QUESTION = "question"


@dataclass(frozen=True)
class Snapshot:
    """What search works on; replaced as a whole, so that a search sees one state."""

    rows: dict[str, int]
    """An id in Chroma -> the row of its passage."""
    cuts: tuple[Cut, ...]
    areas: tuple[str, ...]
    """The area of each passage."""
    words: WordIndex

    @property
    def sizes(self) -> Mapping[Kind, int]:
        """How many entries of each kind there are."""
        return {Kind.PASSAGE: len(self.cuts), Kind.QUESTION: len(self.rows) - len(self.cuts)}

    def by_row(self, ids: Sequence[str], distances: Sequence[float]) -> Scores:
        """Return how near each row is, given the nearest entries; the others are as far as the farthest of these."""
        cosines = 1 - np.asarray(distances, np.float64)
        nearest = np.full(len(self.cuts), cosines[-1] if len(cosines) else -1.0)
        for entry, cosine in zip(reversed(ids), reversed(cosines), strict=True):
            # An ingestion may have put something into Chroma that this snapshot does not know yet.
            if (row := self.rows.get(entry)) is not None:
                nearest[row] = cosine
        return nearest


def snapshot_of(collections: "Mapping[Kind, Collection]") -> Snapshot:
    """Read everything back; the word index is made from what is stored, so the two cannot differ."""
    passages, questions = (_held(collections[kind]) for kind in Kind)
    asked: dict[str, list[str]] = {}
    for _, about, text in questions:
        asked.setdefault(str(about["of"]), []).append(text)
    cuts = tuple(
        Cut(str(about["title"]), str(about["source"]), text, tuple(asked.get(name, ())))
        for name, about, text in passages
    )
    rows = {name: row for row, (name, _, _) in enumerate(passages)}
    rows |= {name: rows[str(about["of"])] for name, about, _ in questions if about["of"] in rows}
    areas = tuple(str(about["area"]) for _, about, _ in passages)
    return Snapshot(rows, cuts, areas, WordIndex.of([cut.indexed for cut in cuts]))


def _held(collection: "Collection") -> "list[tuple[str, Metadata, str]]":
    """Return the id, the metadata and the text of each entry."""
    held = collection.get(include=["documents", "metadatas"])
    return list(zip(held["ids"], held["metadatas"] or [], held["documents"] or [], strict=True))
