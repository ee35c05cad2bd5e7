"""A model without native tool calls answers in JSON, over real HTTP."""

import json

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage

from graphs.models.errors import ModelMalformed, ModelUnavailable
from graphs.models.openai import build
from graphs.models.speaking import deaf, speak
from tests.graphs.models.models import TOOLS, model_that, spec
from tests.scripted_server import cuts, says

HELLO = [HumanMessage("Hello")]


async def test_an_object_with_a_reply_is_the_reply_and_is_heard_as_it_is_written() -> None:
    heard: list[str] = []
    reply = 'Your "speaker" costs £10.\nAnything else?'
    async with model_that(says(json.dumps({"reply": reply}), tokens=9), mode="json_schema") as (model, _):
        message = await speak(model.bind_tools(TOOLS), HELLO, heard.append)
    assert message.text == reply
    assert "".join(heard) == reply
    assert len(heard) > 3


async def test_an_object_with_a_tool_is_a_call_and_nothing_of_it_is_heard() -> None:
    heard: list[str] = []
    answer = says('{"tool": "find_order", "arguments": {"order_id": "N-1042"}}')
    async with model_that(answer, mode="json_schema") as (model, _):
        message = await speak(model.bind_tools(TOOLS), HELLO, heard.append)
    (call,) = message.tool_calls
    assert (call["name"], call["args"]) == ("find_order", {"order_id": "N-1042"})
    assert (message.text, heard) == ("", [])


async def test_json_in_a_fence_is_read_too() -> None:
    heard: list[str] = []
    async with model_that(says('```json\n{"reply": "Hello there"}\n```'), mode="json_schema") as (model, _):
        message = await speak(model.bind_tools(TOOLS), HELLO, heard.append)
    assert message.text == "".join(heard) == "Hello there"


@pytest.mark.parametrize(
    "text", ["I am a text.", '{"reply": 7}', '{"tool": "find_order"}', '{"reply": "never ends', "{}"]
)
async def test_any_other_answer_is_malformed(text: str) -> None:
    async with model_that(says(text), mode="json_schema") as (model, _):
        with pytest.raises(ModelMalformed) as caught:
            await speak(model.bind_tools(TOOLS), HELLO, deaf)
    assert caught.value.spent.input_tokens == 120


async def test_an_answer_cut_short_is_unavailable_not_malformed() -> None:
    async with model_that(cuts(2, says('{"reply": "one two"}')), mode="json_schema") as (model, _):
        with pytest.raises(ModelUnavailable):
            await speak(model.bind_tools(TOOLS), HELLO, deaf)


async def test_the_endpoint_is_asked_for_a_reply_or_one_of_the_tools() -> None:
    async with model_that(says('{"reply": "Hi"}'), mode="json_schema") as (model, server):
        await speak(model.bind_tools(TOOLS), HELLO, deaf)
    (request,) = server.requests
    assert "tools" not in request
    reply, call = request["response_format"]["json_schema"]["schema"]["anyOf"]
    assert list(reply["properties"]) == ["reply"]
    assert call["properties"]["tool"] == {"const": "find_order"}
    assert call["properties"]["arguments"]["required"] == ["order_id"]
    # An endpoint may enforce the schema without showing it to the model: the tools are in its words as well.
    assert "Find an order." in request["messages"][0]["content"]


async def test_earlier_calls_and_their_results_are_shown_as_text_and_the_sides_take_turns() -> None:
    call = {"name": "find_order", "args": {"order_id": "N-1042"}, "id": "c1", "type": "tool_call"}
    history: list[AnyMessage] = [
        SystemMessage("Be brief."),
        HumanMessage("Where is N-1042?"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("on its way", tool_call_id="c1", name="find_order"),
        HumanMessage("Well?"),
        AIMessage("Soon there."),
        HumanMessage("Thanks"),
    ]
    async with model_that(says('{"reply": "Hi"}'), mode="json_schema") as (model, server):
        await speak(model.bind_tools(TOOLS), history, deaf)
    messages = server.requests[0]["messages"]
    assert [m["role"] for m in messages] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert messages[0]["content"].startswith("Be brief.")
    assert json.loads(messages[2]["content"]) == {"tool": "find_order", "arguments": {"order_id": "N-1042"}}
    assert messages[3]["content"] == "Result of the tool find_order: on its way\nWell?"
    assert json.loads(messages[4]["content"]) == {"reply": "Soon there."}


def test_the_mode_cannot_be_had_without_its_prompt() -> None:
    with pytest.raises(ValueError, match="json_mode"):
        build(spec("http://127.0.0.1:9/v1", mode="json_schema"))
