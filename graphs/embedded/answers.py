"""Answers to questions: sentences taken from the passages that a search returned, never words of its own."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Similarity = Callable[[str, Sequence[str]], Awaitable[list[float]]]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'£])|\n+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s.*$|[-*]\s+|\d+\.\s+)|[*_`]{1,3}|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
_RELATED = 0.25
"""Below this cosine the best sentence of the best passage is about something else."""
_CLOSE = 0.8
"""A sentence before the best one is told too where it is nearly as near."""
_PASSAGES, _SENTENCES, _SENTENCES_SPOKEN = 3, 3, 2


@dataclass(frozen=True)
class Answer:
    """What an article says about a question."""

    text: str
    title: str
    source: str
    confidence: float


async def answer(
    question: str, passages: Sequence[Mapping[str, Any]], similarity: Similarity, *, short: bool
) -> Answer | None:
    """Take the sentences nearest to the question and what follows them; None where none is near."""
    best: Answer | None = None
    for passage in passages[:_PASSAGES]:
        sentences = sentences_of(str(passage["text"]))
        if not sentences:
            continue
        scores = await similarity(question, sentences)
        score = max(scores)
        if best is None or score > best.confidence:
            text = " ".join(_around(sentences, scores, _SENTENCES_SPOKEN if short else _SENTENCES))
            best = Answer(text, str(passage.get("title") or ""), str(passage["source"]), score)
    return best if best is not None and best.confidence >= _RELATED else None


def sentences_of(text: str) -> list[str]:
    """Cut Markdown into plain sentences; headings and list marks are left out."""
    plain = _MARKUP.sub(lambda found: found[1] or "", text)
    return [part.strip() for part in _SENTENCE.split(plain) if len(part.split()) > 2]


def _around(sentences: Sequence[str], scores: Sequence[float], count: int) -> Sequence[str]:
    """Return the nearest sentence with those after and before it that are about the same."""
    start = scores.index(max(scores))
    end = start + 1
    while end < len(sentences) and end - start < count and scores[end] >= _RELATED:
        end += 1
    while start > 0 and end - start < count and scores[start - 1] >= _CLOSE * max(scores):
        start -= 1
    return sentences[start:end]
