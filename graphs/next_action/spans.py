"""The pieces of a line that may be a value: words in a row, parts between punctuation, what follows a number."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

WORDS = 3
"""A run of words is at most so long; a part, a line or an address may be longer."""
LONGEST = 12
"""Words; nothing longer is a value."""
EDGES = " \t.,;:!?\"'()[]*-"
"""What stands around a value and is not part of it."""
_WORD = re.compile(r"\S+")
_PARTS = (re.compile(r"[^:;,]+"), re.compile(r"(?:\S| (?! ))+"))
"""Parts between punctuation, and between gaps: people paste columns."""
_MONEY = re.compile(r"[$£€] ?([\d.,]+)")
_ENDS_A_PLACE = re.compile(r"\d{4,5}\W?$")
"""A number such as a zip code, with which an address ends."""


@dataclass(frozen=True)
class Span:
    """One piece of a line."""

    text: str
    start: int
    kinds: frozenset[str]
    """Which cuts gave it: `line`, `part`, `words`, `tail` (from a number on) or `bare` (without its sign)."""


@lru_cache(maxsize=8192)
def spans(line: str) -> tuple[Span, ...]:
    """Return the pieces of a line, each once."""
    kinds: dict[str, set[str]] = defaultdict(set)
    starts: dict[str, int] = {}
    for start, end, kind in (*_cuts(line), *_tails(line)):
        raw = line[start:end]
        # A bracket that opens a phone number belongs to it.
        text = raw.strip(EDGES.replace("(", "").replace(")", "")) if raw.lstrip().startswith("(") else raw.strip(EDGES)
        if text and text.count(" ") < LONGEST:
            kinds[text].add(kind)
            starts[text] = start + raw.index(text)
    for text in list(kinds):
        if money := _MONEY.fullmatch(text):
            kinds[money[1]].add("bare")
            starts.setdefault(money[1], starts[text])
    return tuple(Span(text, starts[text], frozenset(found)) for text, found in kinds.items())


def _cuts(line: str) -> list[tuple[int, int, str]]:
    found = [(0, len(line), "line")]
    found += [(match.start(), match.end(), "part") for pattern in _PARTS for match in pattern.finditer(line)]
    words = [match.span() for match in _WORD.finditer(line)]
    for length in range(1, WORDS + 1):
        found += [(first[0], last[1], "words") for first, last in zip(words, words[length - 1 :], strict=False)]
    return found


def _tails(line: str) -> list[tuple[int, int, str]]:
    """Return what begins with a number and goes on to the end, to a comma, or to a number that ends a place."""
    found = []
    words = [match.span() for match in _WORD.finditer(line)]
    numbers = [(start, end) for start, end in words if line[start].isdigit() or line[start] in "($"]
    for start, _ in numbers:
        if start:
            found.append((start, len(line), "tail"))
        comma = line.find(",", start)
        if comma > 0:
            found.append((start, comma, "tail"))
        found += [
            (start, end, "tail") for after, end in numbers if after > start and _ENDS_A_PLACE.match(line[after:end])
        ]
    return found


def shape(text: str) -> str:
    """Return what a value looks like: its letters and digits as kinds, numbers with their length."""
    words = text.split()
    if len(words) <= WORDS:
        return " ".join(map(_shape, words))
    return f"{_shape(words[0])} {_shape(words[1])}..{_shape(words[-1])}"


def _shape(word: str) -> str:
    capitals = re.sub(r"[A-Z]+", lambda letters: "AA" if len(letters[0]) > 1 else "A", word)
    shaped = re.sub(r"[a-z]+", "a", capitals)
    return re.sub(r"\d+", lambda digits: f"9{min(len(digits[0]), 11)}", shaped)[:12]


def bare(word: str) -> str:
    """Return a word as it counts as a neighbour: without edges, case and which digits."""
    return re.sub(r"\d", "0", word.casefold().strip(EDGES))
