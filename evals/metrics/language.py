"""What the metrics know of language, read from words.toml beside this file; and how a reply is cut into sentences."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Language:
    """The compiled table."""

    done: re.Pattern[str]
    """Says that something is done, without saying what."""
    shown: re.Pattern[str]
    """The same, but it may also tell what a read tool has just shown."""
    examples: re.Pattern[str]
    """Stands before a figure that is only an example."""
    offers: re.Pattern[str]
    """Questions that ask for a yes."""
    asks: dict[str, re.Pattern[str]]
    """What a question for a fact holds, by the fact's name."""
    said: dict[str, re.Pattern[str]]
    """What that fact looks like."""


@lru_cache(maxsize=1)
def language() -> Language:
    """Read the table once."""
    table = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return Language(
        done=_any(table["done"]),
        shown=_any(table["shown"]),
        examples=_compiled(table["examples"]),
        offers=_compiled(table["offers"]),
        asks={name: _compiled(pattern) for name, pattern in table["asks"].items()},
        said={name: _compiled(pattern) for name, pattern in table["said"].items()},
    )


def sentences(text: str) -> list[str]:
    """Cut a text into sentences."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return _compiled("|".join(f"(?:{pattern})" for pattern in patterns))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
