"""What a customer wants, how they feel and how they answer, as learned from the examples."""

import asyncio
import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from graphs.embedded import agreement, classifier, mood, repeated, splitting, stored, unwished
from graphs.embedded.classifier import Classifier
from graphs.embedded.context import Contexts
from graphs.embedded.examples import UNCLEAR, Examples
from graphs.embedded.guess import Guess
from graphs.embedded.lexical import Floats
from graphs.embedded.parsers import confirmation
from graphs.embedded.spelling import Spelling, plain
from graphs.embedded.stored import Arrays
from graphs.state import Sentiment
from tools.actions import Reading
from tools.recent import Recent

VERSION = "17"
"""Part of the cache's key: raise it when training changes."""
OUT_OF_SCOPE = "out_of_scope"
QUESTION = "question"
STICKY = 3.0
"""How much likelier the area in hand makes its own intents."""
FAMILIAR = 0.43
"""A text less alike than this to every example that is in scope is out of scope."""
CLEAREST = 0.5
"""Of several wishes the first as sure as this is the one that a message asks for."""
NO_WORDS = 0.2
"""How sure a guess may be that is made from no known word."""
_MOOD = "mood_"
"""Begins the names of the arrays of the classifier of moods."""
_READING = "reading_"
"""Begins the names of the arrays of the classifier of replies."""
_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """Which model this is."""

    async def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row per text."""


@runtime_checkable
class KnowsWords(Protocol):
    """An encoder that can tell a word from a typing error."""

    def words(self) -> frozenset[str]:
        """Return the words that are rightly spelt."""


class _Heard(NamedTuple):
    """What the classifier makes of a text, whoever asks."""

    chances: NDArray[np.float64]
    """A probability for each label."""
    strangeness: float
    """How unlike every example in scope it is: above 0 it is out of scope, 1 is as far as can be."""


class Understanding:
    """The trained classifiers and the encoder they were trained on."""

    def __init__(
        self, encoder: Encoder, spelling: Spelling, arrays: Mapping[str, NDArray[Any]], examples: Examples
    ) -> None:
        self._encoder = encoder
        self._spelling = spelling
        self._intents = Classifier.of_arrays(arrays)
        self._moods, self._replies = (Classifier.of_arrays(_part(arrays, one)) for one in (_MOOD, _READING))
        self._familiar: Floats = arrays["familiar"]
        self._areas = examples.area_by_intent
        self._heard: Recent[tuple[str, str | None], _Heard] = Recent()

    @classmethod
    async def fit(
        cls, encoder: Encoder, examples: Examples, cache: Path | None = None, *, trained: Path | None = None
    ) -> Self:
        """Train the classifiers, or take them from the cache if neither examples, encoder nor code have changed.

        `trained` is a file that `keep` has written for the same key.
        """
        file = cache / f"understanding-{key_of(encoder, examples)}.npz" if cache else None
        spelling = _spelling(encoder, examples)
        ready = trained or file
        arrays = await asyncio.to_thread(stored.load, ready, _whole) if ready else None
        if arrays is None:
            arrays = await _train(encoder, examples, spelling)
            if file:
                await asyncio.to_thread(stored.save, file, arrays)
        return cls(encoder, spelling, arrays, examples)

    async def intent(
        self, text: str, among: Collection[str] | None = None, *, area: str | None = None, after: str | None = None
    ) -> Guess:
        """Say what a text asks for.

        `among` leaves only some labels; `area`, else the one that those are of, favours its own; `after` favours what
        is said like it after the tool that the conversation was at.
        """
        words = self._spelling.corrected(plain(text))
        heard = self._heard.get((words, after)) or self._heard.keep((words, after), await self._hear(words, after))
        labels, chances = self._intents.labels, heard.chances
        area = area or self._area_of(among or ())
        if area is not None:
            chances = chances * np.array([STICKY if self._areas.get(label) == area else 1.0 for label in labels])
        chances = self._unfamiliar(chances / chances.sum(), heard.strangeness)
        clear = self._clarity(chances, text)
        wanted = [label != UNCLEAR and (among is None or label in among) for label in labels]
        chances = chances * np.array(wanted)
        total = float(chances.sum())
        if total <= 0:
            return Guess(OUT_OF_SCOPE, 0.0, (), None)
        chances = chances / total * clear
        ranked = sorted(
            ((label, float(chance)) for label, chance, kept in zip(labels, chances, wanted, strict=True) if kept),
            key=lambda pair: -pair[1],
        )
        label, confidence = ranked[0]
        return Guess(label, confidence, tuple(ranked), self._areas.get(label))

    async def wish(
        self, text: str, among: Collection[str] | None = None, *, area: str | None = None, after: str | None = None
    ) -> Guess:
        """Say what a message asks for first: of one that tells a story too, its clearest clause decides."""
        wished = self._wished(text, among)
        area = area or self._area_of(among or ())
        parts = await splitting.split(text, partial(self.intent, among=wished, area=area, after=after))
        return next((guess for _, guess in parts if guess.confidence >= CLEAREST), parts[0][1])

    async def requests(
        self, text: str, *, area: str | None = None, after: str | None = None
    ) -> list[tuple[str, Guess]]:
        """Split a message into the separate things it asks for, each with what it asks; at least one."""
        wished = self._wished(text, None)
        return await splitting.split(text, partial(self.intent, among=wished, area=area, after=after))

    async def sentiment(self, text: str) -> Sentiment:
        """Say how the customer feels, from the words and from how they are written."""
        chances = self._moods.probabilities(text, await self._vector(text)).tolist()
        return mood.judge(text, dict(zip(self._moods.labels, chances, strict=True)))

    async def agreement(self, text: str, after: str | None = None) -> Mapping[str, float]:
        """Say how likely each reading of a reply is, before any rule: enough to ask once more, not to do anything."""
        chances = self._replies.probabilities(text, await self._vector(text), after)
        return dict(zip(self._replies.labels, chances.tolist(), strict=True))

    async def reading(self, text: str, question: str = "", after: str | None = None) -> tuple[Reading, float]:
        """Read the reply to a question about the tool `after`; a yes that is not sure becomes "other"."""
        said = [text, *agreement.clauses(text)]
        chances = [await self.agreement(repeated.without_repeated(part, question), after) for part in said]
        whole, *parts = map(agreement.Heard, said, chances)
        reading, confidence = agreement.judge(whole, parts, question)
        besides = confirmation.asks_besides(text)
        if besides and (wish := await self.wish(besides)).label in self._areas and wish.label != after:
            # "Yes, and what do I owe you?": a question of another matter takes nothing back.
            return ("yes", wish.confidence) if wish.confidence >= agreement.ANSWERS else (reading, confidence)
        after_no = confirmation.besides_no(text) if reading in ("other", "changed") else ""
        if after_no and self._is_elsewhere(await self.wish(after_no), after):
            # "No thanks. When is my visit?"
            return "no", agreement.ANSWERS
        about_it = repeated.without_repeated(text, question) != text
        if reading == "yes" and confidence < 1 and (question or after) and not about_it:
            wish = await self.intent(text, after=after)
            if agreement.asks_another(text, wish, after or (await self.intent(question)).label, self._areas):
                return "other", 1 - confidence
        return reading, confidence

    async def similarity(self, text: str, others: Sequence[str]) -> list[float]:
        """Return how alike in meaning a text is to each of the others: the cosine of their vectors."""
        if not others:
            return []
        vectors = await self._encoder.encode([text, *others])
        return [float(score) for score in vectors[1:] @ vectors[0]]

    def _wished(self, text: str, among: Collection[str] | None) -> Collection[str] | None:
        """Return the labels that a text may ask for: not the tools that it says are not to be used."""
        refused = unwished.refused(text, self._areas)
        return [one for one in among or self._intents.labels if one not in refused] if refused else among

    def _is_elsewhere(self, wish: Guess, after: str | None) -> bool:
        """Whether a wish is surely of another area than that of a tool."""
        return wish.confidence >= agreement.ANSWERS and wish.area not in (None, self._areas.get(after or ""))

    def _area_of(self, labels: Collection[str]) -> str | None:
        """Return the one area that all of these tools' intents are of: that of the specialist who may use them."""
        areas = {self._areas[label] for label in labels if label in self._areas}
        return areas.pop() if len(areas) == 1 else None

    async def _vector(self, text: str) -> Floats:
        return cast(Floats, (await self._encoder.encode([text]))[0])

    def _clarity(self, chances: NDArray[np.float64], text: str) -> float:
        """Return how much there is to go by: little in vague words, nothing in what holds no word at all."""
        if not self._spelling.knows_any(text):
            return NO_WORDS
        labels = self._intents.labels
        return 1 - float(chances[labels.index(UNCLEAR)]) if UNCLEAR in labels else 1.0

    async def _hear(self, words: str, after: str | None) -> _Heard:
        """Ask the classifier, and say how unlike every example a text is: the two are slow, and depend on no more."""
        vector = await self._vector(words)
        near = float((self._familiar @ vector).max()) if len(self._familiar) else FAMILIAR
        return _Heard(self._intents.probabilities(words, vector, after), 1 - near / FAMILIAR)

    def _unfamiliar(self, chances: NDArray[np.float64], strange: float) -> NDArray[np.float64]:
        """Move what is unlike every example to `out_of_scope`, the more the stranger it is."""
        labels = self._intents.labels
        if OUT_OF_SCOPE not in labels or strange <= 0:
            return chances
        moved = chances * (1 - min(1.0, 0.5 + strange))
        moved[labels.index(OUT_OF_SCOPE)] += 1 - moved.sum()
        return moved


