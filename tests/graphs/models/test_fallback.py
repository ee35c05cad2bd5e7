"""A second provider answers while the first one does not."""

from contextlib import AsyncExitStack

import pytest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import HumanMessage

from graphs.models.errors import ModelRejected, ModelUnavailable
from graphs.models.fallback import Breaker, FallbackModel
from graphs.models.openai import OpenAIModel
from graphs.models.speaking import Model, deaf, speak
from tests.conftest import Clock
from tests.graphs.models.models import TOOLS, model_that
from tests.scripted_server import ScriptedServer, Step, calls, cuts, fails, says

HELLO = [HumanMessage("Hello")]


class Providers(AsyncExitStack):
    """Two providers, each with its script."""

    async def start(self, first: list[Step], second: list[Step], clock: Clock) -> FallbackModel:
        models: list[OpenAIModel] = []
        self.servers: list[ScriptedServer] = []
        for number, steps in enumerate((first, second)):
            model, server = await self.enter_async_context(model_that(*steps, name=f"m-{number}"))
            models.append(model)
            self.servers.append(server)
        return FallbackModel(primary=models[0], secondary=models[1], breaker=Breaker(clock))

    @property
    def asked(self) -> tuple[int, int]:
        return len(self.servers[0].requests), len(self.servers[1].requests)


async def text_of(model: Model) -> str:
    return (await speak(model, HELLO, deaf)).text


async def test_the_first_provider_answers_as_long_as_it_can(clock: Clock) -> None:
    async with Providers() as providers:
        model = await providers.start([says("first")], [says("second")], clock)
        assert await text_of(model) == "first"
        assert providers.asked == (1, 0)


async def test_the_second_provider_answers_with_its_own_tools_when_the_first_is_down(clock: Clock) -> None:
    async with Providers() as providers:
        model = await providers.start([fails(503)], [calls("find_order", order_id="N-1")], clock)
        message = await speak(model.bind_tools(TOOLS), HELLO, deaf)
        assert message.tool_calls[0]["name"] == "find_order"
        assert message.response_metadata["model_name"] == "m-1"
        assert [tool["function"]["name"] for tool in providers.servers[1].requests[0]["tools"]] == ["find_order"]


async def test_after_the_first_word_nobody_else_takes_over(clock: Clock) -> None:
    async with Providers() as providers:
        model = await providers.start([cuts(1)], [says("second")], clock)
        with pytest.raises(ModelUnavailable):
            await text_of(model)
        assert providers.asked == (1, 0)


async def test_a_wrong_setting_of_the_first_is_not_hidden_by_the_second(clock: Clock) -> None:
    async with Providers() as providers:
        model = await providers.start([fails(401)], [says("second")], clock)
        with pytest.raises(ModelRejected):
            await text_of(model)


async def test_a_provider_that_keeps_failing_is_spared_and_then_tried_again(clock: Clock) -> None:
    async with Providers() as providers:
        first = [fails(500), fails(500), fails(500), fails(500), says("first")]
        model = await providers.start(first, [says("second")] * 6, clock)
        for _ in range(5):
            assert await text_of(model) == "second"
        assert providers.asked == (3, 5)
        clock.forward(seconds=31)
        assert await text_of(model) == "second"
        assert providers.asked == (4, 6)
        clock.forward(seconds=31)
        assert await text_of(model) == "first"
        assert providers.asked == (5, 6)


def test_after_a_pause_one_call_tries_the_provider_while_others_wait(clock: Clock) -> None:
    breaker = Breaker(clock, failures=1)
    breaker.failed()
    clock.forward(minutes=1)
    assert [breaker.admits(), breaker.admits()] == [True, False]
    breaker.succeeded()
    assert breaker.admits()


async def test_listeners_of_langchain_hear_the_second_provider_too(clock: Clock) -> None:
    async with Providers() as providers:
        model = await providers.start([fails(500), cuts(1)], [says("second")], clock)
        model.callbacks = [AsyncCallbackHandler()]
        assert await text_of(model) == "second"
        with pytest.raises(ModelUnavailable):
            await text_of(model)


async def test_a_pair_costs_what_its_dearer_side_costs(clock: Clock) -> None:
    async with Providers() as providers:
        model = await providers.start([], [], clock)
        assert model.prices.price_out == 2
