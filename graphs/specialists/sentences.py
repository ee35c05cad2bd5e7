"""Let a streamed reply out sentence by sentence, each checked before the customer sees it."""

import re
from collections.abc import Callable

from langgraph.types import StreamWriter

from graphs.events import TextDelta, TextReset

_END = re.compile(r"(?<=[.!?\n])\s+|\n")


def without_questions(text: str) -> str:
    """Leave out a model's own questions: beside an action, only the ledger's question is asked."""
    kept = [sentence.strip() for sentence in _END.split(text) if not sentence.rstrip().endswith("?")]
    return " ".join(sentence for sentence in kept if sentence)


class Sentences:
    """Collects pieces of text; whole sentences that pass go on, the first that does not stops the reply."""

    def __init__(self, forbidden: Callable[[str], bool], write: StreamWriter) -> None:
        self._forbidden = forbidden
        self._write = write
        self._held = ""
        self._given = False
        self.stopped = False
        """Whether a sentence was forbidden: nothing after it has gone out."""

    def hear(self, piece: str) -> None:
        """Take the next piece, and let out the sentences it completes."""
        self._held += piece
        end = max((match.end() for match in _END.finditer(self._held)), default=0)
        if end:
            ready, self._held = self._held[:end], self._held[end:]
            self._let_out(ready)

    def finish(self) -> None:
        """Let out what is left at the end of the reply."""
        if self._held:
            self._let_out(self._held)
            self._held = ""

    def reset(self, reason: str) -> None:
        """Forget everything: the reply is being made again."""
        if self._given:
            self._write(TextReset(reason=reason))
        self._held, self._given, self.stopped = "", False, False

    def _let_out(self, text: str) -> None:
        if self.stopped or any(self._forbidden(sentence) for sentence in _END.split(text) if sentence):
            self.stopped = True
            return
        self._given = True
        self._write(TextDelta(text=text))
