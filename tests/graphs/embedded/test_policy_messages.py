"""What travels in messages: the memory survives storage, streams carry everything, another model may step in."""

from collections.abc import Sequence

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
    messages_from_dict,
    messages_to_dict,
)
from langchain_core.messages.ai import add_ai_message_chunks

from graphs.embedded.frames import Frame, Memory, remembered
from graphs.embedded.history import read_history
from graphs.embedded.model import EmbeddedModel
from tests.graphs.embedded.conftest import Talks
from tests.graphs.embedded.depot import DEPOT


def _joined(pieces: Sequence[BaseMessage]) -> AIMessageChunk:
    chunks = [piece for piece in pieces if isinstance(piece, AIMessageChunk)]
    return add_ai_message_chunks(chunks[0], *chunks[1:])


async def test_the_memory_survives_storage(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    depot.messages = messages_from_dict(messages_to_dict(depot.messages))
    await depot.says("the second one")
    await depot.says("wet")
    assert depot.called[-1] == ("claim_damage", {"parcel_id": "PX-1002", "damage": "wet"})


async def test_the_answer_to_another_models_question_goes_on_with_what_that_asked_for(talk: Talks) -> None:
    depot = talk()
    await depot.says("claim for damage please")
    depot.messages[-1] = AIMessage("Happy to look into that. Which parcel came damaged?")
    await depot.says("the second one")
    depot.messages[-1] = AIMessage("I see. And what happened to it?")
    await depot.says("wet")
    assert depot.called[-1] == ("claim_damage", {"parcel_id": "PX-1002", "damage": "wet"})


async def test_a_stream_adds_up_to_the_same_message(embedded: EmbeddedModel) -> None:
    bound = embedded.bind_tools(list(DEPOT))
    messages = [HumanMessage("hello there, are you well?")]
    whole = await bound.ainvoke(messages)
    pieces = [piece async for piece in bound.astream(messages)]
    total = _joined(pieces)
    assert len(pieces) > 2
    assert total.text == whole.text
    assert total.additional_kwargs == whole.additional_kwargs
    assert total.response_metadata["confidence"] == whole.response_metadata["confidence"]


async def test_a_call_is_streamed_with_its_arguments_and_memory(embedded: EmbeddedModel) -> None:
    bound = embedded.bind_tools(list(DEPOT))
    pieces = [piece async for piece in bound.astream([HumanMessage("claim for damage, PX-1002 is wet")])]
    total = _joined(pieces)
    assert total.tool_calls[0]["args"] == {"parcel_id": "PX-1002", "damage": "wet"}
    assert Memory.model_validate(total.additional_kwargs["frame"]).frame is not None


async def test_the_same_messages_get_the_same_answer(embedded: EmbeddedModel) -> None:
    bound = embedded.bind_tools(list(DEPOT))
    messages = [HumanMessage("claim for damage please", id="h1")]
    first, second = await bound.ainvoke(messages), await bound.ainvoke(messages)
    assert first.tool_calls == second.tool_calls


def test_another_models_action_makes_the_memory_old() -> None:
    mine = AIMessage("Which?", additional_kwargs=Memory(frame=Frame(tool="a", asked="b")).attached())
    theirs = AIMessage("", tool_calls=[{"name": "a", "args": {}, "id": "1"}])
    assert remembered([mine, HumanMessage("one")]).frame is not None
    assert remembered([mine, HumanMessage("one"), theirs]).frame is None


def test_remarks_of_the_graph_are_not_the_customers_words() -> None:
    remark = HumanMessage("Say it again.", additional_kwargs={"remark": True})
    assert read_history([HumanMessage("hello"), AIMessage("I did it."), remark]).words == ""


def test_what_was_read_before_a_change_is_not_trusted_after_it() -> None:
    read = AIMessage("", tool_calls=[{"name": "list_parcels", "args": {}, "id": "1"}])
    did = AIMessage("", tool_calls=[{"name": "collect_parcel", "args": {}, "id": "2"}])
    messages = [
        HumanMessage("collect it"), read, ToolMessage("[]", tool_call_id="1"),
        did, ToolMessage('{"state": "done", "receipt": {}}', tool_call_id="2"),
    ]  # fmt: skip
    assert read_history(messages[:3]).found("list_parcels", {}) is not None
    assert read_history(messages).found("list_parcels", {}) is None
