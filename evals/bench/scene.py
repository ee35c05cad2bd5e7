"""What every contender is given: the same words, prompts and tool, and where the model is found."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict


class Request(BaseModel):
    """One thing the customer asked for, as the router says it."""

    model_config = ConfigDict(extra="forbid")

    text: str
    area: str | None
    intent: str


class Routing(BaseModel):
    """What the first model call of a turn is to fill: the product's own record, for those who do not import it."""

    model_config = ConfigDict(extra="forbid")

    requests: list[Request]
    sentiment: str
    confidence: float


class Scene(BaseModel):
    """One contender's surroundings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    """Where the scripted model is served."""
    folder: Path
    """Where the contender keeps its database."""
    model: str = "scripted"
    router_prompt: str
    answer_prompt: str
    """The specialist's system prompt."""
    tool_description: str
    tool_result: str
    """What the product's own tool returns for the customer, for those who have no back office."""

    @property
    def database(self) -> Path:
        """The contender's one SQLite file; the product's name for it serves for all."""
        return self.folder / "switchboard.db"


@lru_cache(maxsize=1)
def script() -> dict[str, Any]:
    """Read scene.toml."""
    return tomllib.loads(Path(__file__).with_name("scene.toml").read_text(encoding="utf-8"))


def question(number: int) -> str:
    """Word the customer's question of one turn."""
    text: str = script()["question"]
    return text.replace("NUMBER", str(number))


def reply_tokens(number: int | str) -> list[str]:
    """Return the final answer's tokens; joined they are the reply."""
    text: str = script()["reply"]
    words = text.replace("NUMBER", str(number)).split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]
