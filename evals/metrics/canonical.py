"""One way to write each value, so that the same is seen to be the same: money, numbers, days, names, contact data."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from evals.metrics.toolset import format_of, is_free_text

_SPACE = re.compile(r"\s+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def arguments(tool: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return a call's typed arguments in canonical form; free text and what is not given are left out."""
    return {
        name: canonical(value, format_of(tool, name))
        for name, value in given.items()
        if value is not None and not is_free_text(tool, name)
    }


def canonical(value: Any, kind: str | None = None) -> str:
    """Write a value as every other way to write it would come out too; `kind` is a JSON Schema format."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {canonical(part)}" for key, part in sorted(value.items()) if part is not None)
    if isinstance(value, list | tuple):
        return ", ".join(canonical(part) for part in value)
    return _text(_SPACE.sub(" ", str(value)).strip().casefold(), kind)


def _text(text: str, kind: str | None) -> str:
    if kind == "phone":
        return _phone(text)
    if kind == "postcode":
        return text.replace(" ", "")
    if kind == "date":
        return text[:10]
    return text.replace(" ", "t") if _MOMENT.match(text) else _number(text, money=kind == "money")


def _number(text: str, *, money: bool) -> str:
    """Write a number without what changes nothing: 10, "10.00" and, of money, "£10" are one."""
    bare = re.sub(r"[£,]|\bgbp\b", "", text).strip() if money else text
    if not _NUMBER.fullmatch(bare) or (not money and bare.startswith("0") and not bare.startswith("0.")):
        return text
    try:
        return f"{Decimal(bare).normalize():f}"
    except InvalidOperation:
        return text


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return re.sub(r"^(?:00)?(?:44)?0?", "+44", digits) if digits else text
