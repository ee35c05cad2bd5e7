"""How much is wished for: an amount, a share of one, or the difference to another."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from graphs.embedded.parsers import contrast, money
from graphs.embedded.parsers.found import Found, words_before
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.parsers.second_thoughts import standing

_PARTS = {
    "half": 2,
    "a third": 3,
    "one third": 3,
    "a quarter": 4,
    "one quarter": 4,
    "50%": 2,
    "50 percent": 2,
    "25%": 4,
}
_SHARE = r"(?:half|an? third|one third|an? quarter|one quarter|50%|50 percent|25%)"
_SHARE_BACK = re.compile(
    rf"(?<!\w)(?:{_SHARE}(?= (?:of (?:it|that|the (?:price|money)|my money|what i paid) )?(?:back|off|refunded)\b)"
    rf"|(?<=refund ){_SHARE}|(?<=back ){_SHARE})(?!\w)",
    re.IGNORECASE,
)
_HALVED = re.compile(
    rf"(?<!\w){_SHARE} (?:(?:of )?(?:the|my|our) (?:money|price|cost|cash|refund)|refund)\b", re.IGNORECASE
)
_SOME_BACK = re.compile(
    r"(?<![\w£.-])(?!1 )\d+(?:\.\d\d)? (?:back|off|of (?:it|that))\b"
    r"|\b(?:only|just|make (?:it|that)) (?:want )?(?:the )?(?!1\b)\d",
    re.IGNORECASE,
)
"""A part of an amount, without its currency: "I only want 10 back"; in "that one back" one is no amount."""
_MAKE_IT = re.compile(r"\b(?:make|say|call) (?:it|that) (?:just |only )?\d", re.IGNORECASE)
_WISHED_BEFORE = re.compile(
    r"\b(?:refund(?:ed)?|give|get|want|owe|owed|take|knock|credit|have|claim)"
    r"(?: me| us| back| you| just| only| the| a| my| about)*\s*$",
    re.IGNORECASE,
)
_WISHED_AFTER = re.compile(
    r"\s*(?:back|off|difference|refund(?:ed)?|discount|reduction|(?:that )?you owe|(?:of )?price match|due)\b",
    re.IGNORECASE,
)
_PLAINLY_BACK = re.compile(
    r"(?<![\w£.-])(?P<back>(?!1 )\d{1,3}(?:\.\d\d)?) (?:back|off)\b"
    r"|\b(?:refund|give|pay)(?: me| us)?(?: back)? (?P<refunded>\d{1,3}(?:\.\d\d)?) (?:for|on|off|from)\b",
    re.IGNORECASE,
)
"""An amount that is asked for without its currency."""
_GIVEN = re.compile(
    r"\b(?:gave|given|got|had|paid|sent)(?: me| us| back)* \d+(?:\.\d\d)? (?:back|off)\b", re.IGNORECASE
)
"""What came back before is not asked for now."""
_DIFFERENCE = re.compile(r"\bthe (?:price )?difference\b", re.IGNORECASE)


def plain_amount(text: str) -> str | None:
    """Return an amount that is said without its currency, where an amount is expected: "make it 15"."""
    # "I forgot about the 40. OK, the 55 then": what was said last counts.
    for said in (text, *contrast.clauses(text)[-1:]):
        found = money.find(said, asked=True)
        if len(found) == 1:
            return str(found[0].value)
    return None


def is_amount(number: str, amount: str | None) -> bool:
    """Whether the digits of an identifier are those of an amount: "twelve fifty" may be 12.50, or number 1250."""
    return amount is not None and re.sub(r"\D", "", number) == re.sub(r"\D", "", amount)


def some_back(text: str) -> bool:
    """Whether a number without its currency is plainly a part of an amount."""
    return _SOME_BACK.search(digitise(text).text) is not None


def part_of_amount(text: str, amount: Decimal) -> str | None:
    """Return the share of an amount that the words ask for: "only half of it"."""
    said = f" {text.lower()} "
    share = next((share for words, share in _PARTS.items() if f" {words} " in said or f" {words}." in said), None)
    return None if share is None else f"{amount / share:.2f}"


def wished(texts: Sequence[str], records: Sequence[Sequence[Decimal]]) -> str | None:
    """Return the amount that is wished for of the records in hand; None if it is all of it.

    `records` are the amounts that each of them holds, what was paid for it first. Who wants "my twenty quid back" for
    what cost £19.99 wants all of it.
    """
    paid = records[0][0] if len(records) == 1 and records[0] else None
    whole = paid is not None and not any(records[0][1:])
    for text in reversed(texts):
        if (said := _said(text)) is None:
            continue
        if paid is not None and said < paid and _DIFFERENCE.search(text) and not _is_wished(text, said):
            return str(paid - said)
        rounded = any(0 < said - one < 1 for held in records for one in held)
        return None if rounded and said == said.to_integral_value() else str(said)
    return _share_wanted(texts, paid) if whole and paid is not None else None


def _said(text: str) -> Decimal | None:
    """Return the amount that a text wants: of several the one that it wants back, and not what something costs."""
    found = money.find_wanted(text)
    wanted = [one for one in (*found, *money.find_decimals(text)) if _wished_back(text, one)]
    if found or wanted:
        return standing(text, wanted or found).value
    plain = digitise(text).text
    later = plain_amount(text) if _MAKE_IT.search(plain) else None
    if later is None and (some := _PLAINLY_BACK.search(_GIVEN.sub(" ", plain))):
        later = some["back"] or some["refunded"]
    return None if later is None else Decimal(later).quantize(Decimal("0.01"))


def _wished_back(text: str, found: Found[Decimal]) -> bool:
    before = words_before(text, found.start)
    return bool(_WISHED_BEFORE.search(before) or _WISHED_AFTER.match(text, found.end))


def _is_wished(text: str, amount: Decimal) -> bool:
    return any(one.value == amount and _wished_back(text, one) for one in money.find_any(text))


def _share_wanted(texts: Sequence[str], amount: Decimal) -> str | None:
    """Return the share of an amount that is asked back from the first: "can I get half of it back?"."""
    return next((part_of_amount(share, amount) for share in _shares(texts)), None)


def _shares(texts: Sequence[str]) -> Iterator[str]:
    for text in reversed(texts):
        if found := _SHARE_BACK.search(text) or _HALVED.search(text):
            yield found[0]
