"""Find digits in a customer's words, however they are grouped, typed or spoken.

"4242 4242-4242.4242", "four two, double four ..." and "forty-two forty-two ..." are all runs of digit groups.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPOKEN = {
    **{word: str(value) for value, word in enumerate(_UNITS)},
    **{word: str(value) for value, word in enumerate(_TEENS, start=10)},
    **{word: str(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}

_WORDS = "|".join(sorted(_SPOKEN, key=len, reverse=True))
_ONE_TO_NINE = "|".join(_UNITS[1:])
_GROUP = re.compile(
    r"(?P<digits>\d+)"
    r"|\b(?=[defnostz])(?:"  # no other letter begins a number: the others need not be tried
    rf"(?P<repeat>{'|'.join(_REPEATS)})\s+(?P<repeated>\d\b|(?:{'|'.join(_UNITS)}|oh|o)\b)"
    rf"|(?P<tens>{'|'.join(_TENS)})[\s-](?P<unit>{_ONE_TO_NINE})\b"
    rf"|(?P<word>{_WORDS})\b)",
    re.IGNORECASE,
)
_SEPARATOR = r"[\s\-\u2010-\u2015\u2212.,_\u00b7\u00ad\u200b-\u200d\u2060]"
_GAP = re.compile(
    rf"{_SEPARATOR}{{0,6}}(?:(?:and|then|uh|um|er|erm|dash|hyphen|space|dot){_SEPARATOR}{{1,6}}){{0,3}}",
    re.IGNORECASE,
)
_NOT_DIGITS = re.compile(
    r"\[card …\d{4}\]"
    r"|\b(?:[nvsdf]|inv)-\d{3,8}(?!\d)"  # a record's number
    r"|(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"  # a date
    r"|(?<![\d.])0\.\d{5,}"  # a fraction
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=\d*[a-f])[0-9a-f]{32,}\b",  # an id, a checksum
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Group:
    """Digits written together, or one spoken number."""

    start: int
    end: int
    digits: str
    spoken: bool


Run = tuple[Group, ...]
"""Groups with nothing but spaces and punctuation between them."""


def runs(text: str) -> Iterator[Run]:
    """Yield each run of digit groups, in order; record numbers, dates and ids are not digits."""
    text = _NOT_DIGITS.sub(lambda match: "\0" * len(match[0]), text)
    run: list[Group] = []
    for match in _GROUP.finditer(text):
        if run and not _GAP.fullmatch(text, run[-1].end, match.start()):
            yield tuple(run)
            run = []
        run.append(_group(match))
    if run:
        yield tuple(run)


def replace_runs(text: str, replacements: Callable[[str, Run], list[tuple[Run, str]]]) -> str:
    """Replace the parts of each run that `replacements` returns, in order, each with its new text."""
    pieces: list[str] = []
    done = 0
    for run in runs(text):
        for part, replacement in replacements(text, run):
            pieces += [text[done : part[0].start], replacement]
            done = part[-1].end
    return "".join(pieces) + text[done:]


def digits_of(groups: Run) -> str:
    """Return the digits of several groups as one string."""
    return "".join(group.digits for group in groups)


def shape(groups: Run) -> str:
    """Describe how digits are grouped: "4 4" for "1234 5678"; what is spoken counts digit by digit."""
    sizes = ("1 " * len(group.digits) if group.spoken else f"{len(group.digits)} " for group in groups)
    return "".join(sizes).strip()


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit that payment cards carry."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _group(match: re.Match[str]) -> Group:
    if typed := match["digits"]:
        return Group(match.start(), match.end(), "".join(str(int(digit)) for digit in typed), spoken=False)
    return Group(match.start(), match.end(), _spoken(match), spoken=True)


def _spoken(match: re.Match[str]) -> str:
    if repeat := match["repeat"]:
        word = match["repeated"].lower()
        return _SPOKEN.get(word, word) * _REPEATS[repeat.lower()]
    if tens := match["tens"]:
        return _SPOKEN[tens.lower()][0] + _SPOKEN[match["unit"].lower()]
    return _SPOKEN[match["word"].lower()]
