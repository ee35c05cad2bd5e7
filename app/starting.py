"""What `switchboard up` shows while the server opens: a line each for what takes long."""

import logging
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

SOURCES = ("app.front", "app.reading", "graphs.embedded.understanding")
"""The loggers that say how far the start is."""
_TOO_MUCH = "uvicorn.error"
"""Says of itself what nobody at a terminal wants to know; its warnings are shown."""


class Steps(logging.Handler):
    """Shows on a terminal what would else be lines of the log."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._rows: dict[str, TaskID] = {}
        self._before: dict[str, tuple[int, bool]] = {}
        self._open = False

    def __enter__(self) -> Self:
        self._progress.start()
        for name in (*SOURCES, _TOO_MUCH):
            source = logging.getLogger(name)
            self._before[name] = source.level, source.propagate
            source.addHandler(self)
            source.setLevel(logging.WARNING if name == _TOO_MUCH else logging.DEBUG)
            source.propagate = False
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.stop()

    def emit(self, record: logging.LogRecord) -> None:
        """Show where a step is."""
        if record.levelno > logging.INFO:
            logging.getLogger().handle(record)
            return
        done, total = getattr(record, "done", None), getattr(record, "total", None)
        row = self._rows.get(record.name)
        if row is None:
            row = self._rows[record.name] = self._progress.add_task(record.getMessage(), total=total)
        self._progress.update(row, description=record.getMessage(), completed=done, total=total)
        if done is not None and done == total == 1:
            self._progress.remove_task(row)
            del self._rows[record.name]
        self._rest()

    def opened(self) -> None:
        """Take away what is done now; articles may still be read."""
        self._open = True
        for name in [name for name in self._rows if name != "app.reading"]:
            self._progress.remove_task(self._rows.pop(name))
        self._rest()

    def stop(self) -> None:
        """Give the terminal back, and the log its lines."""
        self._progress.stop()
        for name, (level, propagate) in self._before.items():
            source = logging.getLogger(name)
            source.removeHandler(self)
            source.setLevel(level)
            source.propagate = propagate
        self._before.clear()

    def _rest(self) -> None:
        if self._open and not self._rows:
            self._progress.stop()
