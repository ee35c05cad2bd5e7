"""Structured output: schemas whose fields the embedded model knows by name and type."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import BaseModel

from graphs.embedded.understanding import Understanding


class UnknownFieldError(ValueError):
    """A schema asks for something that the embedded model does not know how to say."""


Filler = Callable[[Understanding, str], Awaitable[tuple[Any, float]]]


async def fulfil(understanding: Understanding, schema: type[BaseModel], text: str) -> dict[str, Any]:
    """Fill a schema from the customer's words.

    Raises:
        UnknownFieldError: It has a required field that is none of those known.
    """
    found: dict[str, Any] = {}
    confidences: list[float] = []
    for name, field in schema.model_fields.items():
        if name == "confidence":
            continue
        filler = _FILLERS.get(name)
        if filler is not None:
            found[name], confidence = await filler(understanding, text)
            confidences.append(confidence)
        elif field.is_required():
            raise UnknownFieldError(
                f"the embedded model cannot fill {name!r} of {schema.__name__}; it knows {sorted(_FILLERS)}"
            )
    if "confidence" in schema.model_fields:
        found["confidence"] = round(min(confidences, default=0.0), 4)
    return found


async def _requests(understanding: Understanding, text: str) -> tuple[list[Mapping[str, Any]], float]:
    parts = await understanding.requests(text)
    requests: list[Mapping[str, Any]] = [
        {"text": part, "area": guess.area, "intent": guess.label} for part, guess in parts
    ]
    # The first request is dealt with first: how sure that one is decides.
    return requests, parts[0][1].confidence if parts else 0.0


async def _intent(understanding: Understanding, text: str) -> tuple[str, float]:
    guess = await understanding.intent(text)
    return guess.label, guess.confidence


async def _area(understanding: Understanding, text: str) -> tuple[str | None, float]:
    guess = await understanding.intent(text)
    return guess.area, guess.confidence


async def _sentiment(understanding: Understanding, text: str) -> tuple[str, float]:
    return str(await understanding.sentiment(text)), 1.0


async def _reading(understanding: Understanding, text: str) -> tuple[str, float]:
    reading, confidence = await understanding.reading(text)
    return str(reading), confidence


_FILLERS: Mapping[str, Filler] = {
    "requests": _requests,
    "intent": _intent,
    "area": _area,
    "sentiment": _sentiment,
    "reading": _reading,
}
