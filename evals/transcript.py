"""The recorded format: JSON Lines, one conversation a line, of the product or of anybody's contact centre.

A transcript says what was said and done; `expected`, where somebody has labelled it, says what is right. A turn is one
customer message and everything up to the next one. `switchboard eval schema` prints the JSON Schema.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphs.state import Sentiment
from tools.actions import Reading

Happening = Literal["supervisor_approves", "supervisor_refuses", "colleague_returns"]
"""What can come between a customer's messages; such a turn has no words of the customer's."""


class TranscriptError(Exception):
    """A file of transcripts cannot be used; the text names the file, the line and what is wrong."""


class Recorded(BaseModel):
    """What all parts of a transcript have in common: frozen and nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Say(Recorded):
    """Words of the agent's to the customer."""

    say: str
    by_code: bool = False
    """Worded by code, such as the question before an action; the models had no part in it."""
    by: Literal["agent", "colleague"] = "agent"
    """A colleague is a person who has taken over from the agent."""


class Call(Recorded):
    """A tool that was called, or an action that a human agent took."""

    call: str
    """The tool's name."""
    arguments: dict[str, Any] = {}
    result: str | None = None
    """What came back, as the agent saw it; JSON where the tool returns records."""
    error: str | None = None
    by: Literal["agent", "customer"] = "agent"
    """Some recordings let the customer use tools of their own."""


Step = Say | Call


class Change(Recorded):
    """One row of the store that a turn has changed."""

    table: str
    key: str
    """The row's primary key, its parts joined by "/"."""
    before: dict[str, Any] | None = None
    """The columns that differ, as they were; None where the row is new."""
    after: dict[str, Any] | None = None
    """The same columns as they are; None where the row is gone."""


class Wish(Recorded):
    """One thing the customer asks for in a message."""

    area: str | None = None
    intent: str
    text: str = ""
    """The part of the message that says so; empty where it is the whole message."""


class Expected(Recorded):
    """What is right in this turn. What is None or absent is not judged."""

    wishes: tuple[Wish, ...] = ()
    """What the customer asks for, in order; the first is the one that routes the turn. Empty where the words only
    answer what was asked: then the area in hand must be kept. Without wishes, area and reading: nobody can read it."""
    area: str | None = None
    """The area that must answer this turn (the first wish's, or the one in hand)."""
    sentiment: Sentiment | None = None
    reading: Reading | None = None
    """How an answer to an open question is to be read."""
    calls: tuple[Call, ...] | None = None
    """The calls that must be made in this turn, in any order; () where none may be made but reads. Writes are calls
    too: they are what the agent proposes. Free-text arguments are not compared."""
    effect: tuple[Change, ...] | None = None
    """What this turn changes in the store, or would change once the customer says yes to what it proposes."""
    escalation: str | None = None
    """Why a person must take over: a reason of `graphs.state.Escalation`, or "any"; None: no person is needed."""
    must_say: tuple[str, ...] = ()
    """Facts that the reply must hold, word for word but for upper and lower case."""


class Deed(Recorded):
    """What became of an action in a turn."""

    tool: str
    arguments: dict[str, Any] = {}
    state: str
    """Such as proposed, done, declined."""
    receipt: dict[str, Any] | None = None


class Facts(Recorded):
    """What a recording says of a turn besides its words: how it went, not whether that was right."""

    area: str | None = None
    intent: str | None = None
    sentiment: str | None = None
    tier: str | None = None
    reason: str | None = None
    """Why this tier answered."""
    deeds: tuple[Deed, ...] = ()
    escalation: str | None = None
    """Why a person was asked to take over."""
    disposition: str | None = None
    """How the matter ended, if it ended here."""
    models: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    """References such as `billing@1`."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    latency_ms: float = 0.0


class Turn(Recorded):
    """One customer message and all that followed until the next one."""

    customer: str = ""
    happening: Happening | None = None
    channel: str | None = None
    """Where it was written, if not on the transcript's own channel."""
    at: datetime | None = None
    agent: tuple[Step, ...] = ()
    """What the agent did and said, in order."""
    expected: Expected | None = None
    facts: Facts | None = None

    @property
    def reply(self) -> str:
        """All that the agent said in this turn."""
        return "\n".join(step.say for step in self.agent if isinstance(step, Say))

    @property
    def calls(self) -> tuple[Call, ...]:
        """All that was called in this turn."""
        return tuple(step for step in self.agent if isinstance(step, Call))


class Outcome(Recorded):
    """How the recording was judged where it comes from."""

    reward: float | None = None
    cost_usd: float | None = None
    csat: float | None = None
    disposition: str | None = None
    """How it ended, as recorded."""


class Transcript(Recorded):
    """One conversation."""

    id: str = Field(min_length=1)
    source: str
    """Where it is from, such as `northlight`, `abcd`, `tau2`."""
    part: Literal["dev", "test"] | None = None
    area: str | None = None
    """The area it is mostly about."""
    title: str = ""
    tags: tuple[str, ...] = ()
    """What it shows, such as `refund`, `change_of_mind`, `sms`, `typing_errors`."""
    channel: str = "web_chat"
    customer_id: str | None = None
    strength: Literal["anonymous", "claimed", "channel", "otp", "signed"] = "signed"
    now: datetime | None = None
    """When it began: the clock of a replay."""
    agent: str = ""
    """Who answered: a model's name, `person`, or `written`."""
    opening: str = ""
    """What the agent said before the customer's first words."""
    turns: tuple[Turn, ...] = Field(min_length=1)
    disposition: str | None = None
    """The expected disposition at its end."""
    labels: dict[str, str] = {}
    """Whatever else the recording is labelled with, such as a flow."""
    outcome: Outcome | None = None


def read(path: Path) -> list[Transcript]:
    """Read a file of transcripts, or every `*.jsonl` file below a folder.

    Raises:
        TranscriptError: A file is missing, a line is no transcript, or two have the same id.
    """
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise TranscriptError(f"{path} holds no .jsonl file")
    found: dict[str, Transcript] = {}
    for file in files:
        for number, transcript in _lines(file):
            if transcript.id in found:
                raise TranscriptError(f"{file}, line {number}: the id {transcript.id!r} is there twice")
            found[transcript.id] = transcript
    return list(found.values())


def write(path: Path, transcripts: Iterable[Transcript]) -> int:
    """Write transcripts to a file as they come, whole or not at all; returns how many. `.gz` packs it."""
    part = path.with_suffix(path.suffix + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    try:
        with _opened(part, packed=path.suffix == ".gz") as file:
            for count, transcript in enumerate(transcripts, start=1):  # noqa: B007 - the last number is the count
                file.write(line_of(transcript))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def line_of(transcript: Transcript) -> str:
    """Write one transcript as its line; what has its default is left out."""
    data = transcript.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of one line."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **Transcript.model_json_schema()}


def schema_text() -> str:
    """Write the JSON Schema as it is published, in evals/transcript.schema.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _opened(path: Path, *, packed: bool) -> TextIO:
    if packed:
        return gzip.open(path, "wt", encoding="utf-8", newline="\n")
    return path.open("w", encoding="utf-8", newline="\n")


def _lines(file: Path) -> Iterator[tuple[int, Transcript]]:
    try:
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise TranscriptError(f"{file} cannot be read: {error}") from error
    # Not `splitlines`: what a customer pastes may hold other separators, which JSON leaves as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, Transcript.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise TranscriptError(f"{file}, line {number} is no transcript: {where}: {first['msg']}") from error
