"""Fit a JSON schema to endpoints that enforce it: they want every property required and nothing open."""

from typing import Any

_NOT_ENFORCED = frozenset({"default", "title", "minLength", "maxLength"})
"""Keywords that strict endpoints refuse; pydantic checks them afterwards."""


def strict_schema(schema: dict[str, Any]) -> dict[str, Any] | None:
    """Return the schema in its strict form, or None where it allows what no strict endpoint does."""
    try:
        strict: dict[str, Any] = _strict(schema)
    except _OpenSchemaError:
        return None
    return strict


class _OpenSchemaError(Exception):
    """Some part of a schema takes any value, or any key."""


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        # Nothing may stand beside a reference.
        return {"$ref": schema["$ref"]}
    if not schema.keys() & {"type", "anyOf", "enum", "const", "allOf"}:
        raise _OpenSchemaError
    kept = {key: value for key, value in schema.items() if key not in _NOT_ENFORCED}
    for key in ("properties", "$defs"):
        if key in kept:
            kept[key] = {name: _strict(part) for name, part in kept[key].items()}
    for key in ("anyOf", "allOf", "prefixItems"):
        if key in kept:
            kept[key] = [_strict(part) for part in kept[key]]
    if isinstance(kept.get("items"), dict):
        kept["items"] = _strict(kept["items"])
    return _closed(kept) if kept.get("type") == "object" else kept


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    if "properties" not in schema or schema.get("additionalProperties"):
        raise _OpenSchemaError
    return {**schema, "required": list(schema["properties"]), "additionalProperties": False}
