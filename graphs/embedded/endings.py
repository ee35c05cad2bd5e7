"""What ends the assistant's part: a person is asked for, or leave is taken. Learned apart, beside what only looks so.

An intent is the likeliest of many; a person must be reached whichever other is likelier, and nobody may be sent away
who goes on to ask. Texts are told apart by where they are said, too: a customer's words, their words after a person was
offered, and the sentences of a reply, which may make that offer.
"""

import asyncio
import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import numpy as np

from graphs.embedded import agreement, classifier, stored
from graphs.embedded.classifier import Classifier
from graphs.embedded.context import Contexts
from graphs.embedded.examples import Example
from graphs.embedded.understanding import Encoder
from tools.recent import Recent

Place = Literal["offer", "reply"]
"""Said after the offer of a person; or a sentence of a reply."""
VERSION = "1"
"""Part of the cache's key: raise it when training changes."""
PERSON, GOODBYE, OTHER = "person", "goodbye", "other"
HUMAN = "human"
"""The intent that asking for a person is among the examples of requests."""
MEANT = {HUMAN: PERSON, GOODBYE: GOODBYE}
"""Which intents are endings."""
WANTED = 0.75
"""So sure it must be that a person is asked for, whatever the intents make of it; where they say so, less will do."""
OFFERED = 0.5
"""So sure it must be that a sentence of a reply offers one."""
LEAVING = 0.7
"""So sure it must be that leave is taken: thanks are often like it."""
DOUBTFUL = {HUMAN: 0.25, GOODBYE: 0.1}
"""Words less sure than this have not that intent, whatever the examples of requests make of them."""
PART = 0.2
"""So much surer a part of a message must be than the whole of it: by itself it has lost what was said around it."""
HINTED = 0.02
"""Of a message less sure than this no part is looked at: few of many turns need more than one look."""
_SHORTEST = 3
"""With fewer words a clause says nothing by itself."""
_MOST_PARTS = 8
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+|\s+-+\s+")
_OFFERING = 3
"""An offer is one of the last so many sentences of a reply,"""
_LONGEST_OFFER = 25
"""and has no more words: a longer one lists what can be done. Nor has it a number: that one offers to do something."""
_KEPT = 64
"""What so many messages were found to be is remembered: a turn asks of the same words more than once."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """How likely it is that a message asks for a person, and that it takes leave and asks for nothing."""

    person: float
    goodbye: float

    @property
    def asks_for_person(self) -> bool:
        """Whether a person is asked for, more likely than leave is taken."""
        return self.person >= max(WANTED, self.goodbye)

    @property
    def takes_leave(self) -> bool:
        """Whether leave is taken."""
        return self.goodbye >= LEAVING and not self.asks_for_person

    @property
    def ruled_out(self) -> tuple[str, ...]:
        """The intents that the words hardly have."""
        chances = {HUMAN: self.person, GOODBYE: self.goodbye}
        leaves_rather = self.person < min(WANTED, self.goodbye)
        return tuple(
            intent
            for intent, chance in chances.items()
            if chance < DOUBTFUL[intent] or (intent == HUMAN and leaves_rather)
        )


class Endings:
    """The trained classifier, and the encoder it was trained on."""

    def __init__(self, encoder: Encoder, learned: Classifier) -> None:
        self._encoder = encoder
        self._learned = learned
        self._known: Recent[tuple[str, bool], Ending] = Recent(_KEPT)

    @classmethod
    async def fit(
        cls, encoder: Encoder, marked: Sequence[Example], requests: Sequence[Example], cache: Path | None = None
    ) -> Self:
        """Train on what is marked and on the requests that are endings, or take what the cache holds of the same."""
        examples = [*marked, *_endings_among(requests)]
        file = cache / f"endings-{_key(encoder, examples)}.npz" if cache else None
        learned = await asyncio.to_thread(stored.load, file, Classifier.of_arrays) if file else None
        if learned is None:
            learned = await _learn(encoder, examples)
            if file:
                await asyncio.to_thread(stored.save, file, learned.arrays())
        return cls(encoder, learned)

    async def read(self, text: str, reply: str = "", phrases: Sequence[str] = ()) -> Ending:
        """Say what a message ends.

        The reply before it tells whether a person was offered, whom a word may take up: `phrases` are what the words of
        an offer hold.
        """
        offered = await self._offers(offering(reply, phrases))
        key = (text, offered)
        known = self._known.get(key)
        return known or self._known.keep(key, await self._read(text, "offer" if offered else None))

    async def _read(self, text: str, place: Place | None) -> Ending:
        whole = await self._one(text, place)
        if not HINTED <= whole.person < WANTED:
            return whole
        found = [await self._one(part, place) for part in parts(text)]
        return Ending(max([whole.person, *(part.person - PART for part in found)]), whole.goodbye)

    async def _offers(self, sentences: Sequence[str]) -> bool:
        for sentence in sentences:
            if (await self._one(sentence, "reply")).person >= OFFERED:
                return True
        return False

    async def _one(self, text: str, place: Place | None) -> Ending:
        labels = self._learned.labels
        chances = self._learned.probabilities(text, (await self._encoder.encode([text]))[0], place)
        return Ending(float(chances[labels.index(PERSON)]), float(chances[labels.index(GOODBYE)]))


def parts(text: str) -> list[str]:
    """Return the clauses of a text that has several: one of them may ask for a person."""
    return [clause for clause in agreement.clauses(text) if len(clause.split()) >= _SHORTEST][:_MOST_PARTS]


def offering(reply: str, phrases: Sequence[str]) -> list[str]:
    """Return the sentences of a reply that may offer a person, the last first."""
    last = [one.strip() for one in _SENTENCE.split(reply)[: -_OFFERING - 1 : -1]]
    short = [one for one in last if len(one.split()) <= _LONGEST_OFFER and not re.search(r"\d", one)]
    return [one for one in short if any(phrase in one.lower() for phrase in phrases)]


def _endings_among(requests: Sequence[Example]) -> list[Example]:
    return [Example(text=one.text, intent=MEANT[one.intent]) for one in requests if one.intent in MEANT]


def _key(encoder: Encoder, examples: Sequence[Example]) -> str:
    """Return what was learned from what: change the examples, the encoder or the code, and it is another."""
    digest = hashlib.sha256(f"{VERSION} {encoder.name}".encode())
    for one in examples:
        digest.update(one.model_dump_json().encode())
    return digest.hexdigest()[:24]


async def _learn(encoder: Encoder, examples: Sequence[Example]) -> Classifier:
    _log.info("learning from %s examples of who asks for a person or takes leave", f"{len(examples):,}")
    texts = [one.text for one in examples]
    vectors = np.asarray(await encoder.encode(texts), np.float32)
    places = Contexts.of([one.after for one in examples], {})
    labels = [one.intent for one in examples]
    fitted = await asyncio.to_thread(classifier.fit, texts, vectors, labels, contexts=places)
    return fitted.classifier
