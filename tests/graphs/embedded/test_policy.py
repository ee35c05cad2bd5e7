"""The embedded model in conversation with tools that it has never seen: it follows their schemas."""

import pytest

from tests.graphs.embedded.conftest import Talks


async def test_a_list_is_read_out_in_words(talk: Talks) -> None:
    said = await talk().says("which parcels do I have?")
    assert "PX-1001" in said
    assert "£72.50" in said
    assert "Monday 4 May" in said


async def test_a_record_named_in_words_is_found_by_reading_the_list_first(talk: Talks) -> None:
    depot = talk()
    await depot.says("the garden lamp was crushed on the way, I want to claim")
    assert [name for name, _ in depot.called] == ["list_parcels", "claim_damage"]
    assert depot.called[-1][1] == {"parcel_id": "PX-1001", "damage": "crushed"}


async def test_nothing_is_looked_up_for_a_number_that_was_said(talk: Talks) -> None:
    depot = talk()
    await depot.says("I want to claim for damage, parcel px 1002 is all wet")
    assert depot.called == [("claim_damage", {"parcel_id": "PX-1002", "damage": "wet"})]


async def test_what_is_missing_is_asked_for_and_the_answer_taken(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("claim for damage please")
    assert "Garden lamp" in said
    said = await depot.says("the second one")
    assert "torn open" in said
    await depot.says("it was wet")
    assert depot.called[-1] == ("claim_damage", {"parcel_id": "PX-1002", "damage": "wet"})
    said = await depot.says("yes")
    assert depot.done == [{"parcel_id": "PX-1002", "damage": "wet", "amount": {"amount": "72.50", "currency": "GBP"}}]
    assert "£72.50" in said


async def test_a_typing_error_in_a_name_is_forgiven(talk: Talks) -> None:
    depot = talk()
    await depot.says("the gardn lampp was crushed on the way, I want to claim")
    assert depot.called[-1][1]["parcel_id"] == "PX-1001"


async def test_records_that_the_tool_is_not_for_are_not_offered(talk: Talks) -> None:
    said = await talk().says("please have a parcel collected")
    assert "PX-1001" in said
    assert "Teapot" not in said


async def test_a_day_narrows_the_search_and_the_time_left_over_is_taken(talk: Talks) -> None:
    depot = talk()
    await depot.says("have the blanket collected on Thursday afternoon")
    assert ("list_pickups", {"day": "2026-05-14", "part_of_day": "afternoon"}) in depot.called
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": "K-14-PM"}


async def test_a_full_day_is_said_and_what_there_is_offered_instead(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("have the blanket collected on Saturday")
    assert depot.proposed is None
    assert "nothing" in said
    assert "Monday 18 May" in said
    await depot.says("then Monday")
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": "K-18-AM"}


async def test_a_proposal_is_corrected_in_one_argument(talk: Talks) -> None:
    depot = talk()
    await depot.says("have the blanket collected on Thursday afternoon")
    await depot.says("make it Friday instead")
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": "K-15-PM"}
    await depot.says("yes")
    assert depot.done == [{"parcel_id": "PX-1002", "pickup_id": "K-15-PM"}]


async def test_a_weekday_in_a_correction_is_one_of_the_week_that_is_proposed(talk: Talks) -> None:
    depot = talk()
    await depot.says("have the blanket collected on Monday")
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": "K-18-AM"}
    said = await depot.says("make it Tuesday instead")
    assert ("list_pickups", {"day": "2026-05-19"}) in depot.called
    assert "nothing" in said


async def test_the_other_one_is_the_one_that_was_not_proposed(talk: Talks) -> None:
    depot = talk()
    await depot.says("have the lamp collected on Friday")
    await depot.says("no, the other parcel")
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": "K-15-PM"}


async def test_a_question_in_between_is_answered_and_the_open_one_asked_again(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    said = await depot.says("how heavy may a parcel be?")
    assert "30 kilograms" in said
    assert "What we carry" in said
    assert "Garden lamp" in said
    await depot.says("ok, the first one")
    await depot.says("crushed")
    assert depot.called[-1] == ("claim_damage", {"parcel_id": "PX-1001", "damage": "crushed"})


async def test_what_is_left_for_another_matter_is_taken_up_again(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    said = await depot.says("my label scanner is broken, check it")
    assert "memory is full" in said
    said = await depot.says("yes")
    assert depot.done == [{"minutes": 2}]


async def test_a_finding_leads_to_the_tool_it_suggests(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("what is wrong with my scanner")
    assert "Its memory is full." in said
    assert [name for name, _ in depot.called] == ["check_scanner", "reset_scanner"]


async def test_nothing_is_done_after_a_no(talk: Talks) -> None:
    depot = talk()
    await depot.says("reset my scanner please")
    said = await depot.says("no")
    assert depot.done == []
    assert "left everything" in said


async def test_a_customer_who_gives_up_is_let_go(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    said = await depot.says("never mind")
    assert "leave that" in said
    assert depot.proposed is None


async def test_a_refusal_is_told_with_its_reason_and_a_person_offered(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("I want to claim for damage, parcel PX-9999 is wet")
    assert "There is no parcel PX-9999 of yours." in said
    await depot.says("yes please")
    assert depot.handed_over is not None


async def test_a_wrong_answer_is_asked_for_again(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("have the lamp collected on 2 January 2026")
    assert "That day is in the past." in said
    await depot.says("Friday then")
    assert depot.proposed == {"parcel_id": "PX-1001", "pickup_id": "K-15-PM"}


async def test_someone_unknown_is_told_to_sign_in(talk: Talks) -> None:
    said = await talk().says("how much do I owe you?")
    assert "sign in" in said


async def test_a_question_without_an_answer_is_not_made_up(talk: Talks) -> None:
    depot = talk()
    said = await depot.says("what are your opening hours on bank holidays?")
    assert "don't have a reliable answer" in said
    assert depot.last.response_metadata["confidence"] < 0.5


async def test_what_is_out_of_scope_is_declined_by_naming_what_it_can_do(talk: Talks) -> None:
    said = await talk().says("what will the weather be like tomorrow?")
    assert "have a van collect a waiting parcel" in said


async def test_a_wish_for_a_person_is_granted(talk: Talks) -> None:
    depot = talk()
    await depot.says("I want to talk to a real person please")
    assert depot.handed_over == "I want to talk to a real person please"


async def test_it_gives_up_after_asking_three_times(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    replies = [await depot.says(f"hmm {word}") for word in ("zrrp", "blrk", "qwx")]
    assert "pass you to a colleague" in replies[-1]
    await depot.says("yes")
    assert depot.handed_over is not None


async def test_nothing_is_listed_with_symbols_on_the_telephone(talk: Talks) -> None:
    said = await talk(channel="voice").says("which parcels do I have?")
    assert "\n-" not in said


async def test_after_a_refusal_another_record_may_be_named(talk: Talks) -> None:
    depot = talk()
    await depot.says("I want to claim for damage, parcel PX-9999 is wet")
    await depot.says("I want to claim for the wet blanket then")
    assert depot.proposed is not None
    assert depot.proposed["parcel_id"] == "PX-1002"


async def test_a_question_about_the_proposal_is_answered_with_it(talk: Talks) -> None:
    depot = talk()
    await depot.says("I want to claim for damage, parcel PX-1002 is wet")
    said = await depot.says("how much do I claim for the damage?")
    assert "72.50" in said
    await depot.says("yes")
    assert len(depot.done) == 1


@pytest.mark.parametrize(
    ("picks", "pickup"),
    [("the second one", "K-14-PM"), ("Monday suits me", "K-18-AM"), ("ooh, the earliest please", "K-14-AM")],
)
async def test_who_picks_one_of_the_times_read_out_wants_it(talk: Talks, picks: str, pickup: str) -> None:
    depot = talk()
    await depot.says("at what times could the van come?")
    said = await depot.says(picks)
    assert "Garden lamp" in said
    await depot.says("the blanket")
    assert depot.proposed == {"parcel_id": "PX-1002", "pickup_id": pickup}


async def test_a_question_about_the_times_read_out_takes_none_of_them(talk: Talks) -> None:
    depot = talk()
    await depot.says("at what times could the van come?")
    await depot.says("what about Monday?")
    assert ("list_pickups", {"day": "2026-05-18"}) in depot.called
    assert depot.proposed is None


async def test_an_opener_before_a_wish_is_no_mere_yes(talk: Talks) -> None:
    depot = talk()
    await depot.says("right and could you just show me which parcels I have")
    assert depot.called == [("list_parcels", {})]
