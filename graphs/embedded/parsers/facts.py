"""What a record holds that customers name it by: words, amounts, times."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from graphs.embedded.parsers.when import When

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STOP_WORDS = (
    "a an the my your i me it its is was are to for of on in at and or one ones that this these those with please "
    "from want would like need get can could you have has had do does did order refund item visit slot back money "
    "about number no not yes new pm am gbp"
)
STOP = frozenset(_STOP_WORDS.split())
_NOT_NAMES = re.compile(r"^(?:https?:|\d{4}-\d\d-\d\d)")


_ON_ITS_OWN = re.compile(
    r"\b(?:on (?:its|it'?s|their) own|by itself|all alone|came alone|with nothing else"
    r"|nothing else (?:in|with) (?:it|that)|just the one (?:thing|item)|only one (?:thing|item))\b",
    re.IGNORECASE,
)


def on_its_own(text: str, candidates: Sequence[Any]) -> list[int]:
    """Return the records that hold one thing only, where the words speak of what came by itself."""
    sizes = [_parts_of(one) for one in candidates] if _ON_ITS_OWN.search(text) else []
    return [place for place, size in enumerate(sizes) if size == 1]


def _parts_of(record: Any) -> int:
    parts = record.values() if isinstance(record, Mapping) else ()
    return max((len(part) for part in parts if isinstance(part, Sequence) and not isinstance(part, str)), default=0)


def names_of(candidate: Any) -> set[str]:
    """Return the words by which a record may be named."""
    words: set[str] = set()
    for value in texts_of(candidate):
        if not _NOT_NAMES.match(value) and len(value) <= 80:
            words |= {
                word for word in WORD.findall(value.lower().replace("_", " ")) if word not in STOP and len(word) > 1
            }
    return words | {word.rstrip("s") for word in words if len(word) > 3}


def texts_of(value: Any) -> list[str]:
    """Return every text that a record holds, those of records inside it too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        if _money(value) is not None:
            return []
        return [text for inner in value.values() for text in texts_of(inner)]
    if isinstance(value, Sequence):
        return [text for inner in value for text in texts_of(inner)]
    return []


def amounts_of(value: Any) -> list[Decimal]:
    """Return every amount that a record holds."""
    if isinstance(value, Mapping):
        amount = _money(value)
        if amount is not None:
            return [amount]
        return [amount for inner in value.values() for amount in amounts_of(inner)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [amount for inner in value for amount in amounts_of(inner)]
    return [value] if isinstance(value, Decimal) else []


def _money(value: Mapping[str, Any]) -> Decimal | None:
    if "amount" not in value or "currency" not in value:
        return None
    try:
        return Decimal(str(value["amount"])).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def moments_of(candidate: Any) -> list[datetime]:
    """Return a record's own times, days as their first moment; those inside nested records are not its own."""
    values = candidate.values() if isinstance(candidate, Mapping) else []
    return [moment for value in values if (moment := _moment(value))]


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else None


def is_on(candidate: Mapping[str, Any], when: Sequence[When], zone: ZoneInfo | None) -> bool:
    """Say whether a time of a record is one of those that were meant."""
    for value in candidate.values():
        moment = _moment(value)
        if moment is None:
            continue
        only_day = (isinstance(value, str) and len(value) == 10) or not isinstance(value, str | datetime)
        for one in when:
            if one.covers(moment.date() if only_day else moment, None if only_day else zone):
                return True
    return False
