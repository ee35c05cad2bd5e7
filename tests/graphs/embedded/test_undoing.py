"""Taking back what was just done."""

import json
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from tests.graphs.embedded.depot import DEPOT, Collection
from tests.graphs.embedded.talk import Talk
from tools.effects import Plan, writes
from tools.errors import Refused

Talks = Callable[..., Talk]


@writes(risk="service", undo=None)
async def call_off(collection_id: str) -> Plan[Collection]:
    """Call a collection off.

    Args:
        collection_id: The collection.
    """
    raise NotImplementedError


@pytest.mark.parametrize("words", ["oh no, can you undo that?", "my wife says we need it. un-cancel it please!"])
async def test_what_was_ended_is_proposed_again_with_the_values_of_its_receipt(talk: Talks, words: str) -> None:
    depot = talk((*DEPOT, call_off))
    receipt = {"collection_id": "C-1", "parcel_id": "PX-1001", "pickup_id": "K-14-AM"}
    call = {"name": "call_off", "args": {"collection_id": "C-1"}, "id": "1", "type": "tool_call"}
    depot.messages += [
        HumanMessage("call the van off"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps({"state": "done", "receipt": receipt}), tool_call_id="1"),
        AIMessage("The van is not coming."),
    ]
    await depot.says(words)
    assert depot.called == [("collect_parcel", {"parcel_id": "PX-1001", "pickup_id": "K-14-AM"})]


async def test_who_chides_themselves_first_wants_it_back_all_the_same(talk: Talks) -> None:
    depot = talk((*DEPOT, call_off))
    receipt = {"collection_id": "C-1", "parcel_id": "PX-1001", "pickup_id": "K-14-AM"}
    call = {"name": "call_off", "args": {"collection_id": "C-1"}, "id": "1", "type": "tool_call"}
    depot.messages += [
        HumanMessage("call the van off"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps({"state": "done", "receipt": receipt}), tool_call_id="1"),
        AIMessage("The van is not coming."),
    ]
    await depot.says("wait, what was I thinking, we do need it. put it back")
    assert depot.called == [("collect_parcel", {"parcel_id": "PX-1001", "pickup_id": "K-14-AM"})]


@writes(risk="personal_data", undo=None)
async def rename_parcel(parcel_id: str, label: str) -> Plan[Collection]:
    """Change what a parcel is called.

    Args:
        parcel_id: The parcel.
        label: The new name.
    """
    raise Refused("Not now.")


@pytest.mark.parametrize("before", [{"before": {"label": "Lamp"}}, {"before_label": "Lamp"}])
async def test_what_was_changed_is_proposed_as_it_was_before(talk: Talks, before: dict[str, object]) -> None:
    depot = talk((*DEPOT, rename_parcel))
    receipt = {"parcel_id": "PX-1001", "label": "Light", **before}
    call = {"name": "rename_parcel", "args": {"parcel_id": "PX-1001", "label": "Light"}, "id": "1", "type": "tool_call"}
    depot.messages += [
        HumanMessage("call it Light"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps({"state": "done", "receipt": receipt}), tool_call_id="1"),
        AIMessage("It is called Light now."),
    ]
    await depot.says("would you credit it, she hates that. Put it back the way it was before.")
    assert depot.called == [("rename_parcel", {"parcel_id": "PX-1001", "label": "Lamp"})]


async def test_whether_something_could_be_taken_back_is_only_a_question(talk: Talks) -> None:
    depot = talk((*DEPOT, rename_parcel))
    call = {"name": "rename_parcel", "args": {"parcel_id": "PX-1001", "label": "Light"}, "id": "1", "type": "tool_call"}
    receipt = {"parcel_id": "PX-1001", "label": "Light", "before_label": "Lamp"}
    depot.messages += [
        HumanMessage("call it Light"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps({"state": "done", "receipt": receipt}), tool_call_id="1"),
        AIMessage("It is called Light now."),
    ]
    await depot.says("if somebody else did that, could I reverse it?")
    assert all(name != "rename_parcel" for name, _ in depot.called)


@pytest.mark.parametrize(
    "words",
    [
        "I take it she pays, seeing as it was my sister who asked",
        "it fell off just as it was getting dark",
        "so did that put it back to how it was?",
        "will they leave the label as it was?",
    ],
)
async def test_how_something_was_is_told_or_asked_without_a_wish_to_have_it_back(talk: Talks, words: str) -> None:
    depot = talk((*DEPOT, rename_parcel))
    receipt = {"parcel_id": "PX-1001", "label": "Light", "before_label": "Lamp"}
    call = {"name": "rename_parcel", "args": {"parcel_id": "PX-1001", "label": "Light"}, "id": "1", "type": "tool_call"}
    depot.messages += [
        HumanMessage("call it Light"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps({"state": "done", "receipt": receipt}), tool_call_id="1"),
        AIMessage("It is called Light now."),
    ]
    await depot.says(words)
    assert all(name != "rename_parcel" for name, _ in depot.called)
