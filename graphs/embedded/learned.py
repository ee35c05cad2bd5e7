"""What was learned from a team's own recordings: a folder that `switchboard train` writes and a server reads.

It holds the team's utterances (`examples.jsonl`), what its customers say for the choices of an argument
(`phrasing.toml`), the trained weights (`weights.npz`) and a card with each file's checksum (`card.json`; `card.md` is
the same for people). The weights save the training at the start; they are taken only while what the product ships is
what it was when they were made, otherwise the examples are learned anew.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphs.embedded.examples import SPECIAL_INTENTS, Example, Examples

EXAMPLES, PHRASING, WEIGHTS, CARD = "examples.jsonl", "phrasing.toml", "weights.npz", "card.json"
_CHECKED = (EXAMPLES, PHRASING, WEIGHTS)
Kind = Literal["request", "sentiment", "reading"]
Phrasing = Mapping[str, Mapping[str, Sequence[str]]]
"""By an argument's name, then by its value: what customers say for it."""


class LearnedError(Exception):
    """A learned folder cannot be used; the text is a sentence that says what to do."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Taught(_Record):
    """One utterance of a team's customers."""

    text: str = Field(min_length=1, max_length=500)
    intent: str = Field(min_length=1)
    """Of a request a tool or a special intent; else the sentiment, or how the reply to a question is read."""
    kind: Kind = "request"
    area: str | None = None
    """Whose tool it asks for."""
    after: str | None = None
    """The tool that the conversation was at."""

    @property
    def example(self) -> Example:
        """The same as an example."""
        return Example(text=self.text, intent=self.intent, after=self.after)


class Source(_Record):
    """A file that was learned from."""

    name: str
    sha256: str
    utterances: int


class Measured(_Record):
    """A rate with its standard error."""

    value: float
    se: float
    n: int


class Comparison(_Record):
    """The same texts, asked of what the product ships and of what was learned from the other texts."""

    shipped: Measured
    learned: Measured
    p_value: float
    """How probable so large a difference is if both are equally good (McNemar, exact)."""


class Card(_Record):
    """From what, how good, and with what it fits together."""

    form: Literal[1] = 1
    made: str
    """The day it was made."""
    version: str
    """Of the code."""
    key: str
    """Of examples, encoder and training together: the weights fit nothing else."""
    encoder: str
    sources: tuple[Source, ...]
    counts: Mapping[str, int]
    measured: Mapping[str, Comparison]
    """By what was measured: each text was left out of the training that it was asked of."""
    files: Mapping[str, str]
    """The sha256 of each file."""


@dataclass(frozen=True)
class Learned:
    """A folder that was read, its checksums found right."""

    folder: Path
    card: Card
    taught: tuple[Taught, ...]
    phrasing: Phrasing

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a folder.

        Raises:
            LearnedError: A file is missing, or is not the one that was written.
        """
        card = _card(folder)
        contents = {name: _checked(folder / name, card.files.get(name, "")) for name in _CHECKED}
        lines = contents[EXAMPLES].decode().splitlines()
        try:
            taught = tuple(Taught.model_validate_json(line) for line in lines)
            phrasing = tomllib.loads(contents[PHRASING].decode())
        except ValueError as error:
            raise LearnedError(f"{folder} is of another version of the product; {_AGAIN}.") from error
        return cls(folder, card, taught, phrasing)

    def weights_for(self, key: str) -> Path | None:
        """Return the weights, if they are for these examples, this encoder and this code."""
        return self.folder / WEIGHTS if self.card.key == key else None


_AGAIN = "train it again with `switchboard train`"


def added(examples: Examples, taught: Sequence[Taught]) -> Examples:
    """Return the shipped examples and the team's; where the two contradict, the team's are right."""
    mine = [one for one in taught if one.kind == "request"]
    said = {_words(one.example): one.intent for one in mine}
    homes = {**examples.area_by_intent}
    for one in mine:
        if one.area and one.intent not in SPECIAL_INTENTS:
            homes.setdefault(one.intent, one.area)
    areas: dict[str, list[Example]] = {area: _agreeing(part, said) for area, part in examples.areas.items()}
    special = _agreeing(examples.special, said)
    for one in mine:
        home = special if one.intent in SPECIAL_INTENTS else areas.setdefault(homes[one.intent], [])
        home.append(one.example)
    return Examples(
        areas={area: _distinct(part) for area, part in areas.items()},
        special=_distinct(special),
        sentiment=_with(examples.sentiment, taught, "sentiment"),
        confirmation=_with(examples.confirmation, taught, "reading"),
    )


def joined(shipped: Phrasing, learned: Phrasing) -> Phrasing:
    """Return what customers say for each choice, the shipped phrases and the learned ones."""
    return {
        argument: {
            choice: [*shipped.get(argument, {}).get(choice, ()), *learned.get(argument, {}).get(choice, ())]
            for choice in {**shipped.get(argument, {}), **learned.get(argument, {})}
        }
        for argument in {**shipped, **learned}
    }


def write(folder: Path, taught: Sequence[Taught], phrasing: Phrasing, card: Card) -> Card:
    """Write a folder around weights that are there already; returns the card with the checksums."""
    lines = "".join(one.model_dump_json(exclude_defaults=True) + "\n" for one in taught)
    (folder / EXAMPLES).write_text(lines, encoding="utf-8")
    (folder / PHRASING).write_text(_toml(phrasing), encoding="utf-8")
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in _CHECKED}
    whole = card.model_copy(update={"files": files})
    (folder / CARD).write_text(whole.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return whole


def _card(folder: Path) -> Card:
    try:
        return Card.model_validate_json((folder / CARD).read_bytes())
    except OSError as error:
        raise LearnedError(
            f"{folder} holds no {CARD}; it is no folder that `switchboard train` has written."
        ) from error
    except ValidationError as error:
        raise LearnedError(f"{folder / CARD} cannot be read; {_AGAIN}.") from error


def _checked(file: Path, expected: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise LearnedError(f"{file} cannot be read; {_AGAIN}.") from error
    if sha256(content).hexdigest() != expected:
        raise LearnedError(f"{file} is not the file that was written (its sha256 is not the card's); {_AGAIN}.")
    return content


def _agreeing(part: Iterable[Example], said: Mapping[tuple[str, str | None], str]) -> list[Example]:
    return [one for one in part if said.get(_words(one), one.intent) == one.intent]


def _with(shipped: tuple[Example, ...], taught: Sequence[Taught], kind: str) -> tuple[Example, ...]:
    mine = [one.example for one in taught if one.kind == kind]
    said = {_words(one): one.intent for one in mine}
    return _distinct([*_agreeing(shipped, said), *mine])


def _distinct(part: Iterable[Example]) -> tuple[Example, ...]:
    return tuple({(*_words(one), one.intent): one for one in part}.values())


def _words(one: Example) -> tuple[str, str | None]:
    return one.text.casefold(), one.after


def _toml(phrasing: Phrasing) -> str:
    """Write phrases as TOML; a JSON string is a TOML string, and names are identifiers."""

    def line(choice: str, said: Sequence[Any]) -> str:
        return f"{json.dumps(choice)} = [{', '.join(json.dumps(phrase, ensure_ascii=False) for phrase in said)}]\n"

    return "\n".join(
        f"[{json.dumps(argument)}]\n" + "".join(line(choice, said) for choice, said in choices.items())
        for argument, choices in phrasing.items()
    )
