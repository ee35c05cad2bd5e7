"""How values are said to a customer: money, days, windows of time, addresses, lists. Pure functions.

Records come as the JSON their tools returned. Templates may hold `[?name: text]`, kept where the value named is there,
and `[!name: text]`, kept where it is not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from prompts.registry import Prompt, PromptError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_CONDITION = re.compile(r"\[([?!])(\w+): ?([^][]*)\]")
_VARIABLE = re.compile(r"{{(\w+)}}")
_STREET_PARTS = ("street", "city", "postcode")


def money(value: Any) -> str:
    """Say an amount: `£24.50`, and `£24` for whole pounds."""
    amount = Decimal(str(value["amount"] if isinstance(value, Mapping) else value))
    sign = "-" if amount < 0 else ""
    whole = amount == amount.to_integral_value()
    return f"{sign}£{abs(amount):,.0f}" if whole else f"{sign}£{abs(amount):,.2f}"


def day(value: date | str) -> str:
    """Say a day: `Thursday 14 May`."""
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{when:%A} {when.day} {when:%B}"


def clock(value: time) -> str:
    """Say a time of day: `12:00`."""
    return f"{value:%H:%M}"


def moment(value: datetime | str, zone: ZoneInfo) -> str:
    """Say a moment where the company keeps its hours: `Thursday 14 May at 12:00`."""
    when = _local(value, zone)
    return f"{day(when.date())} at {clock(when.time())}"


def window(starts_at: datetime | str, ends_at: datetime | str, zone: ZoneInfo) -> str:
    """Say a window of time: `Thursday 14 May, between 12:00 and 17:00`."""
    start, end = _local(starts_at, zone), _local(ends_at, zone)
    if start.date() != end.date():
        return f"{moment(start, zone)} to {moment(end, zone)}"
    return f"{day(start.date())}, between {clock(start.time())} and {clock(end.time())}"


def address(value: Mapping[str, Any]) -> str:
    """Say an address: `12 Elm Road, Bristol BS1 4QA`."""
    return f"{value['street']}, {value['city']} {value['postcode']}"


def listing(parts: Sequence[str], last: str = "and") -> str:
    """Join parts as a sentence does: `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def words(name: str) -> str:
    """Turn a field's name into words: `order_id` is an "order number", `due_on` is "due"."""
    said = re.sub(r"_id$", " number", name)
    return re.sub(r"_(on|at|by)$", lambda match: " by" if match[1] == "by" else "", said).replace("_", " ").strip()


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, whatever came in."""
    text = text.strip()
    ended = text if not text or text[-1] in ".!?…" else f"{text}."
    return ended[:1].upper() + ended[1:]


def value(item: Any, zone: ZoneInfo) -> str:
    """Say one value of a record's JSON by its shape; nothing is said of what is not there."""
    if item is None:
        return ""
    if isinstance(item, bool):
        return "yes" if item else "no"
    if isinstance(item, Mapping):
        return _mapping(item, zone)
    if isinstance(item, Sequence) and not isinstance(item, str):
        return listing([value(part, zone) for part in item])
    return _scalar(str(item), zone)


def values(record: Mapping[str, Any], zone: ZoneInfo) -> dict[str, str]:
    """Say every field of a record's JSON; a start and an end are also said together, as `window`."""
    said = {name: value(item, zone) for name, item in record.items()}
    if record.get("starts_at") and record.get("ends_at"):
        said["window"] = window(record["starts_at"], record["ends_at"], zone)
    return said


def present(item: Any) -> bool:
    """Whether there is anything to say of a value: nothing, no money and "no" are not worth a clause."""
    if isinstance(item, Mapping) and "amount" in item:
        item = item["amount"]
    if isinstance(item, str):
        return bool(item) and not _is_zero(item)
    return bool(item)


def fill(prompt: Prompt, section: str, said: Mapping[str, str], record: Mapping[str, Any] | None = None) -> str:
    """Fill one section of a prompt, its conditions decided by the record (by what is said, without one)."""
    if section not in prompt.sections:
        raise PromptError(f"{prompt.ref} has no section {section!r}")
    facts: Mapping[str, Any] = {**said, **(record or {})}
    kept = _CONDITION.sub(lambda found: _kept(found, facts), prompt.sections[section])
    wanted = set(_VARIABLE.findall(kept))
    return replace(prompt, text=kept).fill(**{name: text for name, text in said.items() if name in wanted})


def _kept(found: re.Match[str], facts: Mapping[str, Any]) -> str:
    return found[3] if present(facts.get(found[2])) == (found[1] == "?") else ""


def _mapping(item: Mapping[str, Any], zone: ZoneInfo) -> str:
    if "amount" in item and "currency" in item:
        return money(item)
    if all(part in item for part in _STREET_PARTS):
        return address(item)
    return listing([said for said in (value(part, zone) for part in item.values()) if said])


def _scalar(text: str, zone: ZoneInfo) -> str:
    if _MOMENT.match(text):
        return moment(text, zone)
    if _DAY.fullmatch(text):
        return day(text)
    return text


def _local(when: datetime | str, zone: ZoneInfo) -> datetime:
    parsed = datetime.fromisoformat(when) if isinstance(when, str) else when
    return parsed.astimezone(zone) if parsed.tzinfo else parsed.replace(tzinfo=zone)


def _is_zero(text: str) -> bool:
    try:
        return Decimal(text.lstrip("£").replace(",", "")) == 0
    except InvalidOperation:
        return False
