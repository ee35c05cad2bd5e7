"""A question is looked up together with what it goes on from."""

from tests.graphs.embedded.conftest import Talks


async def test_a_first_question_is_searched_as_it_stands(talk: Talks) -> None:
    depot = talk()
    await depot.says("how heavy may a parcel be?")
    assert depot.called == [("search_guide", {"query": "how heavy may a parcel be?"})]


async def test_a_later_question_brings_along_what_was_read_and_told(talk: Talks) -> None:
    depot = talk()
    told = await depot.says("how heavy may a parcel be?")
    await depot.says("and is it insured as well?")
    *about, question = depot.called[-1][1]["query"].splitlines()
    assert question == "and is it insured as well?"
    assert about[0] == "What we carry"
    assert told.startswith(about[1][:40])
