"""Structured output: schemas whose fields the embedded model knows by name and type."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from pydantic import BaseModel

from graphs.embedded.asking import asks
from graphs.embedded.examples import UNCLEAR
from graphs.embedded.followups import in_context
from graphs.embedded.guess import Guess
from graphs.embedded.parsers import confirmation, person
from graphs.embedded.searching import query_for
from graphs.embedded.topics import LOYAL, LOYAL_WHILE_OPEN, Shelves, area_of
from graphs.embedded.understanding import QUESTION, Understanding

SURE = 0.5
PERSON = "human"
_FEW_WORDS = 3
_FINAL = {"goodbye": SURE, PERSON: 0.35, "abuse": SURE}
"""How sure a guess must be that ends the conversation or calls a person."""


class UnknownFieldError(ValueError):
    """A schema asks for something that the embedded model does not know how to say."""


@dataclass(frozen=True)
class Words:
    """The customer's words, and what they are said after."""

    text: str
    earlier: Sequence[str] = ()
    area: str | None = None
    """The area that is active."""
    after: str | None = None
    """The tool that the conversation was at."""
    question: str = ""
    """What the customer was asked last."""
    read: str = ""
    """The title of the article that was read last."""
    told: Sequence[str] = ()
    """What the customer was told last; what only asks an open question again is no part of it."""
    open: bool = False
    """Whether what is asked is whether to do what is proposed."""
    lexicon: Mapping[str, Sequence[str]] = field(default_factory=lambda: {"follows": (), "refers": ()})
    """Phrases that refer to what was said before, by kind."""
    shelves: Shelves | None = None
    """Where it is looked up whose articles answer a question; without it a question has no area."""


Filler = Callable[[Understanding, Words], Awaitable[tuple[Any, float]]]


async def fulfil(understanding: Understanding, schema: type[BaseModel], words: Words) -> dict[str, Any]:
    """Fill a schema from the customer's words.

    Raises:
        UnknownFieldError: It has a required field that is none of those known.
    """
    found: dict[str, Any] = {}
    confidences: list[float] = []
    for name, wanted in schema.model_fields.items():
        if name == "confidence":
            continue
        filler = _FILLERS.get(name)
        if filler is not None:
            found[name], confidence = await filler(understanding, words)
            confidences.append(confidence)
        elif wanted.is_required():
            raise UnknownFieldError(
                f"the embedded model cannot fill {name!r} of {schema.__name__}; it knows {sorted(_FILLERS)}"
            )
    if "confidence" in schema.model_fields:
        found["confidence"] = round(min(confidences, default=0.0), 4)
    return found


async def _requests(understanding: Understanding, words: Words) -> tuple[list[Mapping[str, Any]], float]:
    said = _after_agreeing(words.text)
    parts = await understanding.requests(said, area=words.area, after=words.after)
    if len(parts) == 1:
        ask = partial(understanding.wish, area=words.area, after=words.after)
        guess, _ = await in_context(ask, said, words.earlier, words.lexicon)
        parts = [(words.text, _cautious(guess, said))]
    if person.wanted(said) and all(guess.label != PERSON for _, guess in parts):
        # Asked for in plain words, a person is never overheard beside what else is said.
        parts = [(words.text, Guess(PERSON, 1.0, (), None)), *parts]
    requests: list[Mapping[str, Any]] = [
        {"text": part, "area": await _area_of(guess, part, words), "intent": guess.label} for part, guess in parts
    ]
    # The first request is dealt with first: how sure that one is decides.
    return requests, parts[0][1].confidence if parts else 0.0


def _after_agreeing(text: str) -> str:
    """Return what a yes goes on to ask for, which says more than the yes: "yes, look at the bills please"."""
    rest = confirmation.after_yes(text)
    return rest if asks(rest) and len(rest.split()) >= _FEW_WORDS else text


def _cautious(guess: Guess, text: str) -> Guess:
    """What ends the conversation or hands it over must be sure, and is never read from a plain yes or no."""
    if guess.label not in _FINAL or (
        guess.confidence >= _FINAL[guess.label] and confirmation.read(text) not in ("yes", "no")
    ):
        return guess
    label, confidence = next((pair for pair in guess.ranked if pair[0] not in _FINAL), (UNCLEAR, 0.0))
    return replace(guess, label=UNCLEAR if confidence < SURE else label, confidence=confidence, area=None)


async def _intent(understanding: Understanding, words: Words) -> tuple[str, float]:
    guess = await understanding.intent(words.text)
    return guess.label, guess.confidence


async def _area(understanding: Understanding, words: Words) -> tuple[str | None, float]:
    guess = await understanding.intent(words.text)
    return await _area_of(guess, words.text, words), guess.confidence


async def _area_of(guess: Guess, text: str, words: Words) -> str | None:
    if guess.label != QUESTION or words.shelves is None:
        return guess.area
    loyal = LOYAL_WHILE_OPEN if words.open else LOYAL
    return await area_of(query_for(text, words.read, *words.told), words.area, words.shelves, loyal)


async def _sentiment(understanding: Understanding, words: Words) -> tuple[str, float]:
    return str(await understanding.sentiment(words.text)), 1.0


async def _reading(understanding: Understanding, words: Words) -> tuple[str, float]:
    reading, confidence = await understanding.reading(words.text, words.question, words.after)
    return str(reading), confidence


_FILLERS: Mapping[str, Filler] = {
    "requests": _requests,
    "intent": _intent,
    "area": _area,
    "sentiment": _sentiment,
    "reading": _reading,
}
