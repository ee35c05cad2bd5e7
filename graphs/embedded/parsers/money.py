"""Amounts in pounds: "£12.50", "12 quid", "twenty pounds", "50p", "a tenner"."""

import re
from decimal import Decimal

from graphs.embedded.parsers.found import Found, without_overlaps, words_before
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.parsers.payment import calls_by_digits

_NUMBER = r"(?P<whole>\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?:\.(?P<part>\d{1,2}))?(?!,?\d)"
_POUND_WORD = r"(?:pounds?(?:\s+sterling)?|quids?|gbp|squid|nicker|£)"
_COUNTED = r"(?:days?|weeks?|months?|times?|of|items?|orders?|x)\b"
_SIGNED = re.compile(rf"(?:£|\bgbp)\s?{_NUMBER}(?P<thousands>k\b)?(?!\s?%)", re.IGNORECASE)
_WORDED = re.compile(
    rf"(?<![\d.,$€£])\b{_NUMBER}\s?{_POUND_WORD}(?![a-z])(?:\s*(?:and\s+)?(?:(?P<pence>\d{{1,2}})\s?p(?:ence)?\b|(?P<bare>\d\d)(?![\w/:.]|\s*{_COUNTED})))?",
    re.IGNORECASE,
)
_PENCE = re.compile(
    r"(?<![\d.,$€£])\b(?P<pence>\d{1,2})\s?p\b|(?<![\d.,])\b(?P<worded>\d{1,4})\s?(?:pence|pennies)\b", re.I
)
_NAMED = re.compile(r"\b(?:(?P<fiver>fiver)|(?P<tenner>tenner))\b", re.IGNORECASE)
_PLAIN = re.compile(rf"(?<![\w.,$€/:\-]){_NUMBER}(?![\w%/:]|-\d)(?P<thousands>(?!))?")
_THING = re.compile(r"\s(?:ones?|item|article|thing|order|charge)\b", re.IGNORECASE)
_STANDS_FOR = re.compile(
    r"\b(?:the|that|this|which|my|your|other|right|wrong|same|new|old|last|first|second|another)\s+one$", re.IGNORECASE
)
"""In "not that one" no number is said."""
_COSTS = re.compile(
    r"\b(?:(?:cost|costs|costing|priced at|sold for|came to|worth|set (?:me|us) back|paid(?: you)?)"
    r"(?: (?:me|us|for it))?"
    r"|(?:one|thing|item|article|product|gadget|bit|stuff)(?: (?:that|which))?(?:'s| was| were| is| for| at))"
    r"(?: (?:about|around|nearly|almost|over|only|just|exactly|like|roughly))*\s*$",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:supposed to be|(?:should|ought to|was going to|used to|meant to) (?:only |just )?be|normally|usually"
    r"|always(?: been)?|instead of|rather than|not)\s+(?:only |just )?$",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:i|we|he|she)(?:'ve| have)? (?:already |only )?paid(?: you| the)?\s*$"
    r"|\b(?:plan|package|price|deal)(?: it)? (?:costs?|is|was)\s*$",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?<![\w.,$€/:\-])(?P<whole>\d{1,4})\.(?P<part>\d\d)(?!\s?[ap]\.?m\b|[\w%/:]|\.\d)")
_IN_WORDS = re.compile(r"[^\W\d]+(?:[\s-]+[^\W\d]+)*")
_PLAIN_PENCE = re.compile(r"(?<![\w.,$€/:\-])(?P<whole>\d{1,3})\s(?P<part>\d\d)(?![\w%/:.,])")


def find(text: str, *, asked: bool = False) -> list[Found[Decimal]]:
    """Return the amounts in a text; when an amount was `asked` for, a plain number is one too."""
    digits = digitise(text)
    found: list[Found[Decimal]] = []
    for pattern in (_SIGNED, _WORDED, _PENCE, _NAMED):
        found += [digits.found(_value(m), m.start(), m.end()) for m in pattern.finditer(digits.text)]
    if asked and not found:
        for pattern in (_PLAIN, _PLAIN_PENCE):
            plain = (m for m in pattern.finditer(digits.text) if not calls_by_digits(digits.text[: m.start()]))
            numbers = [digits.found(_value(m), m.start(), m.end()) for m in plain]
            found += [one for one in numbers if not _STANDS_FOR.search(text[: one.end])]
    return without_overlaps(found)


def find_wanted(text: str) -> list[Found[Decimal]]:
    """Return the amounts of a text but for those that only describe a thing: "the £18 one", "what cost me £60"."""
    return [one for one in find(text) if not _describes(text, one)]


def find_describing(text: str) -> list[Found[Decimal]]:
    """Return the amounts that describe a thing: "the £18 one"."""
    return [one for one in find_any(text) if _describes(text, one)]


def _describes(text: str, found: Found[Decimal]) -> bool:
    return bool(_THING.match(text, found.end) or _COSTS.search(words_before(text, found.start)))


def is_about(said: Decimal, held: Decimal) -> bool:
    """Whether an amount is meant by one that is said: a round one is by a few pence too much."""
    return said == held or (said == said.to_integral_value() and 0 < said - held < 1)


def is_above(said: Decimal, held: Decimal) -> bool:
    """Whether an amount may be meant by a round one that is by some pence too little: "the odd tenner"."""
    return said == said.to_integral_value() and 0 < held - said < 1


def find_charged(text: str) -> list[Found[Decimal]]:
    """Return the amounts of a text without those that were expected instead: "why £33.50, it's supposed to be £26"."""
    found = find_any(text)
    charged = [one for one in found if len(found) == 1 or not _EXPECTED.search(text[: one.start])]
    # "I paid £26 and still there is a fine of £7.50": what was paid, or is the price, is not what is asked about.
    asked = [one for one in charged if not _SETTLED.search(words_before(text, one.start))]
    return asked or find_decimals(text) or charged


def find_decimals(text: str) -> list[Found[Decimal]]:
    """Return what is written as pounds and pence without their sign, where nothing but an amount is spoken of so."""
    digits = digitise(text)
    found = [digits.found(_value(m), m.start(), m.end()) for m in _DECIMAL.finditer(digits.text)]
    worded = [digits.found(_value(m), m.start(), m.end()) for m in _PLAIN_PENCE.finditer(digits.text)]
    # "Thirty three fifty" is said so; "33 50" is no way to write it.
    return found + [one for one in worded if _IN_WORDS.fullmatch(one.text)]


def find_any(text: str) -> list[Found[Decimal]]:
    """Return the amounts of a text, with their sign or else as pounds and pence without it."""
    return find(text) or find_decimals(text)


def _value(match: re.Match[str]) -> Decimal:
    groups = match.groupdict()
    if groups.get("fiver"):
        return Decimal("5.00")
    if groups.get("tenner"):
        return Decimal("10.00")
    part = groups.get("part") or ""
    # "£12.5" is twelve pounds fifty, as people write it.
    whole = Decimal((groups.get("whole") or "0").replace(",", "") + "." + part.ljust(2, "0"))
    if groups.get("thousands"):
        whole *= 1000
    pence = Decimal(groups.get("pence") or groups.get("worded") or groups.get("bare") or 0) / 100
    return (whole + pence).quantize(Decimal("0.01"))
