"""A model at an OpenAI-compatible endpoint, over real HTTP."""

import json
from decimal import Decimal
from typing import Any

import pytest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from graphs.models.errors import ModelError, ModelMalformed, ModelRejected, ModelUnavailable
from graphs.models.openai import OpenAIModel
from graphs.models.speaking import deaf, speak
from tests.graphs.models.models import TOOLS, model_that
from tests.scripted_server import calls, calls_raw, cuts, fails, hangs, says, sends

HELLO = [HumanMessage("Hello")]


async def answer_of(model: OpenAIModel) -> AIMessage:
    return await speak(model.bind_tools(TOOLS), HELLO, deaf)


async def test_words_are_heard_as_they_come_and_the_message_holds_them_all() -> None:
    heard: list[str] = []
    async with model_that(says("Your order is on its way.")) as (model, _):
        message = await speak(model, HELLO, heard.append)
    assert heard == ["Your ", "order ", "is ", "on ", "its ", "way."]
    assert message.text == "Your order is on its way."


async def test_a_call_streamed_in_pieces_becomes_one_tool_call() -> None:
    async with model_that(calls("find_order", order_id="N-1042", tokens=7)) as (model, _):
        message = await answer_of(model)
    assert [(call["name"], call["args"]) for call in message.tool_calls] == [("find_order", {"order_id": "N-1042"})]


async def test_an_answer_carries_its_tokens_and_its_cost() -> None:
    async with model_that(says("Hi")) as (model, _):
        message = await answer_of(model)
    assert message.usage_metadata is not None
    assert message.usage_metadata["input_tokens"] == 120
    # 120 tokens at 1 dollar and 40 at 2 dollars a million.
    assert Decimal(message.response_metadata["cost_usd"]) == Decimal("0.0002")
    assert message.response_metadata["model_name"] == "m-1"


