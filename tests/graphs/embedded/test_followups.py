"""Words that only make sense with those before them: corrections, follow-ups, second thoughts, vague messages."""

import pytest

from graphs.embedded.frames import ANYTHING, remembered
from graphs.embedded.model import EmbeddedModel
from graphs.embedded.rows import names_another
from graphs.embedded.understanding import Understanding
from tests.graphs.embedded.conftest import Talks
from tests.graphs.embedded.test_policy_structured import Routing, _said


async def test_another_day_narrows_what_was_listed_last(talk: Talks) -> None:
    depot = talk()
    await depot.says("which pickup times are free?")
    await depot.says("what about Friday")
    assert depot.called[-1] == ("list_pickups", {"day": "2026-05-15"})


async def test_one_of_what_was_listed_is_told_alone_and_then_the_other(talk: Talks) -> None:
    depot = talk()
    await depot.says("which parcels do I have?")
    said = await depot.says("what about PX-1002")
    assert "Wool blanket" in said
    assert "Garden lamp" not in said


async def test_a_thing_that_nobody_sent_is_not_taken_for_another(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("I want to claim for the bicycle, it was crushed")
    assert depot.proposed is None
    assert "nothing that fits" in said
    assert "Garden lamp" in said


async def test_asking_whether_it_was_done_does_not_do_it_again(talk: Talks) -> None:
    depot = talk()
    await depot.says("reset my scanner please")
    await depot.says("yes")
    await depot.says("did you reset my scanner?")
    assert len(depot.done) == 1
    assert depot.waiting is None


async def test_all_of_them_are_done_one_after_another(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    said = await depot.says("both")
    assert "one at a time" in said


async def test_the_same_asked_for_in_full_replaces_what_was_begun(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    await depot.says("the second one")
    await depot.says("no wait, I want to claim for the crushed garden lamp")
    assert depot.called[-1] == ("claim_damage", {"parcel_id": "PX-1001", "damage": "crushed"})


async def test_a_second_thought_after_a_no_asks_again(talk: Talks) -> None:
    depot = talk()
    await depot.says("reset my scanner please")
    await depot.says("no")
    await depot.says("actually yes")
    assert depot.waiting is not None


async def test_none_of_the_times_offered_asks_for_another_day(talk: Talks) -> None:
    depot = talk()
    await depot.says("have the blanket collected on Saturday")
    said = await depot.says("none of these")
    assert "Monday 18 May" not in said
    await depot.says("Friday")
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": "K-15-PM"}


async def test_a_plain_yes_is_no_answer_to_which_one(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    said = await depot.says("yes")
    assert "Garden lamp" in said
    assert "Hello" not in said


async def test_what_should_be_different_waits_for_its_answer(talk: Talks) -> None:
    depot = talk()
    await depot.says("I want to claim for the wet blanket")
    said = await depot.says("not quite like that")
    assert "different" in said
    frame = remembered(depot.messages).frame
    assert frame is not None
    assert frame.asked == ANYTHING
    depot.waiting = None
    said = await depot.says("no")
    assert "leave that" in said


async def test_whoever_asks_is_told_that_no_human_answers(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("are you a human?")
    assert "automated assistant" in said
    assert depot.handed_over is None


async def test_an_offer_of_a_person_is_worded_as_no_other_offer(talk: Talks) -> None:
    depot = talk()
    await depot.says("how much do I owe you?")
    said = await depot.says("how does the insurance work?")
    assert "insured" in said
    assert "Hand the conversation" not in said
    assert "hand the conversation" not in said


@pytest.mark.parametrize("words", ["something is wrong", "it's broken", "I have a problem", "xkqj wvvz"])
async def test_vague_words_are_not_sure_of_anything(understanding: Understanding, words: str) -> None:
    guess = await understanding.intent(words)
    assert guess.confidence < 0.4


async def test_a_plain_yes_never_ends_the_conversation(embedded: EmbeddedModel) -> None:
    routing = await embedded.with_structured_output(Routing).ainvoke(_said("yes"))
    assert isinstance(routing, Routing)
    assert routing.requests[0].intent not in ("goodbye", "human", "abuse")


@pytest.mark.parametrize(
    ("words", "another"),
    [
        ("I want my money back for the tablet", True),
        ("refund the speaker please", False),
        ("refund my order", False),
        ("give me my money back for it", False),
    ],
)
def test_a_thing_that_is_in_no_record_is_known(words: str, another: bool) -> None:
    rows = [{"order_id": "N-1", "item": "Smart speaker"}]
    assert names_another(words, rows, ("money", "order")) is another
