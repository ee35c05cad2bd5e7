"""Files of recordings, read line by line; what cannot be used is named, and stops the conversion or is counted."""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from evals.transcript import Transcript, TranscriptError

Opening = Callable[[Path], BinaryIO]
"""Opens a file for reading; a command puts its progress bar behind it."""
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_BYTE_ORDER_MARK = "\ufeff"


class ConversionError(TranscriptError):
    """A recording cannot be converted; the text names the file, the line and what is wrong."""


class UnusableError(ValueError):
    """One record is no conversation; the text says why, without its place."""


@dataclass(frozen=True)
class Record:
    """One line of a file, or one item of a JSON list."""

    where: str
    """As people look for it: the file and the line."""
    name: str
    """An id for conversations that bring none."""
    data: Any


@dataclass
class Dropped:
    """What was left out, and why. Strict: the first of it stops the conversion."""

    strict: bool = True
    hint: str = ""
    """How the caller leaves such out, if there is a way."""
    reasons: Counter[str] = field(default_factory=Counter)

    def drop(self, where: str, why: str, detail: str = "") -> None:
        """Leave something out; `why` is the same for all that is left out for the same reason.

        Raises:
            ConversionError: Nothing may be left out.
        """
        if self.strict:
            raise ConversionError(f"{where}: {why}{': ' if detail else ''}{detail}{self.hint}")
        self.reasons[why] += 1

    @contextmanager
    def dropping(self, where: str) -> Iterator[None]:
        """Leave out what turns out to be unusable in this block."""
        try:
            yield
        except ValidationError as error:
            first = error.errors()[0]
            at = ".".join(str(part) for part in first["loc"])
            self.drop(where, "it makes no transcript", f"{at}: {first['msg']}")
        except UnusableError as error:
            self.drop(where, str(error))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            # Others' files may hold anything anywhere; to look for each case would hide how a good one is read.
            self.drop(where, "it has another shape than its format", f"{type(error).__name__}: {error}")


def binary(path: Path) -> BinaryIO:
    """Open a file."""
    return path.open("rb")


def records(paths: Iterable[Path], dropped: Dropped, opening: Opening = binary) -> Iterator[Record]:
    """Read JSON Lines (`.jsonl` or whatever it is called) and JSON documents (`.json`), packed with gzip or not.

    Raises:
        ConversionError: A file cannot be read, or a line of it is no JSON and nothing may be left out.
    """
    for path in paths:
        try:
            with opening(path) as raw, gzip.open(raw) if path.suffix == ".gz" else nullcontext(raw) as file:
                yield from _records(path, file, dropped)
        except (OSError, EOFError, zlib.error) as error:
            raise ConversionError(f"{path} cannot be read: {error}") from error


def numbered(transcripts: Iterable[Transcript], again: Counter[str]) -> Iterator[Transcript]:
    """Give an id that comes again a number, as in `task-7#2`; `again` counts how often each has come."""
    for transcript in transcripts:
        again[transcript.id] += 1
        count = again[transcript.id]
        yield transcript if count == 1 else transcript.model_copy(update={"id": f"{transcript.id}#{count}"})


def _records(path: Path, file: Any, dropped: Dropped) -> Iterator[Record]:
    name = path.name.removesuffix(".gz")
    stem = name.rpartition(".")[0] or name
    if name.endswith(".json"):
        for number, item in enumerate(_items(path, file.read(), dropped), start=1):
            yield Record(f"{path}, item {number}", f"{stem}-{number}", item)
        return
    for number, line in enumerate(file, start=1):
        where = f"{path}, line {number}"
        try:
            text = line.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
            if text.strip():
                data = parsed(text)
                yield Record(where, f"{stem}-{number}", data)
        except (ValueError, RecursionError) as error:
            dropped.drop(where, "it is no JSON", str(error))


def _items(path: Path, raw: bytes, dropped: Dropped) -> list[Any]:
    """Return a document's records: a list holds one each, unless it is itself a conversation's messages."""
    try:
        data = parsed(raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        dropped.drop(str(path), "it is no JSON", str(error))
        return []
    holds_messages = isinstance(data, list) and data and isinstance(data[0], Mapping) and "role" in data[0]
    return data if isinstance(data, list) and not holds_messages else [data]


def parsed(text: str) -> Any:
    """Parse JSON as others write it: NaN becomes null, half a character becomes U+FFFD, since neither can be written.

    Raises:
        ValueError: It is none.
    """
    data = json.loads(text, parse_constant=lambda _name: None)
    return _mended(data) if _HALF_CHARACTER.search(text) else data


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    return [_mended(item) for item in value] if isinstance(value, list) else value
