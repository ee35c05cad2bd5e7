"""What is heard of endings counts among what else the words ask for."""

from typing import Any

import pytest

from graphs.embedded.endings import Ending
from graphs.embedded.parting import heeded
from graphs.embedded.understanding import Understanding

PERSON, LEAVE, NEITHER = Ending(0.9, 0.0), Ending(0.0, 0.9), Ending(0.0, 0.0)


def routing(*requests: tuple[str, str]) -> dict[str, Any]:
    found = [{"text": text, "area": None, "intent": intent} for text, intent in requests]
    return {"requests": found, "sentiment": "neutral", "confidence": 0.4}


async def intents(understanding: Understanding, found: dict[str, Any], ending: Ending, text: str) -> list[str]:
    heard = await heeded(found, ending, text, understanding)
    return [one["intent"] for one in heard["requests"]]


async def test_a_person_is_asked_for_beside_other_things(understanding: Understanding) -> None:
    found = routing(("scan the parcel", "question"), ("and fetch somebody", "thanks"))
    said = "scan the parcel and fetch somebody"
    assert await intents(understanding, found, PERSON, said) == ["question", "thanks", "human"]


async def test_a_person_is_asked_for_instead_of_what_the_one_wish_looked_like(understanding: Understanding) -> None:
    assert await intents(understanding, routing(("a pulse", "question")), PERSON, "a pulse") == ["human"]


async def test_what_only_looks_like_a_person_is_read_as_something_else(understanding: Understanding) -> None:
    heard = await intents(understanding, routing(("hello you", "human")), NEITHER, "hello you")
    assert heard == ["greeting"]


async def test_who_takes_leave_asks_for_nothing(understanding: Understanding) -> None:
    assert await intents(understanding, routing(("ta-ta", "thanks")), LEAVE, "ta-ta") == ["goodbye"]
    assert await intents(understanding, routing(("good day", "greeting")), LEAVE, "good day") == ["greeting"]


@pytest.mark.parametrize("text", ["yes", "no thanks"])
async def test_a_plain_answer_ends_nothing(understanding: Understanding, text: str) -> None:
    assert await intents(understanding, routing((text, "unclear")), PERSON, text) == ["unclear"]


async def test_who_wants_a_person_has_not_answered_the_question(understanding: Understanding) -> None:
    found = {"reading": "changed", "confidence": 0.9}
    said = "get me somebody who can"
    assert (await heeded(found, PERSON, said, understanding))["reading"] == "other"
    assert (await heeded(found, NEITHER, said, understanding))["reading"] == "changed"
