"""What was said and done, in order, becomes turns: a customer's message, and everything up to the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evals.convert.reading import UnusableError
from evals.transcript import Call, Say, Step, Turn


@dataclass(frozen=True)
class Heard:
    """Words of the customer's."""

    text: str
    at: datetime | None = None


Item = Heard | Say | Call


def gather(items: Iterable[Item]) -> tuple[str, tuple[Turn, ...]]:
    """Return the agent's opening words, and the turns.

    What is done before the customer's first words is a turn without words of theirs.

    Raises:
        UnusableError: There are no words of a customer's.
    """
    opening: list[str] = []
    turns: list[Turn] = []
    heard: Heard | None = None
    steps: list[Step] = []
    spoke = False
    for item in items:
        if isinstance(item, Heard):
            if heard is not None or steps:
                turns.append(_turn(heard, steps))
            heard, steps, spoke = item, [], True
        elif isinstance(item, Say) and heard is None and not steps:
            opening.append(item.say)
        else:
            steps.append(item)
    if not spoke:
        raise UnusableError("it has no words of a customer's")
    turns.append(_turn(heard, steps))
    return "\n".join(opening), tuple(turns)


def _turn(heard: Heard | None, steps: list[Step]) -> Turn:
    if heard is None:
        return Turn(agent=tuple(steps))
    return Turn(customer=heard.text, at=heard.at, agent=tuple(steps))
