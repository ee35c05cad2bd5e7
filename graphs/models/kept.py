"""What is made once for the same objects, and kept: schemas cost more to make than to send."""

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")
MOST = 128
"""Kept at most: models times areas, with room to spare."""


class Kept(Generic[V]):
    """Values by the identity of the objects they were made from."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], tuple[tuple[object, ...], V]] = {}

    def get(self, sources: tuple[object, ...], make: Callable[[], V]) -> V:
        """Return the value made from these objects, making it the first time."""
        key = tuple(map(id, sources))
        if key not in self._made:
            if len(self._made) >= MOST:
                self._made.clear()
            # The objects are kept too, so that none of their ids is ever given to another.
            self._made[key] = (sources, make())
        return self._made[key][1]
