r"""Identifiers of any JSON-schema pattern: "n1042", "N 1042", "order 1042" and "N ten forty two" for `^N-\d{4}$`."""

import re
from collections.abc import Collection

from graphs.embedded.parsers import patterns, payment
from graphs.embedded.parsers.found import Found, without_overlaps, words_before
from graphs.embedded.parsers.numbers import Digitised, digitise

_RUN = re.compile(r"(?<![\w£$€.,/:@+])(?<![A-Za-z]-)\d+(?:[ \-]\d+)*(?![\w%@]|[.,/:]\d|-[A-Za-z])")
_AMOUNT = re.compile(r"\s?(?:pounds?|quid|gbp|£|p|pence|percent|per cent|mb|mbps|meg|gb|%)\b", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*"
_YEAR = re.compile(rf"(?:{_MONTH}|\b(?:in|since|year))[\s,]+$", re.IGNORECASE)
_NOUN = re.compile(
    r"([a-z]+)s?(?:\s+(?:is|was|it's))?[\s:.#]*(?:(?:number|num|no|nr|id|ref|reference)\b)?(?:\s+(?:is|was))?[\s:.#]*$",
    re.I,
)
_LETTERED = re.compile(r"(?<![\w-])([a-z]{1,5})-?(\d{3,})(?![\w-])", re.IGNORECASE)
_LONGEST_BARE = 8
"""More digits in a row are a telephone or card number, of which no part is an identifier."""


def find(text: str, pattern: str, *, nouns: Collection[str] = (), rivals: Collection[str] = ()) -> list[Found[str]]:
    """Return the identifiers of one pattern, spelt as the pattern wants them.

    A number without its letters counts too, unless the word before it is one of the `rivals` (what other identifiers
    are called: "invoice 1042" is no order). With `nouns`, numbers named by one of them win over the others.
    """
    if patterns.pieces(pattern) is None:
        return [Found(m[0], m.start(), m.end(), m[0]) for m in re.finditer(pattern.strip("^$"), text)]
    digits = digitise(text)
    found = _whole(digits, pattern)
    bare = [one for one in _bare(digits, pattern) if not _named(text, one, rivals)]
    named = [one for one in bare if _named(text, one, nouns)]
    return without_overlaps(found + named or bare)


def find_numbers(text: str) -> list[Found[str]]:
    """Return what is written like an identifier with its letters, whatever it names: "N-1042", "v301"."""
    return [Found(f"{m[1]}-{m[2]}".upper(), m.start(), m.end(), m[0]) for m in _LETTERED.finditer(text)]


def _whole(digits: Digitised, pattern: str) -> list[Found[str]]:
    tolerant = patterns.tolerant(pattern)
    found = []
    for match in tolerant.finditer(digits.text) if tolerant else ():
        value = patterns.canonical(pattern, match)
        if value is not None:
            found.append(digits.found(value, match.start(), match.end()))
    return found


def _bare(digits: Digitised, pattern: str) -> list[Found[str]]:
    """Find numbers that lack only the pattern's leading letters."""
    parts = patterns.pieces(pattern) or ()
    if len(parts) != 2 or parts[0].kind != "literal" or parts[1].kind != "digits":
        return []
    found = []
    for run in _RUN.finditer(digits.text):
        before = words_before(digits.text, run.start())
        if _AMOUNT.match(digits.text, run.end()) or _YEAR.search(before) or payment.calls_by_digits(before):
            continue
        for start, end in _groups(run, parts[1]):
            number = re.sub(r"\D", "", digits.text[start:end])
            found.append(digits.found(parts[0].text + number, start, end))
    return found


def _groups(run: re.Match[str], piece: patterns.Piece) -> list[tuple[int, int]]:
    """Return the whole run if it has the right number of digits, else the groups in it that have."""
    total = len(re.sub(r"\D", "", run[0]))
    if total > _LONGEST_BARE and piece.least <= _LONGEST_BARE:
        return []
    groups = [(run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\d+", run[0])]
    fitting = [(start, end) for start, end in groups if piece.least <= end - start <= piece.most]
    if fitting:
        return fitting
    return [run.span()] if piece.least <= total <= piece.most else []


def _named(text: str, found: Found[str], nouns: Collection[str]) -> bool:
    """Say whether the word before a number, "number" and the like apart, is one of some nouns."""
    if not nouns:
        return False
    match = _NOUN.search(words_before(text, found.start))
    return match is not None and match[1].lower().removesuffix("s") in {noun.lower() for noun in nouns}
