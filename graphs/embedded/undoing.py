"""Taking back what was just done: "can you un-cancel that?", "put it back the way it was"."""

import re
from collections.abc import Mapping
from typing import Any

from graphs.embedded.asking import wishes
from graphs.embedded.frames import Frame
from graphs.embedded.manner import asks, asks_how, says, turns
from graphs.embedded.parsers import confirmation, supposing
from graphs.embedded.references import spoken_of
from graphs.embedded.situation import Move, Situation, proceed
from graphs.embedded.toolcards import ToolCard

_PART = re.compile(r"[.,!?;:]+(?:\s+|$)")
_WAIT = re.compile(r"^\W*(?:(?:oh|no|ah|wait|hang on|hold on|sorry)\W+)+", re.IGNORECASE)
"""What begins so has a second thought, and no condition."""
_ENDING = 5
"""What is to be as it was is said in the last so many words of a clause: "put it the way it was before"."""


def taken_back(s: Situation, words: str) -> Move | None:
    """Propose what was before the last action, or the action that brings back what it ended, from its receipt.

    It needs nothing that the receipt does not say, and takes nothing that the last action took: that is gone.
    """
    last = s.history.results[-1] if s.history.results else None
    if asks_how(s, words) or (asks(s, words) and confirmation.holds_back(_WAIT.sub("", words))):
        # "If somebody else did that to me, could I reverse it?"
        return None
    if last is None or last.state != "done" or not _wants_back(s, words):
        return None
    receipt = last.content.get("receipt") or {}
    before = _before(receipt, last.arguments)
    if before and last.tool in s.cards:
        frame = Frame(tool=last.tool, arguments={**last.arguments, **before}, said=(words,))
        return proceed(s, s.memory.turning_to(frame), frame)
    fitting = [
        card
        for card in s.cards.values()
        if card.effect == "write"
        and card.required
        and all(receipt.get(argument.name) is not None for argument in card.required)
        and not {argument.name for argument in card.arguments} & set(last.arguments)
    ]
    if len(fitting) != 1:
        return None
    known = {argument.name: receipt[argument.name] for argument in fitting[0].required}
    frame = Frame(tool=fitting[0].name, arguments=known, said=(words,))
    return proceed(s, s.memory.turning_to(frame), frame)


def rather(s: Situation, card: ToolCard, words: str) -> Frame | None:
    """Return the frame that changes what was just done, where words want the same otherwise: "Friday instead?"."""
    last = s.history.results[-1] if s.history.results else None
    if last is None or last.state != "done" or last.tool != card.name or not s.history.receipts:
        return None
    otherwise = spoken_of(words, s.lexicon["rather"]) or turns(s, words)
    if not otherwise or spoken_of(words, s.lexicon["besides"]):
        return None
    receipt = s.history.receipts[0]
    for other in s.cards.values():
        names = [argument.name for argument in other.required if argument.name not in last.arguments]
        shares = other.effect == "write" and other.name != card.name and 0 < len(names) < len(other.required)
        if shares and all(receipt.get(name) is not None for name in names):
            return Frame(tool=other.name, arguments={name: receipt[name] for name in names}, said=(words,))
    return None


def _wants_back(s: Situation, words: str) -> bool:
    """Whether words want back what was before, and do not only tell or ask how something was."""
    if supposing.only_asks(words):
        return False
    if asks(s, words) and not (wishes(words) or says(s, "possible", words)):
        # "What am I saying, stick it back to ours" asks nothing of anybody.
        told = (part for part in _PART.split(words) if not asks(s, part))
        return "?" not in words and any(spoken_of(part, s.lexicon["undo"]) for part in told)
    if spoken_of(words, s.lexicon["undo"]):
        return True
    # "Seeing as it was my roofers" tells why; "I want it as it was" says all there is to say of it.
    ends = any(spoken_of(" ".join(part.split()[-_ENDING:]), s.lexicon["as_before"]) for part in _PART.split(words))
    return ends and (wishes(words) or spoken_of(words, s.lexicon["restores"]))


def _before(receipt: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a receipt says were there before, for the arguments that have changed them."""
    record = receipt.get("before")
    kept = record if isinstance(record, Mapping) else {}
    values = {name: kept.get(name, receipt.get(f"before_{name}")) for name in arguments}
    return {name: value for name, value in values.items() if value is not None}
