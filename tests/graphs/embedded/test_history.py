import json

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from graphs.embedded.history import BESIDES, REMINDER, awaits_yes, told_before

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


def test_what_was_told_before_is_all_that_answers_the_last_message() -> None:
    messages = [
        HumanMessage("hello"),
        AIMessage("Good morning."),
        HumanMessage("why is it so much?"),
        AIMessage("The set-up is £30."),
        HumanMessage("and change my number", additional_kwargs={BESIDES: True}),
        AIMessage("Shall I change it?"),
        AIMessage("One thing is still open: shall I?", additional_kwargs={REMINDER: True}),
        HumanMessage("only once?"),
    ]
    assert told_before(messages) == ("The set-up is £30.", "Shall I change it?")
    assert told_before(messages[:5]) == ("The set-up is £30.",)
    assert told_before(messages[:3]) == ("Good morning.",)
    assert told_before(messages[:1]) == ()


def test_where_the_last_message_was_not_answered_what_was_told_last_counts() -> None:
    assert told_before([AIMessage("Good morning."), HumanMessage("hello"), HumanMessage("why?")]) == ("Good morning.",)