def key_of(encoder: Encoder, examples: Examples) -> str:
    """Return what trained classifiers are for: change examples, encoder or code, and it is another."""
    return hashlib.sha256(f"{VERSION} {encoder.name} {examples.digest}".encode()).hexdigest()[:24]


async def keep(encoder: Encoder, examples: Examples, file: Path) -> None:
    """Train the classifiers and write them to a file."""
    arrays = await _train(encoder, examples, _spelling(encoder, examples))
    await asyncio.to_thread(stored.save, file, arrays)


def _spelling(encoder: Encoder, examples: Examples) -> Spelling:
    words = encoder.words() if isinstance(encoder, KnowsWords) else ()
    return Spelling((plain(one.text) for one in examples.requests), words)


def _texts(examples: Examples, spelling: Spelling) -> list[str]:
    written = [spelling.corrected(plain(one.text)) for one in examples.requests]
    return written + [one.text for one in (*examples.sentiment, *examples.confirmation)]


async def _train(encoder: Encoder, examples: Examples, spelling: Spelling) -> dict[str, NDArray[Any]]:
    requests, moods, replies = examples.requests, examples.sentiment, examples.confirmation
    texts = _texts(examples, spelling)
    _log.info("learning from %s examples", f"{len(texts):,}")
    vectors = await encoder.encode(texts)
    first, second = len(requests), len(requests) + len(moods)
    wishes = [one.intent for one in requests]
    contexts = Contexts.of([one.after for one in requests], examples.area_by_intent)
    learn = partial(classifier.fit, out_of_scope=OUT_OF_SCOPE, contexts=contexts)
    fitted = await asyncio.to_thread(learn, texts[:first], vectors[:first], wishes)
    arrays = fitted.classifier.arrays()
    for name, rows, part in ((_MOOD, slice(first, second), moods), (_READING, slice(second, None), replies)):
        places = Contexts.of([one.after for one in part], examples.area_by_intent)
        teach = partial(classifier.fit, texts[rows], vectors[rows], [one.intent for one in part], contexts=places)
        learned = (await asyncio.to_thread(teach)).classifier.arrays()
        arrays |= {f"{name}{key}": array for key, array in learned.items()}
    in_scope = [row for row, one in enumerate(requests) if one.intent != OUT_OF_SCOPE]
    return {**arrays, "familiar": vectors[in_scope]}


def _part(arrays: Mapping[str, NDArray[Any]], begin: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of one of the other classifiers."""
    return {name.removeprefix(begin): array for name, array in arrays.items() if name.startswith(begin)}


def _whole(arrays: Arrays) -> Arrays:
    """Return a file's arrays if everything can be made of them.

    Raises:
        KeyError: An array is missing.
        ValueError: The arrays do not fit together.
    """
    Classifier.of_arrays(arrays)
    for begin in (_MOOD, _READING):
        Classifier.of_arrays(_part(arrays, begin))
    if arrays["familiar"].ndim != 2:
        raise ValueError("the familiar vectors are damaged")
    return arrays
