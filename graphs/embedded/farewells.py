"""The last words of a message, where they take leave or thank and nothing before them asks."""

import re
from collections.abc import Awaitable
from typing import Protocol

from graphs.embedded.asking import asks, points_back
from graphs.embedded.clauses import clauses
from graphs.embedded.guess import Guess
from graphs.embedded.parsers import agreeing
from graphs.embedded.weighing import QUESTION

_FAREWELL = 0.6
"""The last words are a farewell or thanks if they are as sure as this."""
_SURE = 0.9
"""So sure the last words must be where the whole message may be a request."""
_WHOLE = 0.8
"""A whole message as sure as this of one request takes no leave."""
_CLOSING = frozenset({"thanks", "goodbye"})
VAGUE = frozenset({QUESTION, "thanks", "out_of_scope", "unclear"})
"""What a message may seem to be that only takes leave with a remark."""
_LAST_WORDS = re.compile(r"^(?P<said>.*\w.*?)(?:[.!?,;]+\s*|\s+)(?P<last>\w[\w']*(?:\s+\w[\w']*){0,2})\W*$", re.DOTALL)
_DEPENDS = re.compile(
    r"\b(?:from|of|in|on|at|to|with|by|since|until|till|after|before|into|my|your|the|an?|his|her|our|their)\s+$",
    re.IGNORECASE,
)
"""The last word goes with such a one before it: "... from your end"."""


class Ask(Protocol):
    """Says what a text asks for, if need be in another place of the conversation than where it stands."""

    def __call__(self, text: str, *, after: str | None = ...) -> Awaitable[Guess]:
        """Return the guess; `after` is the tool that the text is said after."""


async def farewell(text: str, whole: Guess, ask: Ask) -> Guess | None:
    """Return what the last words say, if they take leave or thank and nothing before them asks: "..., bye now"."""
    ending = _LAST_WORDS.match(text)
    if ending is None or asks(text) or agreeing.bids_yes(clauses(text)[-1].text):
        return None
    vague = whole.label in VAGUE or whole.label in _CLOSING
    if not vague and whole.confidence >= _WHOLE:
        return None
    # Beside what may be a request, only a sentence of its own takes leave: "since last night" does not.
    cut = vague and not _DEPENDS.search(text[: ending.start("last")])
    for words in (ending["last"], clauses(text)[-1].text) if cut else (clauses(text)[-1].text,):
        last = await ask(words)
        # "Kick it from your end" speaks of something.
        little = vague and whole.confidence < _SURE and not points_back(words)
        if last.label in _CLOSING and last.confidence >= (_FAREWELL if little else _SURE):
            return last
    return None
