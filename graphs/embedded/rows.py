"""The records that a read tool has returned, as rows: with the facts of the records around them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from graphs.embedded.parsers import money
from graphs.embedded.toolcards import ToolCard

Row = Mapping[str, Any]
_WORD = re.compile(r"[a-z]+")
_THING = re.compile(
    r"\b(?:the|my|our|an?|this|that)\s+((?:(?!(?:from|for|of|on|in|at|to|back|forward|up|and|or|is|it|i|that|which|please|pls|because|as|with|has|was|"
    r"does|did|didn|doesn|don|never|again|then|now|than|but|so|keeps|won|can|cannot|not|no|instead|rather|too|either)\b)[a-z]+[\s-]?){1,3})"
)
"""What is spoken of with an article or "my" before it."""
_NO_THING = re.compile(r"^(?:[A-Z]{1,5}-[\w-]+|[\d.:+TZ-]+|[A-Z]{3})?$")
"""A number of the company's, a time, an amount or its currency."""


def fitting(card: ToolCard, source: ToolCard, rows: Sequence[Row]) -> list[Row]:
    """Prefer the records that the tool says it is for: one that moves "a booked visit" is not for completed ones."""
    said = set(_WORD.findall(card.description.lower()))
    kept = list(rows)
    for name in source.enums:
        wanted = [row for row in kept if str(row.get(name)) in said]
        kept = wanted or kept
    return kept


def surely_fitting(card: ToolCard, source: ToolCard, rows: Sequence[Row]) -> list[Row]:
    """Keep only the records that the tool says it is for: nothing that is cancelled is "a booked visit"."""
    said = set(_WORD.findall(card.description.lower()))
    return [row for row in rows if any(str(row.get(name)) in said for name in source.enums)]


def excluded(row: Row, values: Mapping[str, Collection[str]]) -> bool:
    """Whether a record holds one of the values that were ruled out."""
    return any(str(row.get(name)) in out for name, out in values.items())


def agrees(row: Row, arguments: Mapping[str, Any], *, but: str) -> bool:
    """Whether a record holds nothing else than the arguments say, of the fields that it has, but one."""
    return all(row[name] == value for name, value in arguments.items() if name != but and row.get(name) is not None)


def holds_things(rows: Sequence[Row], source: ToolCard) -> bool:
    """Whether records hold names of things, and not only numbers, times, listed values and places."""
    named = ((name, value) for row in rows for name, value in row.items() if not isinstance(value, Mapping))
    plain = (value for name, value in named if name not in source.enums)
    texts = (text for value in plain for text in _texts(value))
    return any(not _NO_THING.match(text) for text in texts)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(part)


def flattened(content: Any, name: str) -> list[dict[str, Any]]:
    """Return every record that is named by this field, with the plain facts of the records around it."""
    found = list(_rows(content, name, {}))
    named = [row for row, first in found if first]
    return named or [row for row, _ in found]


def _rows(content: Any, name: str, around: Row) -> Iterator[tuple[dict[str, Any], bool]]:
    if isinstance(content, list):
        for part in content:
            yield from _rows(part, name, around)
    elif isinstance(content, Mapping):
        if content.get(name) is not None:
            yield {**around, **content}, next(iter(content)) == name
            return
        facts = {**around, **{key: value for key, value in content.items() if isinstance(value, str | int | float)}}
        for part in content.values():
            yield from _rows(part, name, facts)


def amounts_of(row: Row) -> Iterator[Decimal]:
    """Yield the amounts of a record, without their signs."""
    for value in row.values():
        if isinstance(value, Mapping) and "amount" in value:
            # A credit of £7 stands on a bill as -7.
            yield abs(Decimal(str(value["amount"])))


def is_used_up(row: Row) -> bool:
    """Whether nothing is left of what a record is about: all that was paid for it has gone back."""
    held = list(amounts_of(row))
    return len(held) > 1 and held[0] > 0 and held[-1] == held[0]


def with_amount(rows: Sequence[Row], amounts: Collection[Decimal]) -> list[Row]:
    """Return the records that hold one of these amounts; a round one may be some pence more, or else less."""
    for fits in (money.is_about, money.is_above):
        found = [row for row in rows if any(fits(one, held) for one in amounts for held in amounts_of(row))]
        if found:
            return found
    return []


def names_another(text: str, rows: Sequence[Row], common: Collection[str]) -> bool:
    """Whether the words name a thing that none of the records holds, such as an article that was never ordered."""
    known = {word.rstrip("s") for row in rows for word in _WORD.findall(str(list(row.values())).lower())}
    for found in _THING.finditer(text.lower()):
        words = [word.rstrip("s") for word in _WORD.findall(found[1])]
        usual = any(word in common or f"{word}s" in common for word in words)
        if words and not usual:
            words += [f"{first}{second}" for first, second in pairwise(words)]
            return not any(get_close_matches(word, known, n=1, cutoff=0.8) for word in words)
    return False
