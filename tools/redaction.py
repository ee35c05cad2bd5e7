"""Take out of a text what must not be kept: pure functions, well under a millisecond for a customer's turn.

There are two purposes:

- `redact_inbound`, before anything is stored or reaches a model: payment cards and their security codes,
  passwords, PINs, keys and other secrets, bank details, national insurance numbers. E-mail, phone, address
  and record numbers stay, because tools need them.
- `redact_trace`, before anything leaves for traces, logs or exports: all of that, and e-mail, phone numbers,
  street addresses and postcodes. Names and record numbers stay, so that a trace can be followed.

What is taken out leaves a placeholder. Of a card the last four digits remain, as receipts print them.
A card is recognised by its check digit in any grouping, typed or spoken; one in ten numbers of a card's
length passes for one. No card starts with 0, and "+" with up to 15 digits is a phone number.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from tools.credentials import ACCOUNT_NUMBER, SECRET, SORT_CODE, without_credentials
from tools.digits import Run, digits_of, passes_luhn, replace_runs, shape
from tools.personal_data import ADDRESS, EMAIL, PHONE, POSTCODE, without_personal_data

CARD = "[card …{}]"
SECURITY_CODE = "[security code]"
PIN = "[PIN]"

_PERSONAL_FIELDS = {
    "email": EMAIL, "before_email": EMAIL, "phone": PHONE, "before_phone": PHONE,
    "street": ADDRESS, "postcode": POSTCODE,
    "password": SECRET, "api_key": SECRET, "authorization": SECRET, "cookie": SECRET, "token": SECRET,
}  # fmt: skip
"""Fields that are taken out whole, whatever their text looks like."""

_LINK = (
    r"(?:[\s:=,.;()#-]"
    r"|\b(?:is|was|are|it|s|its|it's|number|no|code|digits?|on|the|back|of|my|your|this|that|card)\b)*"
)
"""What may stand between a number's name and the number."""
_CARD_LINK = (
    r"(?:[\s,;:.()-]"
    r"|\b(?:exp\w*|valid|until|thru|end|ends|date|and)\b"
    r"|\b\d{1,2}[\s/-]{1,3}\d{2}(?:\d{2})?\b)*"
)
"""What may stand between a card and its security code: the expiry date."""
_NAMED_AFTER = r"\s*(?:is|was|=|\()\s*(?:(?:the|my|its|your)\s+)?"
_NOT_ANOTHER_KIND = re.compile(r"\s*(?:pounds?|quid|pence|p|gbp|am|pm|minutes?|%)\b|[-/:.]\d", re.IGNORECASE)
_REACH = 90
"""How many characters before a number its name is looked for."""
_USUAL_LENGTHS = (16, 15, 14, 19, 13, 18, 17)
"""Of a card's digits, the likeliest first."""


class _Named(NamedTuple):
    """A number that is known by the words beside it and by how its digits are grouped."""

    words: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    shape: re.Pattern[str]
    placeholder: str


def _named(words: str, shape: str, placeholder: str, link: str = _LINK) -> _Named:
    return _Named(
        re.compile(words, re.IGNORECASE),
        re.compile(rf"(?:{words}){link}\Z", re.IGNORECASE),
        re.compile(rf"{_NAMED_AFTER}(?:{words})", re.IGNORECASE),
        re.compile(shape),
        placeholder,
    )


_SECURITY_WORDS = (
    r"\b(?:cvv2?|cvc2?|cv2|csc|security (?:code|number|digits)|card verification (?:code|value|number)"
    r"|(?:three|3|four|4) (?:digits?|numbers?)(?: (?:code|number))? (?:on|from|at) the (?:back|front))\b"
)
_ACCOUNT_WORDS = (
    r"\b(?:bank )?(?:account|acct?|a/c) (?:number|no)\b"
    rf"|{re.escape(SORT_CODE)}[\s,]*(?:and )?(?:(?:bank )?(?:account|acct?|a/c)\b)?"
)
_NAMED = (
    _named(_SECURITY_WORDS, r"[34]|1 1 1(?: 1)?", SECURITY_CODE),
    _named(r"\[card …\d{4}\]", r"[34]|1 1 1(?: 1)?", SECURITY_CODE, _CARD_LINK),
    _named(r"\bpin\b", r"[4-8]|1 1 1 1(?: 1){0,4}", PIN),
    _named(r"\bsort ?code\b", r"6|2 2 2|1 1 1 1 1 1", SORT_CODE),
    _named(_ACCOUNT_WORDS, r"[789]|10|4 4|1(?: 1){6,9}", ACCOUNT_NUMBER),
)


