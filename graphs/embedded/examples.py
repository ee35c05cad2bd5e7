"""Example utterances, kept as data beside the prompts: what the embedded model learns to understand from.

prompts/<area>/examples.jsonl holds {"text": ..., "intent": <a tool's name>} lines; prompts/router/examples.jsonl those
of the intents that belong to no area; router/sentiment.jsonl, router/endings.jsonl and confirm/examples.jsonl train the
other classifiers.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

UNCLEAR = "unclear"
"""Words too vague to act on, such as "it's broken": nobody's intent, but what looks like them is less sure."""
SPECIAL_INTENTS = ("greeting", "thanks", "goodbye", "human", "abuse", "out_of_scope", "question", UNCLEAR)
"""Intents that are no tool's: they are learned from prompts/router/examples.jsonl."""


class ExamplesError(Exception):
    """An examples file cannot be used; the text names the file, the line and what is wrong."""


class Example(BaseModel):
    """One utterance and what it asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1, max_length=500)
    intent: str = Field(min_length=1)
    after: str | None = None
    """The tool that the conversation was at, for words that only mean this in its context."""


class Examples(BaseModel):
    """Everything that understanding is trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    areas: Mapping[str, tuple[Example, ...]]
    """By area; the intents are tools' names."""
    special: tuple[Example, ...]
    """The special intents."""
    sentiment: tuple[Example, ...]
    confirmation: tuple[Example, ...]

    @property
    def requests(self) -> tuple[Example, ...]:
        """All that the intent head learns from."""
        return tuple(example for examples in self.areas.values() for example in examples) + self.special

    @property
    def area_by_intent(self) -> dict[str, str]:
        """The area of each tool's intent."""
        return {example.intent: area for area, examples in self.areas.items() for example in examples}

    @property
    def digest(self) -> str:
        """Changes when any example does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def with_more(self, area: str, examples: Iterable[Example]) -> "Examples":
        """Return these and more: what a tool brings along that is not in the files."""
        more = (*self.areas.get(area, ()), *examples)
        return self.model_copy(update={"areas": {**self.areas, area: more}})


def load_examples(root: Path) -> Examples:
    """Read every examples file under the prompts folder.

    Raises:
        ExamplesError: A file is missing, a line is no example, or one text stands for two intents.
    """
    areas = {
        path.parent.name: _read(path)
        for path in sorted(root.glob("*/examples.jsonl"))
        if path.parent.name not in ("router", "confirm")
    }
    examples = Examples(
        areas=areas,
        special=_read(root / "router" / "examples.jsonl"),
        sentiment=_read(root / "router" / "sentiment.jsonl"),
        confirmation=_read(root / "confirm" / "examples.jsonl"),
    )
    for part in (examples.requests, examples.sentiment, examples.confirmation):
        _refuse_contradictions(part)
    return examples


def load_endings(root: Path) -> tuple[Example, ...]:
    """Read what asks for a person, offers one or takes leave, and what only looks so; `after` says where it is said.

    Raises:
        ExamplesError: The file is missing, a line is no example, or one text stands for two things.
    """
    endings = _read(root / "router" / "endings.jsonl")
    _refuse_contradictions(endings)
    return endings


def _read(path: Path) -> tuple[Example, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ExamplesError(f"{path} cannot be read") from error
    read = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read.append(Example.model_validate_json(line))
        except ValidationError as error:
            raise ExamplesError(f"{path}, line {number} is no example: {error.errors()[0]['msg']}") from error
    return tuple(read)


def _refuse_contradictions(examples: tuple[Example, ...]) -> None:
    meanings = {(example.text.casefold(), example.after, example.intent) for example in examples}
    counts = Counter((text, after) for text, after, _ in meanings)
    twice = [text for (text, _), count in counts.items() if count > 1]
    if twice:
        raise ExamplesError(f"{twice[0]!r} stands for two intents")
