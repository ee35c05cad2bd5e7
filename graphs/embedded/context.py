"""What is likely to be asked next, from what the conversation was at: "what's the soonest?" after a booking.

The examples that are said `after` a tool tell how much likelier each intent becomes by it; the rule of Bayes joins that
with what the words themselves say.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from langchain_core.messages import AIMessage, BaseMessage
from numpy.typing import NDArray

from graphs.embedded.examples import Example
from graphs.embedded.frames import FRAME, Memory

_DOUBT = 3.0
"""How many examples the general frequencies count for, beside those of a tool."""


class Context:
    """How much likelier each intent is after each tool."""

    def __init__(self, examples: Iterable[Example], labels: Sequence[str]) -> None:
        said = [(example.after, example.intent) for example in examples if example.after]
        usual = _share(Counter(intent for _, intent in said), labels, np.ones(len(labels)) / len(labels))
        self._ratios = {
            tool: _share(Counter(intent for after, intent in said if after == tool), labels, usual) / usual
            for tool in {after for after, _ in said}
        }

    def weigh(self, chances: NDArray[np.float64], after: str | None) -> NDArray[np.float64]:
        """Return the chances of the intents, given what the conversation was at."""
        ratios = self._ratios.get(after or "")
        if ratios is None:
            return chances
        weighed = chances * ratios
        return np.asarray(weighed / weighed.sum())


def _share(counts: Counter[str], labels: Sequence[str], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.array([counts[label] for label in labels], float)
    return np.asarray((found + _DOUBT * usual) / (found.sum() + _DOUBT))


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
