"""Taking back what was just done."""

import json
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from tests.graphs.embedded.depot import DEPOT, Collection
from tests.graphs.embedded.talk import Talk
from tools.effects import Plan, writes

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
