"""Words that follow a proposal, an answer or an action."""

from collections.abc import Callable

import pytest

from tests.graphs.embedded.depot import DEPOT, Collection, ParcelId, PickupId
from tests.graphs.embedded.talk import Talk
from tools.effects import Plan, writes
from tools.errors import Refused

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


@pytest.mark.parametrize(
    "question", ["what's the charge for having it collected then", "does collecting PX-1001 come with a fee?"]
)
async def test_what_has_to_be_paid_is_looked_up_where_the_proposal_does_not_say(talk: Talks, question: str) -> None:
    depot = talk()
    await depot.says("have PX-1001 collected on Thursday morning")
    await depot.says(question)
    assert depot.called[-1][0] == "search_guide"


@writes(risk="service", undo=None)
async def collect_parcel(parcel_id: ParcelId, pickup_id: PickupId) -> Plan[Collection]:
    """Have a van collect a waiting parcel.

    Args:
        parcel_id: The parcel.
        pickup_id: The free time.
    """
    raise Refused(f"Nobody can come for {parcel_id} at {pickup_id} any more.")


@pytest.mark.parametrize(
    "first",
    [
        "arrange a pickup for PX-1001 on Thursday morning",
        "please send a van for PX-1001 on Thursday morning",
        "can you pick up the lamp on Thursday morning?",
    ],
)
async def test_what_there_is_may_be_asked_after_a_refusal(talk: Talks, first: str) -> None:
    depot = talk([collect_parcel if tool.name == "collect_parcel" else tool for tool in DEPOT])
    assert "any more" in await depot.says(first)
    await depot.says("what pickup times are there on Monday?")
    assert depot.called[-1] == ("list_pickups", {"day": "2026-05-18"})


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