def redact_inbound(text: str) -> str:
    """Take out what must never be stored or reach a model."""
    text = _without_cards(without_credentials(text))
    for named in _NAMED:
        if named.words.search(text):
            text = replace_runs(text, partial(_numbers_named, named))
    return text


def redact_trace(value: Any) -> Any:
    """Take all personal data out of a JSON value, all the way down; only strings are changed."""
    if isinstance(value, str):
        return without_personal_data(redact_inbound(value))
    if isinstance(value, Mapping):
        return {key: _field(key, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact_trace(item) for item in value]
    return value


def _field(key: Any, value: Any) -> Any:
    placeholder = _PERSONAL_FIELDS.get(str(key).lower())
    return placeholder if placeholder and isinstance(value, str) and value else redact_trace(value)


def _without_cards(text: str) -> str:
    """Look again at what is left once a card is out: it may be another."""
    left = replace_runs(text, _cards)
    while left != text:
        text, left = left, replace_runs(left, _cards)
    return left


def _cards(text: str, run: Run) -> list[tuple[Run, str]]:
    length = sum(len(group.digits) for group in run)
    if length < 13 or (length <= 15 and text[run[0].start - 1 : run[0].start] == "+"):
        return []
    found: list[tuple[Run, str]] = []
    start = 0
    while card := _next_card(run, start):
        found.append((card, CARD.format(digits_of(card)[-4:])))
        start = run.index(card[-1], start) + 1
    return found


def _next_card(run: Run, start: int) -> Run:
    """Of the first stretch that may be a card and those that overlap it, return the one of the likeliest length."""
    stretches: list[Run] = []
    while start < len(run) and not (stretches and run[start].start > stretches[0][-1].end):
        stretches += _cards_from(run, start)
        start += 1
    return min(stretches, key=_unlikeliness, default=())


def _cards_from(run: Run, start: int) -> Iterator[Run]:
    digits = ""
    for end, group in enumerate(run[start : start + max(_USUAL_LENGTHS)], start=start + 1):
        digits += group.digits
        if _is_card(digits, whole_run=end - start == len(run)):
            yield run[start:end]


def _unlikeliness(card: Run) -> int:
    return _USUAL_LENGTHS.index(len(digits_of(card)))


def _is_card(digits: str, *, whole_run: bool) -> bool:
    """Part of a run must also start as the cards in use do; a number on its own may be any card."""
    if len(digits) not in _USUAL_LENGTHS or digits[0] == "0":
        return False
    return (whole_run or digits[0] in "23456") and passes_luhn(digits)


def _numbers_named(named: _Named, text: str, run: Run) -> list[tuple[Run, str]]:
    found: list[tuple[Run, str]] = []
    start = 0
    while start < len(run):
        part = _number_named(text, run[start : start + 10], named)
        if part:
            found.append((part, named.placeholder))
        start += len(part) or 1
    return found


def _number_named(text: str, groups: Run, named: _Named) -> Run:
    """Return the longest beginning of the groups that has the right shape, if the words beside it name it."""
    for size in range(len(groups), 0, -1):
        part = groups[:size]
        if named.shape.fullmatch(shape(part)) and _is_called(text, part, named):
            return part
    return ()


def _is_called(text: str, part: Run, named: _Named) -> bool:
    start, end = part[0].start, part[-1].end
    if text[start - 1 : start] in ("£", "$", "€") or _NOT_ANOTHER_KIND.match(text, end):
        return False
    return bool(named.before.search(text[max(0, start - _REACH) : start]) or named.after.match(text, end))
