"""Numbers said in words become digits: "ten forty two" -> "10 42", "double four" -> "44", "fourteenth" -> "14th".

The other parsers work on the text with digits and map what they find back to the words as they were said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from graphs.embedded.parsers.found import Found

T = TypeVar("T")

UNITS = {
    "zero": 0, "nought": 0, "naught": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "ninty": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
REPEATS = {"double": 2, "triple": 3, "treble": 3}
_WORD = re.compile(r"[^\W_]+")
_CLOSE = re.compile(r"(?:\s{1,3}|\s?-\s?)")
_GAP = re.compile(r"\s{2,}")
LONGEST = 2000


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Digitised:
    """A text whose number words are digits, and the way back to the original."""

    original: str
    text: str
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]

    def found(self, value: T, start: int, end: int) -> Found[T]:
        """Name a value by its place in the original, given its place in `text`."""
        first, last = self._starts[start], self._ends[end - 1]
        return Found(value, first, last, self.original[first:last])


def digitise(text: str, *, ordinals: bool = False) -> Digitised:
    """Replace number words by digits, with `ordinals` also "fourteenth" by "14th", and long gaps by one space.

    Of a text as long as a letter only the beginning is read, so that no parser can be kept busy.
    """
    text = text[:LONGEST]
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for first, last, new in sorted([*_numbers(text, ordinals), *_gaps(text)]):
        pieces += [text[at:first], new]
        starts += [*range(at, first), *[first] * len(new)]
        ends += [*range(at + 1, first + 1), *[last] * len(new)]
        at = last
    pieces.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Digitised(text, "".join(pieces), tuple(starts), tuple(ends))


def _gaps(text: str) -> list[tuple[int, int, str]]:
    taken = [(m.start(), m.end(), "\n" if "\n" in m[0] else " ") for m in _GAP.finditer(text)]
    return [gap for gap in taken if text[gap[0] : gap[1]] != gap[2]]


def _numbers(text: str, ordinals: bool) -> list[tuple[int, int, str]]:
    words = [_Word(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found = []
    index = 0
    while index < len(words):
        read = _read(words, index, text, ordinals)
        if read is None:
            index += 1
            continue
        digits, after = read
        found.append((words[index].start, words[after - 1].end, digits))
        index = after
    return found


def _read(words: Sequence[_Word], index: int, text: str, ordinals: bool) -> tuple[str, int] | None:
    word = words[index].text
    if word in REPEATS and index + 1 < len(words) and words[index + 1].text in UNITS:
        return str(UNITS[words[index + 1].text]) * REPEATS[word], index + 2
    if ordinals and (ordinal := _ordinal(words, index, text)):
        return ordinal
    number = _cardinal(words, index, text)
    return number and (str(number[0]), number[1])


def _ordinal(words: Sequence[_Word], index: int, text: str) -> tuple[str, int] | None:
    word = words[index].text
    if word in ORDINALS and _is_day(words, index):
        return _with_suffix(ORDINALS[word]), index + 1
    after = words[index + 1].text if _next_to(words, index, text) else ""
    if word in TENS and ORDINALS.get(after, 10) < 10:
        return _with_suffix(TENS[word] + ORDINALS[after]), index + 2
    return None


def _is_day(words: Sequence[_Word], index: int) -> bool:
    """Say whether an ordinal is a day of the month: "first" and "second" count things more often than days."""
    before = words[index - 1].text if index else ""
    after = words[index + 1].text if index + 1 < len(words) else ""
    if after == "thing":
        return False
    if after[:3] in MONTHS or before[:3] in MONTHS or before.endswith("day"):
        return True
    if after == "of" and index + 2 < len(words) and words[index + 2].text[:3] in MONTHS:
        return True
    return before == "the" and ORDINALS[words[index].text] > 3


def _with_suffix(number: int) -> str:
    if number in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _next_to(words: Sequence[_Word], index: int, text: str) -> bool:
    if index + 1 >= len(words):
        return False
    return _CLOSE.fullmatch(text[words[index].end : words[index + 1].start]) is not None


def _cardinal(words: Sequence[_Word], index: int, text: str) -> tuple[int, int] | None:
    """Read one number in words: below a hundred, then hundreds, then thousands."""
    part = _below_hundred(words, index, text)
    if part is None:
        if words[index].text != "a" or not _next_to(words, index, text):
            return None
        if words[index + 1].text not in ("hundred", "thousand"):
            return None
        part = (1, index + 1)
    total, index = _scaled(part, words, text, "hundred", 100)
    return _scaled((total, index), words, text, "thousand", 1000)


def _scaled(part: tuple[int, int], words: Sequence[_Word], text: str, name: str, scale: int) -> tuple[int, int]:
    value, after = part
    if after >= len(words) or words[after].text != name or value == 0 or not _next_to(words, after - 1, text):
        return part
    value, after = value * scale, after + 1
    start = after
    least = 10  # "nine hundred one two three" is how a telephone number is said; 901 has an "and"
    if start + 1 < len(words) and words[start].text == "and" and _next_to(words, start - 1, text):
        start, least = start + 1, 1
    if start < len(words) and _next_to(words, start - 1, text):
        rest = _cardinal(words, start, text) if scale > 100 else _below_hundred(words, start, text)
        if rest and least <= rest[0] < scale and not _is_word(words, rest[1], name):
            return value + rest[0], rest[1]
    return value, after


def _is_word(words: Sequence[_Word], index: int, word: str) -> bool:
    return index < len(words) and words[index].text == word


def _below_hundred(words: Sequence[_Word], index: int, text: str) -> tuple[int, int] | None:
    word = words[index].text
    if word in UNITS:
        return UNITS[word], index + 1
    if word in TEENS:
        return TEENS[word], index + 1
    if word not in TENS:
        return None
    if _next_to(words, index, text) and UNITS.get(words[index + 1].text, 0) > 0:
        return TENS[word] + UNITS[words[index + 1].text], index + 2
    return TENS[word], index + 1
