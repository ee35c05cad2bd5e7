"""LangSmith, switched on by its own environment variables (LANGSMITH_TRACING, LANGSMITH_API_KEY, ...).

Whatever leaves for it is redacted first. Nothing is imported or sent unless the switch is on.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from tools.redaction import redact_trace


def configure(allowed: bool) -> None:
    """Put our redaction in front of every trace; where tracing is not allowed, keep it off."""
    import langsmith
    from langsmith.utils import tracing_is_enabled

    if not allowed:
        langsmith.configure(enabled=False)
    elif tracing_is_enabled():
        langsmith.configure(client=redacting_client())


def redacting_client(kind: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Make a LangSmith client, or one of a kind of its own, that takes personal data out of inputs and outputs."""
    from langsmith import Client

    return (kind or Client)(hide_inputs=_redact, hide_outputs=_redact, hide_metadata=_redact, **options)


def _redact(payload: dict[str, Any]) -> dict[str, Any]:
    redacted: dict[str, Any] = redact_trace(_plain(payload))
    return redacted


def _plain(value: Any) -> Any:
    """Turn messages, records and states into what redaction walks through: dicts, lists and texts."""
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump(mode="json"))
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
