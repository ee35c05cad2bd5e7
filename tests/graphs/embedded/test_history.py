import json

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from graphs.embedded.history import REMINDER, awaits_yes

CALL = AIMessage("", tool_calls=[{"name": "refund_order", "args": {"order_id": "N-1042"}, "id": "1"}])


def returned(content: object) -> ToolMessage:
    return ToolMessage(json.dumps(content), tool_call_id="1")


def after(*messages: BaseMessage) -> bool:
    return awaits_yes([HumanMessage("refund N-1042"), CALL, *messages, HumanMessage("how long does that take?")])


def test_a_yes_is_awaited_to_what_was_proposed() -> None:
    assert after(returned({"state": "proposed", "question": "Shall I?"}), AIMessage("Shall I?"))


def test_a_yes_is_awaited_to_what_was_asked_once_more() -> None:
    reminder = AIMessage("One thing is still open: shall I?", additional_kwargs={REMINDER: True})
    assert after(returned([{"title": "Returns"}]), AIMessage("Within 14 days."), reminder)


def test_no_yes_is_awaited_once_it_is_done_or_told() -> None:
    assert not after(returned({"state": "done", "receipt": {}}), AIMessage("That's done."))
    assert not after(returned([{"title": "Returns"}]), AIMessage("Within 14 days."))
    assert not awaits_yes([HumanMessage("hello")])