async def test_the_whole_history_and_the_tools_are_sent() -> None:
    call = {"name": "find_order", "args": {"order_id": "N-1042"}, "id": "c1", "type": "tool_call"}
    history = [
        SystemMessage("Be brief."),
        HumanMessage("Where is it?"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("on its way", tool_call_id="c1"),
    ]
    async with model_that(says("Hi"), temperature=0.0, max_tokens=50) as (model, server):
        await speak(model.bind_tools(TOOLS), history, deaf)
    (request,) = server.requests
    assert [message["role"] for message in request["messages"]] == ["system", "user", "assistant", "tool"]
    assert json.loads(request["messages"][2]["tool_calls"][0]["function"]["arguments"]) == call["args"]
    assert [tool["function"]["name"] for tool in request["tools"]] == ["find_order"]
    assert (request["temperature"], request["max_completion_tokens"]) == (0.0, 50)
    assert request["stream_options"] == {"include_usage": True}


async def test_one_connection_serves_one_call_after_the_other() -> None:
    async with model_that(says("one"), says("two")) as (model, server):
        await answer_of(model)
        await answer_of(model)
    assert len(server.connections) == 1


async def test_two_answers_never_share_an_id_though_the_endpoint_numbers_them_alike() -> None:
    async with model_that(says("one"), says("two")) as (model, _):
        assert (await answer_of(model)).id != (await answer_of(model)).id


async def test_listeners_of_langchain_get_the_same_message() -> None:
    class Listener(AsyncCallbackHandler):
        def __init__(self) -> None:
            self.tokens: list[str] = []

        async def on_llm_new_token(self, token: Any, **kwargs: Any) -> None:
            self.tokens.append(token)

    listener = Listener()
    async with model_that(says("Hello there."), calls("find_order", order_id="N-1")) as (model, _):
        watched = model.bind_tools(TOOLS).with_config(callbacks=[listener])
        spoken, called = await speak(watched, HELLO, deaf), await speak(watched, HELLO, deaf)
    assert [token for token in listener.tokens if token] == ["Hello ", "there."]
    assert spoken.text == "Hello there."
    assert spoken.response_metadata["cost_usd"] == "0.0002"
    assert called.tool_calls[0]["args"] == {"order_id": "N-1"}


async def test_invoking_without_streaming_gives_the_same_message() -> None:
    async with model_that(says("Hello there.")) as (model, _):
        message = await model.ainvoke(HELLO)
    assert message.text == "Hello there."
    assert message.usage_metadata is not None


async def test_a_server_that_does_not_stream_is_understood() -> None:
    body = {"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]}
    async with model_that(sends(json.dumps(body, indent=1), "application/json")) as (model, _):
        assert (await answer_of(model)).text == "Hello"


async def test_a_server_that_refuses_the_option_is_not_asked_for_usage() -> None:
    async with model_that(says("Hi"), reports_usage=False) as (model, server):
        message = await answer_of(model)
    assert "stream_options" not in server.requests[0]
    assert message.usage_metadata is None


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_passing_fault_is_tried_again(status: int) -> None:
    steps = fails(status, retry_after="0.001"), says("Hi")
    async with model_that(*steps, max_retries=1) as (model, server):
        assert (await answer_of(model)).text == "Hi"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "step",
    [fails(429), fails(500), fails(529), hangs(), hangs(after=2), cuts(), cuts(after=0)],
    ids=["429", "500", "529", "hangs", "hangs after two words", "cut", "cut at once"],
)
async def test_a_model_that_does_not_answer_to_the_end_is_unavailable(step: Any) -> None:
    async with model_that(step, timeout_s=0.1) as (model, _):
        with pytest.raises(ModelUnavailable):
            await answer_of(model)


async def test_an_endpoint_that_is_not_there_is_unavailable() -> None:
    async with model_that(base_url="http://127.0.0.1:9/v1") as (model, _):
        with pytest.raises(ModelUnavailable):
            await answer_of(model)


async def test_a_deadline_ends_an_answer_that_trickles() -> None:
    async with model_that(says("one two three"), deadline_s=0.0001) as (model, _):
        with pytest.raises(ModelUnavailable):
            await answer_of(model)


async def test_a_fault_reported_inside_the_stream_is_unavailable() -> None:
    async with model_that(sends('data: {"error": {"message": "overloaded"}}\n\n')) as (model, _):
        with pytest.raises(ModelUnavailable, match="overloaded"):
            await answer_of(model)


@pytest.mark.parametrize(
    ("status", "to_set"),
    [(400, "options"), (401, "API key"), (403, "API key"), (404, "address and its name"), (422, "options")],
)
async def test_a_refused_request_says_what_to_set(status: int, to_set: str) -> None:
    async with model_that(fails(status, "not like this"), max_retries=2) as (model, server):
        with pytest.raises(ModelRejected, match=to_set) as caught:
            await answer_of(model)
    assert "m-1" in str(caught.value)
    assert "not like this" in str(caught.value)
    assert len(server.requests) == 1


async def test_a_web_page_at_the_address_says_that_the_address_is_wrong() -> None:
    async with model_that(sends("<html>", "text/html; charset=utf-8")) as (model, _):
        with pytest.raises(ModelRejected, match="address"):
            await answer_of(model)


@pytest.mark.parametrize("arguments", ['{"order_id": ', "[1]", '"N-1042"'])
async def test_arguments_that_are_no_json_object_are_malformed_and_still_paid_for(arguments: str) -> None:
    async with model_that(calls_raw("find_order", arguments)) as (model, _):
        with pytest.raises(ModelMalformed) as caught:
            await answer_of(model)
    assert caught.value.spent.cost_usd == Decimal("0.0002")


@pytest.mark.parametrize("body", ["data: {nonsense}\n\n", "data: 7\n\n"])
async def test_a_stream_of_nonsense_is_malformed(body: str) -> None:
    async with model_that(sends(body)) as (model, _):
        with pytest.raises(ModelMalformed):
            await answer_of(model)


async def test_every_error_is_one_of_the_tree() -> None:
    for kind in (ModelMalformed, ModelRejected, ModelUnavailable):
        assert issubclass(kind, ModelError)


async def test_the_machine_s_own_openai_account_is_not_sent_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-machine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-the-machine")
    async with model_that(says("Hi")) as (model, server):
        await answer_of(model)
    assert "openai-organization" not in server.headers[0]
    assert "openai-project" not in server.headers[0]
    assert server.headers[0]["authorization"] == "Bearer key"
