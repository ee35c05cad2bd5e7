"""A library's desk: small conversations of two kinds, made by a seeded draw, from which the next action is learned."""

import random
from collections.abc import Sequence

import numpy as np

from graphs.next_action.features import looked_at
from graphs.next_action.heads import prepare
from graphs.next_action.history import Did, Event, Recording, Said, lessons
from graphs.next_action.learning import Task
from graphs.next_action.policy import Policy
from tests.encoders import WordEncoder

POLICY = Policy({"renewal": ("find-member", "renew-loan"), "late_fee": ("find-member", "ask-reason", "waive-fee")})
NAMES = ("Ada Byron", "Ines Rocha", "Tom Okafor", "Mia Lind", "Raj Patel", "Eva Novak", "Sam Hale", "Lou Berg")
BOOKS = ("winter tales", "tidal maps", "the clock")
REASONS = ("ill", "abroad")


def recordings(count: int = 24, seed: int = 1) -> list[Recording]:
    """Draw conversations; every second one is a renewal."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    return [_renewal(draw, number) if number % 2 else _late_fee(draw, number) for number in range(count)]


async def task(found: Sequence[Recording]) -> Task:
    """Prepare the lessons of recordings, with a vector of the words of each text."""
    known = lessons(found)
    texts = sorted({text for lesson in known for text in looked_at(lesson.moment)})
    vectors = dict(zip(texts, np.asarray(await WordEncoder().encode(texts), np.float32), strict=True))
    return Task(known, [prepare(lesson.moment, vectors) for lesson in known])


def customer(text: str) -> Said:
    """Let the customer say a line."""
    return Said("customer", text)


def agent(text: str) -> Said:
    """Let the agent say a line."""
    return Said("agent", text)


def _opening(draw: random.Random) -> list[Event]:
    name = draw.choice(NAMES)
    return [agent("Hello, may I have your name?"), customer(f"It is {name}"), Did("find-member", {"value": name})]


def _renewal(draw: random.Random, number: int) -> Recording:
    book = draw.choice(BOOKS)
    asked: list[Event] = [customer(f"please renew my loan of {book}")]
    done: list[Event] = [agent("Of course."), Did("renew-loan", {"value": book})]
    return Recording(f"r{number}", (*asked, *_opening(draw), *done), "renewal")


def _late_fee(draw: random.Random, number: int) -> Recording:
    reason, amount = draw.choice(REASONS), draw.randint(2, 60)
    asked: list[Event] = [customer("there is a late fee on my account")]
    done: list[Event] = [agent("Why was it late?"), customer(f"I was {reason}"), Did("ask-reason", {"value": reason})]
    paid: list[Event] = [agent("How much is it?"), customer(f"${amount}"), Did("waive-fee", {"value": str(amount)})]
    return Recording(f"f{number}", (*asked, *_opening(draw), *done, *paid), "late_fee")
