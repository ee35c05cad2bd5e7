"""Calls to models: heard, recorded, within the budget, made again on large when in doubt."""

from contextlib import AsyncExitStack
from decimal import Decimal
from typing import Any, Literal

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from pydantic import BaseModel, ConfigDict

from graphs.models.calls import Means, ask, call_model
from graphs.models.errors import BudgetExceeded, ModelMalformed, ModelRejected, ModelUnavailable
from graphs.services import Services
from tests.graphs.models.models import PROMPT, TOOLS, model_that, services
from tests.scripted import ScriptedModel
from tests.scripted_server import Step, calls, cuts, fails, says

HELLO: list[AnyMessage] = [HumanMessage("Where is N-1042?")]


def unsure(text: str) -> AIMessage:
    return AIMessage(text, response_metadata={"model_name": "embedded", "confidence": 0.2})


def scripted(*lines: AIMessage | BaseModel | Exception) -> ScriptedModel:
    model = ScriptedModel()
    model.play(*lines)
    return model


class Ear:
    """Hears what a customer would: pieces, until they are declared void."""

    def __init__(self) -> None:
        self.text = ""
        self.resets: list[str] = []

    def hear(self, piece: str) -> None:
        self.text += piece

    def forget(self, reason: str) -> None:
        self.text = ""
        self.resets.append(reason)

    @property
    def means(self) -> Means:
        return Means(tools=TOOLS, on_text=self.hear, on_reset=self.forget)


async def test_a_call_is_recorded_with_its_prompt_tokens_and_cost() -> None:
    async with model_that(says("On its way.")) as (model, server):
        around = services(model)
        answer = await call_model(around, "small", PROMPT, HELLO, company="Northlight")
    assert (answer.message.text, answer.tier, answer.retried, answer.reason) == ("On its way.", "small", False, None)
    (call,) = around.calls
    assert (call.tier, call.model, call.prompt, call.outcome) == ("small", "m-1", "test@1", "ok")
    assert (call.input_tokens, call.output_tokens, call.cost_usd) == (120, 40, Decimal("0.0002"))
    assert call.latency_ms > 0
    assert server.requests[0]["messages"][0] == {"role": "system", "content": "You help customers of Northlight."}


SMALL_FAILS: dict[str, Step] = {
    "model_unavailable": fails(500),
    "model_malformed": says("{"),
    "empty_reply": says(" "),
    "unknown_tool": calls("find_customer"),
    "invalid_arguments": calls("find_order", order_id="twelve"),
}


@pytest.mark.parametrize("reason", SMALL_FAILS)
async def test_a_small_answer_of_no_use_is_made_again_on_large(reason: str) -> None:
    mode = "json_schema" if reason == "model_malformed" else "tools"
    async with AsyncExitStack() as stack:
        small, _ = await stack.enter_async_context(model_that(SMALL_FAILS[reason], name="small", mode=mode))
        large, _ = await stack.enter_async_context(model_that(says("On its way."), name="large"))
        around = services(small, large)
        answer = await call_model(around, "small", PROMPT, HELLO, Means(tools=TOOLS), company="Northlight")
    assert (answer.message.text, answer.tier, answer.retried, answer.reason) == ("On its way.", "large", True, reason)
    assert [(call.model, call.outcome) for call in around.calls] == [("small", reason), ("large", "ok")]


async def test_an_unsure_answer_is_made_again_on_large() -> None:
    around = services(scripted(unsure("Perhaps?")), scripted(AIMessage("Surely.")))
    answer = await call_model(around, "small", PROMPT, HELLO, company="Northlight")
    assert (answer.message.text, answer.reason) == ("Surely.", "unsure")


async def test_what_was_heard_of_a_small_answer_is_void_when_large_answers() -> None:
    ear = Ear()
    async with model_that(cuts(2, says("One moment please"))) as (small, _):
        around = services(small, scripted(AIMessage("On its way.")))
        await call_model(around, "small", PROMPT, HELLO, ear.means, company="Northlight")
    assert (ear.resets, ear.text) == (["model_unavailable"], "On its way.")


async def test_an_unsure_answer_is_better_than_none() -> None:
    ear = Ear()
    async with model_that(fails(500)) as (large, _):
        around = services(scripted(unsure("Which order?")), large)
        answer = await call_model(around, "small", PROMPT, HELLO, ear.means, company="Northlight")
    assert (answer.message.text, answer.tier, answer.retried) == ("Which order?", "small", False)
    assert (ear.resets, ear.text) == (["unsure"], "Which order?")
    assert [call.outcome for call in around.calls] == ["unsure", "model_unavailable"]


async def test_without_a_large_model_an_unsure_answer_stands_and_says_so() -> None:
    answer = await call_model(services(scripted(unsure("Which order?"))), "small", PROMPT, HELLO, company="Northlight")
    assert (answer.message.text, answer.retried, answer.reason) == ("Which order?", False, "unsure")


async def test_without_a_large_model_a_failure_is_raised() -> None:
    for step in (fails(500), says(" ")):
        async with model_that(step) as (model, _):
            with pytest.raises((ModelUnavailable, ModelMalformed)):
                await call_model(services(model), "small", PROMPT, HELLO, company="Northlight")


