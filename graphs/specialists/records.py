"""What is told of records: everything but the numbers that no model must see, let alone fill."""

import json
from typing import Any

from pydantic import TypeAdapter

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
HIDDEN = frozenset({"customer_id"})
"""Fields that are neither told nor asked for: who the customer is, is in the run's context."""


def as_told(records: Any) -> str:
    """Write records, or a mapping that holds some, as JSON for a model."""
    return json.dumps(_without_hidden(_ANYTHING.dump_python(records, mode="json")), ensure_ascii=False)


def _without_hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_hidden(part) for name, part in value.items() if name not in HIDDEN}
    if isinstance(value, list):
        return [_without_hidden(part) for part in value]
    return value
