"""Scenarios: who a simulated customer is, what they know, what they want and how they talk. JSON Lines, one a line."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from evals.transcript import Call, Change, Expected, Recorded, Transcript, TranscriptError, Turn

Manner = Literal["plain", "curt", "chatty", "impatient", "unsure"]


class Fact(Recorded):
    """Something the customer knows and says when it is asked for."""

    about: str
    """What an agent would ask to hear it, such as "which article it is about"."""
    say: str


class Goal(Recorded):
    """When the customer is content."""

    wants: tuple[Call, ...] = ()
    """What must be done for them; they agree to nothing else. The arguments are whole: the gold is made of them."""
    learns: tuple[str, ...] = ()
    """What they must have been told, word for word but for upper and lower case."""
    person: bool = False
    """Whether they want a person, and nothing but a person."""


class Scenario(Recorded):
    """One customer with one matter."""

    id: str = Field(min_length=1)
    area: str
    tags: tuple[str, ...] = ()
    channel: str = "web_chat"
    customer_id: str | None = None
    strength: Literal["anonymous", "claimed", "channel", "otp", "signed"] = "signed"
    now: datetime | None = None
    opening: str
    """Their first words."""
    then: tuple[str, ...] = ()
    """What else they bring up, one after the other, when the agent has nothing to ask."""
    facts: tuple[Fact, ...] = ()
    goal: Goal
    manner: Manner = "plain"
    patience: int = Field(10, ge=1, le=40)
    """After so many messages of theirs they give up."""
    supervisor: Literal["approves", "refuses"] | None = None
    """What a supervisor does with an action that waits for one."""

    def transcript(self, effect: tuple[Change, ...] | None = None) -> Transcript:
        """Return the scenario as what metrics compare a conversation with; `effect` is all that it must change."""
        expected = Expected(effect=effect, escalation="any" if self.goal.person else None)
        return Transcript(
            id=self.id,
            source="scenario",
            area=self.area,
            tags=self.tags,
            channel=self.channel,
            customer_id=self.customer_id,
            strength=self.strength,
            now=self.now,
            turns=(Turn(customer=self.opening, expected=expected),),
        )


def read_scenarios(path: Path) -> list[Scenario]:
    """Read a file of scenarios, or every file below a folder.

    Raises:
        TranscriptError: A file is missing, a line is no scenario, or two have the same id.
    """
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    found: dict[str, Scenario] = {}
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise TranscriptError(f"{file} cannot be read: {error}") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                scenario = Scenario.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise TranscriptError(f"{file}, line {number} is no scenario: {where}: {first['msg']}") from error
            if scenario.id in found:
                raise TranscriptError(f"{file}, line {number}: the id {scenario.id!r} is there twice")
            found[scenario.id] = scenario
    if not found:
        raise TranscriptError(f"{path} holds no scenario")
    return list(found.values())
