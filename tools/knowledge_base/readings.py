"""The ways in which one question is read: whole, by its sentences, and after what it goes on from.

A query may have several lines: the last one is the question, those before it say what is being talked about.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\s+-+\s+")
_FEW_WORDS = 3
"""A sentence of no more words asks nothing on its own."""
_MOST = 6
_JOINED = ": "
_GONE_ON_FROM = 0.07
"""By how much less a question is near to anything when it is read after something else."""


@dataclass(frozen=True)
class Readings:
    """The texts to look up for one query."""

    question: str
    sentences: tuple[str, ...]
    """Those of the question, if it has several: one may tell a story and another ask."""
    after: tuple[str, ...]
    """The question after each thing that it goes on from."""

    @classmethod
    def of(cls, query: str) -> "Readings":
        """Read a query."""
        *about, question = [line.strip() for line in query.splitlines() if line.strip()]
        parts = [part.strip() for part in _SENTENCE.split(question)]
        asking = [part for part in parts if len(part.split()) > _FEW_WORDS]
        return cls(
            question,
            tuple(asking[-_MOST:]) if len(asking) > 1 else (),
            tuple(f"{one}{_JOINED}{question}" for one in about[-_MOST:]),
        )

    @property
    def texts(self) -> list[str]:
        """All of them, the whole question first."""
        return [self.question, *self.sentences, *self.after]

    def combined(self, scores: Scores) -> Scores:
        """Make one score for each passage of those for each text (a row each)."""
        whole, sentences = scores[0], scores[1 : 1 + len(self.sentences)]
        own = (whole + sentences.max(axis=0)) / 2 if self.sentences else whole
        after = scores[1 + len(self.sentences) :]
        return np.asarray((own + after.mean(axis=0)) / 2 + _GONE_ON_FROM if self.after else own)
