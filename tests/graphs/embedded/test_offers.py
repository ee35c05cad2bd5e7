"""Offers of the last reply, whoever worded it."""

from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from tests.graphs.embedded.talk import Talk

Talks = Callable[..., Talk]


def _offered(talk: Talks, offer: str) -> Talk:
    depot = talk()
    depot.messages += [HumanMessage("I was just wondering about something"), AIMessage(f"I see. {offer}")]
    return depot


@pytest.mark.parametrize(
    "words", ["yes do that please", "go on then, I suppose it can't hurt", "ok yes have a look then"]
)
async def test_an_offer_is_taken_up_in_other_words_than_yes(talk: Talks, words: str) -> None:
    depot = _offered(talk, "Shall I show you your parcels?")
    await depot.says(words)
    assert depot.called[0][0] == "list_parcels"


async def test_what_only_a_colleague_can_do_brings_one_when_it_is_wanted(talk: Talks) -> None:
    depot = _offered(talk, "A colleague has to do that.")
    await depot.says("brilliant, arrange that for me please then")
    assert depot.handed_over is not None


@pytest.mark.parametrize("words", ["thanks, I'll think about it", "no, leave it", "what would that cost me?"])
async def test_a_thank_you_a_refusal_or_a_question_takes_up_nothing(talk: Talks, words: str) -> None:
    depot = _offered(talk, "A colleague has to do that.")
    await depot.says(words)
    assert depot.handed_over is None
