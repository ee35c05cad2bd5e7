"""Files of labelled texts: one {"text", "intent"} a line, other keys are left aside; `oos` is what is out of scope."""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.transcript import TranscriptError

OOS = "oos"
_SHOWN = 60


class IntentsError(TranscriptError):
    """A file of labelled texts cannot be used; the text names the file, the line and what is wrong."""


class Labelled(BaseModel):
    """One text and what it asks for."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    text: str = Field(min_length=1)
    intent: str = Field(min_length=1)
    area: str | None = None
    """Whose it is; only `switchboard train` asks for it, and only of an intent that is no tool's."""


def read(path: Path) -> tuple[Labelled, ...]:
    """Read a file of labelled texts, packed by gzip or not.

    Raises:
        IntentsError: It cannot be read, holds nothing, or a line is no labelled text.
    """
    found = tuple(_labelled(path, number, line) for number, line in _lines(path))
    if not found:
        raise IntentsError(f'{path} holds no labelled text; a line looks like {{"text": "...", "intent": "..."}}.')
    return found


def first_line(path: Path) -> str:
    """Return the first line that holds something, "" if there is none.

    Raises:
        IntentsError: The file cannot be read.
    """
    return next((line for _, line in _lines(path)), "")


def contradictions(texts: Sequence[Labelled]) -> list[str]:
    """Say of each text that stands for several intents which these are."""
    meanings: dict[str, dict[str, None]] = {}
    for one in texts:
        meanings.setdefault(one.text.casefold(), {})[one.intent] = None
    return [
        f"{text[:_SHOWN]!r} stands for {' and for '.join(intents)}"
        for text, intents in meanings.items()
        if len(intents) > 1
    ]


def refuse_contradictions(path: Path) -> None:
    """Make sure that no text of a file stands for two intents.

    Raises:
        IntentsError: One does; both lines are named.
    """
    seen: dict[str, tuple[int, str]] = {}
    for number, line in _lines(path):
        one = _labelled(path, number, line)
        first, intent = seen.setdefault(one.text.casefold(), (number, one.intent))
        if intent != one.intent:
            raise IntentsError(
                f"{path}, lines {first} and {number}: {one.text[:_SHOWN]!r} stands for {intent!r} and for "
                f"{one.intent!r}; keep one of them."
            )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_bytes()
        # By its first bytes, not by its name: a file that was unpacked keeps its name at times.
        whole = (gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as error:
        raise IntentsError(f"{path} cannot be read: {error}.") from error
    except UnicodeDecodeError as error:
        raise IntentsError(f"{path} is no UTF-8 text.") from error
    for number, line in enumerate(whole.split("\n"), start=1):
        if line.strip():
            yield number, line


def _labelled(path: Path, number: int, line: str) -> Labelled:
    try:
        return Labelled.model_validate(json.loads(line))
    except ValueError as error:
        told = error.errors()[0] if isinstance(error, ValidationError) else None
        what = f"{'.'.join(map(str, told['loc'])) or 'it'}: {told['msg']}" if told else "it is no JSON"
        shape = 'A line looks like {"text": "where is my card", "intent": "card_arrival"}.'
        raise IntentsError(f"{path}, line {number} is no labelled text ({what}). {shape}") from error
