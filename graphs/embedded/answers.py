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
_ALONE = 0.5
"""How much a passage of one sentence counts as if it had a second one: short ones are near to many questions."""
_PASSAGES, _SENTENCES, _SENTENCES_SPOKEN = 3, 5, 2


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
    """Take the sentences of the passage that fits best, from its beginning if it is short; None where none is near."""
    best, most = None, 0.0
    for passage in passages[:_PASSAGES]:
        sentences = sentences_of(str(passage["text"]))
        if not sentences:
            continue
        scores = await similarity(question, sentences)
        fit = _fit(float(passage.get("score") or 0), scores)
        if best is None or fit > most:
            text = " ".join(_around(sentences, scores, _SENTENCES_SPOKEN if short else _SENTENCES))
            best, most = Answer(text, str(passage.get("title") or ""), str(passage["source"]), max(scores)), fit
    return best if best is not None and best.confidence >= _RELATED else None


def _fit(found: float, scores: Sequence[float]) -> float:
    """Weigh how a passage was found, its title included, with its two sentences nearest to the question."""
    first, second, *_ = *sorted(scores, reverse=True), _ALONE * max(scores)
    return 2 * found + (first + second) / 2


def sentences_of(text: str) -> list[str]:
    """Cut Markdown into plain sentences; headings and list marks are left out."""
    plain = _MARKUP.sub(lambda found: found[1] or "", text)
    return [part.strip() for part in _SENTENCE.split(plain) if len(part.split()) > 2]


def _around(sentences: Sequence[str], scores: Sequence[float], count: int) -> Sequence[str]:
    """Return the nearest sentence amid its own: steps are told from the first one."""
    nearest = scores.index(max(scores))
    start = 0 if nearest < count else nearest - 1
    return sentences[start : start + count]
