"""Each call to a model leaves a record: what it took, what it cost, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from time import perf_counter
from typing import Generic, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from graphs.models.errors import BudgetExceeded, ModelError, Spent
from graphs.models.record import ModelCall
from graphs.models.spec import prices_of
from graphs.services import Services
from graphs.state import Tier

R = TypeVar("R")


@dataclass(frozen=True)
class Tried(Generic[R]):
    """What one call gave, and why to doubt it."""

    value: R
    doubt: str | None


def model_of(services: Services, tier: Tier) -> BaseChatModel:
    """Return the tier's model; `none` has no model, and whatever code cannot settle goes to the small one."""
    return services.models.large if tier == "large" else services.models.small


async def recorded(
    services: Services,
    tier: Tier,
    prompt: str,
    made: Callable[[], Awaitable[tuple[R, AIMessage]]],
    doubts: Callable[[R, AIMessage], str | None],
) -> Tried[R]:
    """Make one call, unless the budget forbids it, and keep its record whether it succeeds or fails."""
    model = model_of(services, tier)
    _check_budget(services, model)
    started = perf_counter()

    def keep(name: str, spent: Spent, outcome: str) -> None:
        services.calls.append(
            ModelCall(
                tier=tier,
                model=name or name_of(model),
                prompt=prompt,
                **spent.model_dump(),
                latency_ms=round((perf_counter() - started) * 1000, 1),
                outcome=outcome,
            )
        )

    try:
        value, message = await made()
    except ModelError as error:
        keep(error.model, error.spent, error.reason)
        raise
    doubt = doubts(value, message)
    keep(message.response_metadata.get("model_name", ""), spent_on(message), doubt or "ok")
    return Tried(value, doubt)


def spent_on(message: AIMessage) -> Spent:
    """Read from a message what it took; a model that names no cost is free."""
    usage = message.usage_metadata
    return Spent(
        input_tokens=usage["input_tokens"] if usage else 0,
        output_tokens=usage["output_tokens"] if usage else 0,
        cost_usd=Decimal(message.response_metadata.get("cost_usd", 0)),
    )


def name_of(model: BaseChatModel) -> str:
    """Return what a model calls itself."""
    return str(getattr(model, "model_name", None) or model._llm_type)


def _check_budget(services: Services, model: BaseChatModel) -> None:
    spent = services.spent_usd + sum((call.cost_usd for call in services.calls), Decimal(0))
    if spent >= services.budget_usd and not prices_of(model).free:
        raise BudgetExceeded(f"the conversation has spent ${spent:.4f} of ${services.budget_usd}")
