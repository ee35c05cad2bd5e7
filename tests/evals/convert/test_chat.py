"""Chat messages of several makes are read alike, and no word or call of them is lost."""

from typing import Any

import pytest

from evals.convert.chat import UNPARSED, items, said
from evals.convert.gather import Heard, gather
from evals.convert.reading import UnusableError
from evals.transcript import Call, Say


def read(*messages: Any) -> list[Any]:
    return items(said(message) for message in messages)


def calling(name: str, arguments: Any, number: str = "c1") -> dict[str, Any]:
    call = {"id": number, "type": "function", "function": {"name": name, "arguments": arguments}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def test_words_calls_and_results_keep_their_order() -> None:
    found = read(
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "where is it"},
        {**calling("look_up", '{"order": 7}'), "content": "One moment."},
        {"role": "tool", "tool_call_id": "c1", "content": "on its way"},
        {"role": "assistant", "content": "On its way."},
    )
    call = Call(call="look_up", arguments={"order": 7}, result="on its way")
    assert found == [Heard("where is it"), Say(say="One moment."), call, Say(say="On its way.")]


def test_results_find_their_calls_in_any_order() -> None:
    two = {"role": "assistant", "tool_calls": [{"id": n, "name": n, "arguments": {}} for n in ("a", "b")]}
    found = read(
        two,
        {"role": "tool", "tool_call_id": "b", "content": "B"},
        {"role": "tool", "tool_call_id": "a", "content": "A"},
    )
    assert [(call.call, call.result) for call in found] == [("a", "A"), ("b", "B")]


def test_an_id_that_comes_again_means_the_call_that_still_waits() -> None:
    answer = {"role": "tool", "tool_call_id": "c1"}
    found = read(calling("f", "{}"), {**answer, "content": "1"}, calling("g", "{}"), {**answer, "content": "2"})
    assert [(call.call, call.result) for call in found] == [("f", "1"), ("g", "2")]


def test_without_ids_results_go_to_the_calls_in_their_order() -> None:
    found = read(
        {"role": "assistant", "tool_calls": [{"id": "", "name": "f", "arguments": {}}]},
        {"role": "tool", "tool_call_id": "x", "content": "1"},
        {"role": "assistant", "function_call": {"name": "g", "arguments": "{}"}},
        {"role": "function", "name": "g", "content": "2"},
    )
    assert [(call.call, call.result) for call in found] == [("f", "1"), ("g", "2")]


def test_a_customers_own_tool_is_theirs() -> None:
    found = read(
        {"role": "user", "content": None, "tool_calls": [{"id": "u", "name": "restart", "arguments": {}}]},
        {"role": "tool", "tool_call_id": "u", "content": "off", "error": True},
    )
    assert found == [Call(call="restart", by="customer", error="off")]


@pytest.mark.parametrize(
    ("raw", "arguments"),
    [("", {}), (None, {}), ('{"a": 1}', {"a": 1}), ({"a": 1}, {"a": 1}), ("{a: 1", {UNPARSED: "{a: 1"})],
)
def test_arguments_come_as_objects_as_json_or_broken(raw: Any, arguments: dict[str, Any]) -> None:
    assert read(calling("f", raw))[0].arguments == arguments


def test_parts_of_a_content_are_words_or_leave_their_kind() -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/x.png"}}
    (heard,) = read({"role": "user", "content": [{"type": "text", "text": "this one"}, picture]})
    assert heard.text == "this one\n[image_url]"
    thought = {"type": "thinking", "thinking": "hm"}
    use = {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}
    found = read({"role": "assistant", "content": [thought, {"type": "text", "text": "Yes."}, use]})
    assert found == [Say(say="Yes."), Call(call="f", arguments={"a": 1})]


def test_langchains_wrappings_are_opened() -> None:
    constructor = {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "HumanMessage"]}
    found = read(
        {**constructor, "kwargs": {"content": "hi", "type": "human"}},
        {"type": "ai", "data": {"content": "Hello."}},
        ["human", "bye"],
        {"type": "AIMessageChunk", "content": "Bye."},
    )
    assert found == [Heard("hi"), Say(say="Hello."), Heard("bye"), Say(say="Bye.")]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"role": "narrator", "content": "x"}, "role is 'narrator'"),
        ({"content": "x"}, "without a role"),
        (7, "no object"),
        ({"role": "assistant", "tool_calls": ["f"]}, "no object"),
        ({"role": "assistant", "tool_calls": [{"id": "1"}]}, "without a name"),
        ({"role": "tool", "tool_call_id": "9", "content": "x"}, "without a call"),
    ],
)
def test_what_is_no_message_is_named(message: Any, why: str) -> None:
    with pytest.raises(UnusableError, match=why):
        read(message)


def test_a_turn_is_a_message_and_everything_up_to_the_next() -> None:
    call = Call(call="f")
    opening, turns = gather([Say(say="Hello."), Heard("a"), Heard("b"), call, Say(say="B."), Heard("c")])
    assert opening == "Hello."
    assert [(turn.customer, turn.agent) for turn in turns] == [("a", ()), ("b", (call, Say(say="B."))), ("c", ())]


def test_what_is_done_before_the_first_words_is_a_turn_of_its_own() -> None:
    opening, turns = gather([Say(say="Hello."), Call(call="greet"), Say(say="Ann!"), Heard("hi")])
    assert opening == "Hello."
    assert [(turn.customer, len(turn.agent)) for turn in turns] == [("", 2), ("hi", 0)]
    with pytest.raises(UnusableError, match="no words of a customer's"):
        gather([Say(say="Anybody there?")])
