"""Answers to the question for a value, above all for one in place of what a tool would not take."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from graphs.embedded.amending import amended
from graphs.embedded.filling import Moment, found, parse, parse_answer
from graphs.embedded.history import Result
from graphs.embedded.parsers import addresses, confirmation
from graphs.embedded.toolcards import Argument

_HOUSE = re.compile(
    r"(?<![\w£:/-])\d{1,4}[a-h]?(?=\s*(?:[!.,?;](?!\d)|$|\b(?:not|instead|sorry|it is|please|i mean)\b))", re.IGNORECASE
)
"""A number that ends a clause: "45!!", and not "my 2 kids"."""
_PART = re.compile(r"[A-Za-z0-9]{1,4}")


def refused(last: Result | None, argument: Argument) -> Result | None:
    """Return the last result of a tool, if it would not take this argument's value."""
    return last if last is not None and last.error is not None and last.argument == argument.name else None


def answer_of(argument: Argument, text: str, said: Sequence[str], last: Result | None, moment: Moment) -> Any | None:
    """Read an answer: a value, what is different in the one that the tool would not take, or the one it suggested."""
    value, wrong = parse(argument, text, moment), refused(last, argument)
    if value is None and wrong is not None:
        hint = str(wrong.content)
        value = _suggested(argument, wrong, text)
        value = value or amended(argument, wrong.arguments.get(argument.name), text, asked=True, hint=hint)
        value = value or _renumbered(argument, wrong, text)
    if value is None and argument.kind == "street":
        value = addresses.house_in(text, said)
    return parse_answer(argument, text, moment) if value is None else value


def _renumbered(argument: Argument, wrong: Result, text: str) -> str | None:
    """Return the street with the one number that is said, whatever is said with it: "oh, 45! I swap them round"."""
    numbers = set(_HOUSE.findall(text)) if argument.kind == "street" else set()
    if len(numbers) != 1:
        return None
    return amended(argument, wrong.arguments.get(argument.name), f"number {numbers.pop()}", asked=True)


def _suggested(argument: Argument, wrong: Result, text: str) -> Any | None:
    """Return the value that the tool named instead, where the words agree to it or say the part that was wrong.

    Of several that it named the one is meant that has the part, or else the one that is most like what was said.
    """
    now = str(wrong.arguments.get(argument.name) or "")
    named = [str(one.value) for one in found(argument.kind, str(wrong.content)) if str(one.value) != now]
    if not named or argument.kind != "postcode":
        return None
    other = now.replace(" ", "").upper()
    parts = [part.upper() for part in _PART.findall(text) if not other.endswith(part.upper())]
    having = [value for value in named if any(value.replace(" ", "").upper().endswith(part) for part in parts)]
    agrees = confirmation.read(text) == "yes" or confirmation.after_yes(text)
    likely = having or (named if agrees else [])
    return max(likely, key=lambda value: SequenceMatcher(None, value, now).ratio(), default=None)
