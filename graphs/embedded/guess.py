"""What is made of a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """What a text most likely asks for."""

    label: str
    """A tool's name or a special intent."""
    confidence: float
    ranked: tuple[tuple[str, float], ...]
    """Every label that came into question, likeliest first."""
    area: str | None
    """The area of the label; none for a special intent."""
