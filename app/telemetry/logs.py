"""Logs as JSON lines: times, names, ids and numbers, never what customers say or who they are."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from tools.redaction import redact_trace

_FIELDS = ("conversation_id", "turn_id", "method", "route", "status", "ms", "tier", "area")


class JsonLines(logging.Formatter):
    """One JSON object per line; free text is redacted, a traceback keeps its places and loses its values."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact_trace(record.getMessage()),
        }
        line |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = redact_trace(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is at the time: while a start is shown on a terminal, above what is shown."""

    @property
    def stream(self) -> TextIO:
        """Where to write."""
        return sys.stderr

    @stream.setter
    def stream(self, _stream: TextIO) -> None:
        """Take no other."""


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log there in this form; libraries only speak up when something is wrong."""
    out = logging.StreamHandler(stream) if stream else _Stderr()
    out.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(logging.WARNING)
    for ours in ("app", "graphs", "tools", "uvicorn.error"):
        logging.getLogger(ours).setLevel(level.upper())
