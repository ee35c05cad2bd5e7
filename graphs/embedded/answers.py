"""Answers to questions: sentences taken from the passages that a search returned, never words of its own."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Similarity = Callable[[str, Sequence[str]], Awaitable[list[float]]]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'£])|\n+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s.*$|[-*]\s+|\d+\.\s+)|[*_`]{1,3}|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
_DECORATION = re.compile(r"^\s*#{1,6}\s.*$|^>\s?|\*{1,3}|`{1,3}|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
_SURE = 0.52
"""A passage that was found with less may be about something else: tests/tools/knowledge_base/test_ranking.py."""
_RELATED = 0.25
"""Below this cosine the best sentence of a passage without a score is about something else."""
_SENTENCES_WEIGH = 0.2
_PASSAGES, _SENTENCES_SPOKEN = 3, 2


@dataclass(frozen=True)
class Answer:
    """What an article says about a question."""

    text: str
    title: str
    source: str
    sure: bool
    """Whether it is what was asked about, as far as can be told."""


async def answer(
    question: str, passages: Sequence[Mapping[str, Any]], similarity: Similarity, *, short: bool
) -> Answer | None:
    """Quote the passage that fits best: whole where it can be read, the sentences nearest to the question if short."""
    best, most = None, 0.0
    for passage in passages[:_PASSAGES]:
        sentences = sentences_of(str(passage["text"]))
        if not sentences:
            continue
        scores = await similarity(question, sentences)
        found = passage.get("score")
        fit = float(found or 0) + _SENTENCES_WEIGH * max(scores)
        if best is None or fit > most:
            best, most = _answer(passage, sentences, scores, short=short), fit
    return best


def _answer(passage: Mapping[str, Any], sentences: Sequence[str], scores: Sequence[float], *, short: bool) -> Answer:
    text = " ".join(_around(sentences, scores)) if short else _DECORATION.sub(r"\1", str(passage["text"])).strip()
    found = passage.get("score")
    sure = float(found) >= _SURE if found is not None else max(scores) >= _RELATED
    return Answer(text, str(passage.get("title") or ""), str(passage["source"]), sure)


def sentences_of(text: str) -> list[str]:
    """Cut Markdown into plain sentences; headings and list marks are left out."""
    plain = _MARKUP.sub(lambda found: found[1] or "", text)
    return [part.strip() for part in _SENTENCE.split(plain) if len(part.split()) > 2]


def _around(sentences: Sequence[str], scores: Sequence[float]) -> Sequence[str]:
    """Return the nearest sentence and the one beside it: steps are told from the first one."""
    nearest = scores.index(max(scores))
    start = 0 if nearest < _SENTENCES_SPOKEN else nearest - 1
    return sentences[start : start + _SENTENCES_SPOKEN]
