"""Words that follow a proposal, an answer or an action."""

from collections.abc import Callable

import pytest

from tests.graphs.embedded.talk import Talk

Talks = Callable[..., Talk]
ASKED_AGAIN = "What should be different?"


async def test_words_such_as_only_and_not_correct_nothing_after_an_answer(talk: Talks) -> None:
    depot = talk()
    await depot.says("how heavy may a parcel be?")
    said = await depot.says("and only the blanket is not that heavy, is it insured?")
    assert ASKED_AGAIN not in said
    assert depot.called[-1][0] == "search_guide"


async def test_a_read_list_is_no_proposal_that_could_be_different(talk: Talks) -> None:
    depot = talk()
    await depot.says("which parcels do I have")
    assert ASKED_AGAIN not in await depot.says("no, wait, that is not what I was after")


@pytest.mark.parametrize("question", ["wait, what does the insurance cost me?", "how heavy may it be before I agree?"])
async def test_a_question_leaves_a_proposal_as_it_is(talk: Talks, question: str) -> None:
    depot = talk()
    await depot.says("claim for PX-1001, it was crushed")
    proposed = depot.proposed
    said = await depot.says(question)
    assert ASKED_AGAIN not in said
    assert depot.called[-1][0] == "search_guide"
    assert depot.proposed == proposed


async def test_another_value_still_corrects_a_proposal(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for PX-1001, it was crushed")
    await depot.says("no, it was PX-1002")
    assert depot.called[-1] == ("claim_damage", {"parcel_id": "PX-1002", "damage": "crushed"})


@pytest.mark.parametrize(
    "question",
    [
        "does the blanket have to be claimed for as well?",
        "I take it the blanket's claim is on me then",
        "must I claim for PX-1002 too?",
    ],
)
async def test_what_must_be_done_besides_is_asked_and_not_wished_for(talk: Talks, question: str) -> None:
    depot = talk()
    await depot.says("claim for PX-1001, it was crushed")
    proposed = depot.proposed
    await depot.says(question)
    assert depot.called[-1][0] == "search_guide"
    assert depot.proposed == proposed


async def test_another_thing_that_is_named_and_bidden_is_no_answer_to_what_was_asked(talk: Talks) -> None:
    depot = talk()
    await depot.says("I want to make a claim, one of them was crushed")
    await depot.says("it's the scanner that is frozen really, just reset the scanner then please")
    assert depot.called[-1][0] == "reset_scanner"
