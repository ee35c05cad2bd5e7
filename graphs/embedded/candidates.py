"""What came of looking for a record: it was found, must be looked up, or the customer must choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphs.embedded.rows import Row


@dataclass(frozen=True)
class Chosen:
    """The record was found."""

    value: str


@dataclass(frozen=True)
class Lookup:
    """A read tool must be called first."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Several:
    """The customer must choose; none at all means that there is nothing to choose from."""

    rows: tuple[Row, ...]
    source: str
    """The tool that returned them."""
    widened: bool = False
    """Nothing fitted what the customer asked for: these are what there is instead."""


Choice = Chosen | Lookup | Several
