"""Answers to the question for a value, above all for one in place of what a tool would not take."""

import re
from collections.abc import Sequence
from typing import Any

from graphs.embedded.amending import amended
from graphs.embedded.filling import Moment, parse, parse_answer
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
        value = amended(argument, wrong.arguments.get(argument.name), text, asked=True, hint=hint)
        value = value or _suggested(argument, wrong, text, moment) or _renumbered(argument, wrong, text)
    if value is None and argument.kind == "street":
        value = addresses.house_in(text, said)
    return parse_answer(argument, text, moment) if value is None else value


def _renumbered(argument: Argument, wrong: Result, text: str) -> str | None:
    """Return the street with the one number that is said, whatever is said with it: "oh, 45! I swap them round"."""
    numbers = set(_HOUSE.findall(text)) if argument.kind == "street" else set()
    if len(numbers) != 1:
        return None
    return amended(argument, wrong.arguments.get(argument.name), f"number {numbers.pop()}", asked=True)


def _suggested(argument: Argument, wrong: Result, text: str, moment: Moment) -> Any | None:
    """Return the value that the tool named instead, where the words agree to it or say the part that was wrong."""
    now = str(wrong.arguments.get(argument.name) or "")
    value = parse(argument, re.sub(re.escape(now), " ", str(wrong.content), flags=re.IGNORECASE), moment)
    if value is None or str(value) == now or argument.kind != "postcode":
        return None
    ends, other = (one.replace(" ", "").upper() for one in (str(value), now))
    parts = [part.upper() for part in _PART.findall(text)]
    names = any(ends.endswith(part) and not other.endswith(part) for part in parts)
    return value if names or confirmation.read(text) == "yes" or confirmation.after_yes(text) else None
