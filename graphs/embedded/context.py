"""What a conversation was at when words were said: "what's the soonest?" asks other things of a visit than of a parcel.

A text that was learned after a tool speaks fully for what is said after that tool, somewhat less after another of its
area, less still elsewhere; what was learned without a context speaks nearly as much everywhere. Likeness of contexts is
the dot product of features (shared by all, the area's, the tool's own), so multiplied with the likeness of texts it
stays a kernel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from langchain_core.messages import AIMessage, BaseMessage
from numpy.typing import NDArray

from graphs.embedded.frames import FRAME, Memory

Floats = NDArray[np.float32]

ANYWHERE = 0.75
"""How much a text without a context counts after any tool. Chosen by leaving examples out, like the next."""
SAME_AREA = 0.1
"""How much more a text counts after another tool of the same area than after one of another."""
_NOWHERE = ""


@dataclass(frozen=True)
class Contexts:
    """How alike the contexts of texts are."""

    names: tuple[str, ...]
    """The tools; the empty name stands for no context."""
    alike: Floats
    """A row and a column for each name."""
    places: NDArray[np.intp]
    """Where each text was said, by its place among the names."""

    @classmethod
    def of(cls, after: Sequence[str | None], areas: Mapping[str, str]) -> "Contexts":
        """Take the tool that each text was said after, if any, and the tools' areas."""
        names = sorted({_NOWHERE, *(tool or _NOWHERE for tool in after)})
        alike = np.array([[_likeness(one, other, areas) for other in names] for one in names], np.float32)
        places = np.array([names.index(tool or _NOWHERE) for tool in after], np.intp)
        return cls(tuple(names), alike, places)

    def weights(self, after: str | None) -> Floats:
        """Return how much each text counts for what is said after a tool; one that is not known is no context."""
        name = after if after in self.names else _NOWHERE
        return np.asarray(self.alike[self.names.index(name)][self.places], np.float32)

    def some(self, rows: Sequence[int]) -> "Contexts":
        """Return the contexts of some of the texts."""
        return Contexts(self.names, self.alike, self.places[list(rows)])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make these again."""
        return {"context_names": np.array(self.names), "context_alike": self.alike, "context_places": self.places}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Contexts":
        """Make contexts from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        names = tuple(str(name) for name in arrays["context_names"])
        alike, places = np.asarray(arrays["context_alike"], np.float32), np.asarray(arrays["context_places"], np.intp)
        if alike.shape != (len(names), len(names)) or _NOWHERE not in names or (places >= len(names)).any():
            raise ValueError("the contexts are damaged")
        return cls(names, alike, places)


def _likeness(one: str, other: str, areas: Mapping[str, str]) -> float:
    if one == other:
        return 1.0
    if _NOWHERE in (one, other):
        return ANYWHERE
    shared = areas.get(one) is not None and areas.get(one) == areas.get(other)
    return ANYWHERE**2 + SAME_AREA * shared


def was_at(messages: Sequence[BaseMessage]) -> str | None:
    """Return the tool that the conversation was at last: called, asked about, or told of."""
    for message in reversed(messages):
        if isinstance(message, AIMessage):
            if message.tool_calls:
                return message.tool_calls[-1]["name"]
            memory = Memory.model_validate(message.additional_kwargs.get(FRAME, {}))
            frame = memory.frame or memory.told
            if frame is not None:
                return frame.tool
    return None
