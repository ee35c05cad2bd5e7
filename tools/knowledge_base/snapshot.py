"""What a search works on: every passage that is stored, read back as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.knowledge_base.bm25 import WordIndex
from tools.knowledge_base.ingest import Cut
from tools.knowledge_base.readings import Scores

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

PASSAGE, QUESTION = "passage", "question"
"""The kinds of entries in the collection."""


@dataclass(frozen=True)
class Snapshot:
    """What search works on; replaced as a whole, so that a search sees one state."""

    rows: dict[str, int]
    """An id in Chroma -> the row of its passage."""
    cuts: tuple[Cut, ...]
    areas: tuple[str, ...]
    """The area of each passage."""
    words: WordIndex

    def by_row(self, ids: Sequence[str], distances: Sequence[float]) -> Scores:
        """Return how near each row is, given the nearest entries; the others are as far as the farthest of these."""
        cosines = 1 - np.asarray(distances, np.float64)
        nearest = np.full(len(self.cuts), cosines[-1] if len(cosines) else -1.0)
        for entry, cosine in zip(reversed(ids), reversed(cosines), strict=True):
            # An ingestion may have put something into Chroma that this snapshot does not know yet.
            if (row := self.rows.get(entry)) is not None:
                nearest[row] = cosine
        return nearest


def snapshot_of(collection: "Collection") -> Snapshot:
    """Read everything back; the word index is made from what is stored, so the two cannot differ.

    What an earlier version has stored has no kind: it is passed over, and the next ingestion replaces it.
    """
    held = collection.get(include=["documents", "metadatas"])
    entries = list(zip(held["ids"], held["metadatas"] or [], held["documents"] or [], strict=True))
    asked: dict[str, list[str]] = {}
    for _, about, text in entries:
        if about.get("kind") == QUESTION:
            asked.setdefault(str(about["of"]), []).append(text)
    passages = [(name, about, text) for name, about, text in entries if about.get("kind") == PASSAGE]
    cuts = tuple(
        Cut(str(about["title"]), str(about["source"]), text, tuple(asked.get(name, ())))
        for name, about, text in passages
    )
    rows = {name: row for row, (name, _, _) in enumerate(passages)}
    rows |= {name: rows[str(about["of"])] for name, about, _ in entries if about.get("of") in rows}
    areas = tuple(str(about["area"]) for _, about, _ in passages)
    return Snapshot(rows, cuts, areas, WordIndex.of([cut.indexed for cut in cuts]))
