"""A value found in a text, and where."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """One value and the words that gave it."""

    value: T
    start: int
    end: int
    text: str
    """The words as written: `original[start:end]`."""


LOOK_BACK = 120


def words_before(text: str, place: int) -> str:
    """Return the words that lead up to a place, as far back as they can bear on it."""
    return text[max(0, place - LOOK_BACK) : place]


def without_overlaps(found: list[Found[T]]) -> list[Found[T]]:
    """Keep the longest of those that overlap, in reading order."""
    kept: list[Found[T]] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
