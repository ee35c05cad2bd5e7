"""What the tests of models share: models at a scripted server, and the services of a turn."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool
from pydantic import SecretStr

from graphs.models.openai import OpenAIModel, build
from graphs.models.spec import ModelSpec
from graphs.services import Models, Services
from prompts.registry import Prompt, Prompts
from tests.databases import START
from tests.scripted_server import ScriptedServer, Step, serve
from tools.context import Caller, Strength
from tools.effects import reads
from tools.records import Order, OrderId

PROMPT = Prompt("test", 1, "You help customers of {{company}}.", "")


@reads
async def find_order(order_id: OrderId) -> Order:
    """Find an order.

    Args:
        order_id: The order's number.
    """
    raise NotImplementedError


TOOLS: Sequence[BaseTool] = (find_order,)


def spec(base_url: str, /, **changes: Any) -> ModelSpec:
    """A model that is asked once, at 1 dollar a million tokens read and 2 a million written."""
    values = {
        "base_url": base_url,
        "name": "m-1",
        "api_key": SecretStr("key"),
        "timeout_s": 10.0,
        "max_retries": 0,
        **changes,
    }
    return ModelSpec(**{"price_in": Decimal(1), "price_out": Decimal(2), **values})


@asynccontextmanager
async def model_that(*steps: Step, **changes: Any) -> AsyncIterator[tuple[OpenAIModel, ScriptedServer]]:
    """A model whose endpoint follows a script."""
    async with serve(*steps) as server:
        json_prompt = Prompts().load("json_mode") if changes.get("mode") == "json_schema" else None
        model = build(spec(server.base_url, **changes), json_prompt)
        try:
            yield model, server
        finally:
            await model.aclose()


def services(small: BaseChatModel, large: BaseChatModel | None = None, **changes: Any) -> Services:
    """A turn's services, of which only the models are real."""
    unused = cast(Any, None)
    values: dict[str, Any] = {
        "caller": Caller(None, "api", Strength.ANONYMOUS),
        "conversation_id": "C-1",
        "store": unused,
        "knowledge": unused,
        "now": lambda: START,
        "timezone": ZoneInfo("Europe/London"),
        "approval_limit_minor": 5000,
        "models": Models(small, large or small),
        "prompts": unused,
        "ledger": unused,
        "company": "Northlight",
        "budget_usd": Decimal(1),
    }
    return Services(**{**values, **changes})