async def test_a_wrong_setting_is_never_hidden_by_the_large_model() -> None:
    async with model_that(fails(401)) as (small, _):
        with pytest.raises(ModelRejected):
            await call_model(services(small, scripted()), "small", PROMPT, HELLO, company="Northlight")


async def test_a_read_that_was_made_already_is_not_made_again() -> None:
    call = {"name": "find_order", "args": {"order_id": "N-1042"}, "id": "c1", "type": "tool_call"}
    result = ToolMessage("on its way", tool_call_id="c1", name="find_order")
    again = AIMessage("", tool_calls=[{**call, "id": "c2"}])
    history = [*HELLO, AIMessage("", tool_calls=[call]), result]
    around = services(scripted(again), scripted(AIMessage("On its way.")))
    answer = await call_model(around, "small", PROMPT, history, Means(tools=TOOLS), company="Northlight")
    assert answer.reason == "repeated_call"
    later = [*history, AIMessage("On its way."), HumanMessage("And now?")]
    around = services(scripted(again), scripted())
    answer = await call_model(around, "small", PROMPT, later, Means(tools=TOOLS), company="Northlight")
    assert (answer.tier, answer.reason) == ("small", None)


async def test_a_call_that_never_got_its_result_is_mended_before_the_model_sees_it() -> None:
    call = {"name": "find_order", "args": {"order_id": "N-1042"}, "id": "c1", "type": "tool_call"}
    async with model_that(says("Hi")) as (model, server):
        history = [*HELLO, AIMessage("", tool_calls=[call]), HumanMessage("Hello?")]
        await call_model(services(model), "small", PROMPT, history, company="Northlight")
    assert [m["role"] for m in server.requests[0]["messages"]] == ["system", "user", "assistant", "tool", "user"]


async def test_a_conversation_that_has_spent_its_budget_costs_nothing_more() -> None:
    async with model_that(says("Hi")) as (model, server):
        with pytest.raises(BudgetExceeded):
            await call_model(services(model, spent_usd=Decimal(1)), "small", PROMPT, HELLO, company="Northlight")
    assert server.requests == []


async def test_a_free_model_needs_no_budget() -> None:
    around = services(scripted(AIMessage("Hi")), budget_usd=Decimal(0))
    assert (await call_model(around, "small", PROMPT, HELLO, company="Northlight")).message.text == "Hi"


async def test_an_unsure_free_answer_stands_when_the_budget_for_large_is_spent() -> None:
    async with model_that(says("Hi")) as (large, server):
        around = services(scripted(unsure("Which order?")), large, spent_usd=Decimal(1))
        answer = await call_model(around, "small", PROMPT, HELLO, company="Northlight")
    assert (answer.message.text, server.requests) == ("Which order?", [])


class Reading(BaseModel):
    """How a reply is read."""

    model_config = ConfigDict(extra="forbid")

    reading: Literal["yes", "no"]
    confidence: float = 1.0


@pytest.mark.parametrize("mode", ["tools", "json_schema"])
async def test_a_record_is_asked_for_by_its_schema_and_checked(mode: str) -> None:
    async with model_that(says('{"reading": "yes", "confidence": 0.9}'), mode=mode) as (model, server):
        around = services(model)
        assert await ask(around, "small", PROMPT, HELLO, Reading, company="Northlight") == Reading(
            reading="yes", confidence=0.9
        )
    wanted: dict[str, Any] = server.requests[0]["response_format"]["json_schema"]
    assert wanted["strict"] is True
    assert wanted["schema"]["required"] == ["reading", "confidence"]
    assert ("JSON schema" in server.requests[0]["messages"][0]["content"]) == (mode == "json_schema")
    assert around.calls[0].cost_usd == Decimal("0.0002")


@pytest.mark.parametrize("text", ['{"reading": "maybe"}', '{"reading": "no", "confidence": 0.1}', "no"])
async def test_a_record_that_does_not_fit_or_is_unsure_is_asked_of_large(text: str) -> None:
    async with model_that(says(text)) as (small, _):
        around = services(small, scripted(Reading(reading="no")))
        assert await ask(around, "small", PROMPT, HELLO, Reading, company="Northlight") == Reading(reading="no")
    assert [call.tier for call in around.calls] == ["small", "large"]
    assert around.calls[0].outcome in {"model_malformed", "unsure"}


async def test_a_record_that_nobody_fills_is_malformed() -> None:
    async with model_that(says('{"reading": "maybe"}')) as (model, _):
        with pytest.raises(ModelMalformed, match="reading"):
            await ask(services(model), "small", PROMPT, HELLO, Reading, company="Northlight")


async def test_tools_are_bound_once_for_all_calls() -> None:
    bound: list[object] = []

    class Counting(ScriptedModel):
        def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
            bound.append(tools)
            return super().bind_tools(tools, **kwargs)

    model = Counting()
    model.play(AIMessage("one"), AIMessage("two"))
    around: Services = services(model)
    for _ in range(2):
        await call_model(around, "small", PROMPT, HELLO, Means(tools=TOOLS), company="Northlight")
    assert len(bound) == 1
    assert isinstance(around.models.small, BaseChatModel)
