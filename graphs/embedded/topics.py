"""Whose articles answer a question: those that are nearest to it, by itself and after what it goes on from."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tools.errors import Unavailable

TOGETHER = 1.1
"""How much the nearness counts of a question read after what the customer was told, against that of it alone."""
LOYAL = 0.2
"""How much nearer the area in hand is: what follows in a conversation is mostly about the same. Both numbers are a
multinomial regression on 289 questions in recorded conversations, each part of them predicted from the others."""
_WORDS_OF_A_REPLY = 25
"""What the customer was told last is about the matter in hand from its beginning; lists and offers come later."""


class Shelves(Protocol):
    """Knows which area's articles are near to texts."""

    async def areas_near(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """Return for each text how near the nearest article of each area is: a cosine."""


async def area_of(question: str, reply: str, in_hand: str | None, shelves: Shelves) -> str | None:
    """Return the area of a question; None if nothing is known of any.

    `reply` is what the customer was told before it, `in_hand` the area that the conversation is at.
    """
    told = beginning(reply)
    try:
        alone, together = await shelves.areas_near([question, f"{told}: {question}" if told else question])
    except Unavailable:
        return None
    near = {area: one + TOGETHER * together[area] + LOYAL * (area == in_hand) for area, one in alone.items()}
    return max(near, key=lambda area: near[area], default=None)


def beginning(reply: str) -> str:
    """Return the words of a reply that say what it is about."""
    return " ".join(reply.split()[:_WORDS_OF_A_REPLY])
