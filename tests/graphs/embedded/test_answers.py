"""Answers are quotations: whole where they can be read, short where they are heard, doubted if they may be off."""

from collections.abc import Sequence
from typing import Any

from graphs.embedded.answers import answer

_STEPS = "1. Dig a hole.\n2. Put the rose in.\n3. Water it *well* with ten litres."


def _passage(text: str, score: float | None = 0.6) -> dict[str, Any]:
    return {"title": "Roses", "source": "roses.md", "text": text} | ({} if score is None else {"score": score})


async def _likeness(question: str, others: Sequence[str]) -> list[float]:
    asked = set(question.lower().split())
    return [len(asked & set(other.lower().strip(".").split())) / len(asked) for other in others]


async def test_steps_are_quoted_whole_and_stay_a_list() -> None:
    found = await answer("water the rose", [_passage(_STEPS)], _likeness, short=False)
    assert found is not None
    assert found.text == "1. Dig a hole.\n2. Put the rose in.\n3. Water it well with ten litres."


async def test_on_a_short_channel_two_sentences_are_said() -> None:
    found = await answer("water it", [_passage(_STEPS)], _likeness, short=True)
    assert found is not None
    assert found.text == "Put the rose in. Water it well with ten litres."


async def test_a_passage_found_with_little_is_not_given_as_sure() -> None:
    weak = await answer("water it", [_passage(_STEPS, 0.4)], _likeness, short=False)
    strong = await answer("water it", [_passage(_STEPS, 0.6)], _likeness, short=False)
    assert weak is not None
    assert not weak.sure
    assert strong is not None
    assert strong.sure
