"""What every simulated customer is told and says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tools.actions import Action

Ended = Literal["goal_reached", "gave_up", "handed_over", "too_long", "closed"]


@dataclass(frozen=True)
class Heard:
    """What the customer hears of one turn."""

    reply: str
    proposal: Action | None
    """What they are asked to agree to."""
    done: Sequence[Action]
    """What has been done for them so far."""


@dataclass(frozen=True)
class Said:
    """What the customer says next."""

    text: str
    ended: Ended | None = None
    """Why this is their last message, if it is."""


class Customer(Protocol):
    """Somebody who talks to the product."""

    async def answer(self, heard: Heard) -> Said:
        """Say what comes next."""
