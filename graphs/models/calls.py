"""The one way from the graph to a model: streamed, recorded, within budget, made again on large when in doubt."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from langchain_core.messages import AIMessage, AnyMessage, SystemMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from graphs.models.binding import bind
from graphs.models.doubts import doubt_about
from graphs.models.errors import ModelError, ModelMalformed, ModelUnavailable
from graphs.models.recording import Tried, model_of, recorded
from graphs.models.repair import repair
from graphs.models.speaking import Hear, deaf, speak
from graphs.models.structured import structured
from graphs.services import Services
from graphs.state import Tier
from prompts.registry import Prompt

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Means:
    """What one call may use, and whom it tells."""

    tools: Sequence[BaseTool] = ()
    on_text: Hear = deaf
    """Gets each piece of the reply as it comes."""
    on_reset: Hear = deaf
    """Called with the reason when the pieces given out are void, because the answer is made again."""


NO_MEANS = Means()


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[R]):
    """What came of a question, whoever answered it in the end."""

    message: R
    """The model's message; where a record was asked for, the record."""
    tier: Tier
    """Which tier it is from."""
    retried: bool
    """Whether the small model was asked first, in vain."""
    reason: str | None
    """Why another model was asked; or, where nobody else could be, why the answer is still in doubt."""


async def call_model(
    services: Services,
    tier: Tier,
    prompt: Prompt,
    messages: Sequence[AnyMessage],
    means: Means = NO_MEANS,
    **values: str,
) -> Answer[AIMessage]:
    """Have the tier's model answer; `values` fill the prompt.

    A small answer that fails or is in doubt is made again on large. Where there is no large model, doubtful calls
    come back as they are: the tools check their arguments themselves.

    Raises:
        ModelError: No model gave an answer of any use.
    """
    view, told = _view(prompt, messages, values), _Told(means)

    async def attempt(on: Tier) -> Tried[AIMessage]:
        binding = bind(model_of(services, on), means.tools)

        async def made() -> tuple[AIMessage, AIMessage]:
            message = await speak(binding.model, view, told.piece)
            return message, message

        def doubts(message: AIMessage, _: AIMessage) -> str | None:
            return doubt_about(message, messages, binding, services.models.unsure_below)

        return await recorded(services, on, prompt.ref, made, doubts)

    answer = await _settle(services, tier, attempt, told.reset)
    text = answer.message.text
    if not answer.message.tool_calls and not text.strip():
        raise ModelMalformed("the model gave neither words nor a call")
    told.whole(text)
    return answer


async def ask(
    services: Services,
    tier: Tier,
    prompt: Prompt,
    messages: Sequence[AnyMessage],
    schema: type[T],
    **values: str,
) -> T:
    """Have the tier's model fill a record; one that is unsure by its own `confidence` is filled again by large.

    Raises:
        ModelError: No model filled it.
    """
    view = _view(prompt, messages, values)

    async def attempt(on: Tier) -> Tried[T]:
        model = model_of(services, on)

        def doubts(record: T, _: AIMessage) -> str | None:
            return "unsure" if getattr(record, "confidence", 1.0) < services.models.unsure_below else None

        return await recorded(services, on, prompt.ref, lambda: structured(model, view, schema), doubts)

    return (await _settle(services, tier, attempt, deaf)).message


async def _settle(
    services: Services, tier: Tier, attempt: Callable[[Tier], Awaitable[Tried[R]]], reset: Hear
) -> Answer[R]:
    """Ask the tier's model, and the large one after a small answer that failed or is in doubt."""
    first: Tried[R] | None = None
    last = tier == "large" or not services.models.has_large
    try:
        first = await attempt(tier)
    except (ModelUnavailable, ModelMalformed) as error:
        if last:
            raise
        reason = error.reason
    else:
        if last or first.doubt is None:
            return Answer(message=first.value, tier=tier, retried=False, reason=first.doubt)
        reason = first.doubt
    reset(reason)
    try:
        second = await attempt("large")
    except ModelError:
        # A doubtful answer is better than none: while the large model is away, the small one carries on.
        if first is None:
            raise
        reset("large_unavailable")
        return Answer(message=first.value, tier=tier, retried=False, reason=first.doubt)
    return Answer(message=second.value, tier="large", retried=True, reason=second.doubt or reason)


@dataclass
class _Told:
    """Keeps what the listener has been told, so that it always ends up with the text of the final answer."""

    means: Means
    said: list[str] = field(default_factory=list)

    def piece(self, text: str) -> None:
        self.said.append(text)
        self.means.on_text(text)

    def reset(self, reason: str) -> None:
        if self.said:
            self.means.on_reset(reason)
        self.said.clear()

    def whole(self, text: str) -> None:
        if text and not self.said:
            self.piece(text)


def _view(prompt: Prompt, messages: Sequence[AnyMessage], values: dict[str, str]) -> list[AnyMessage]:
    return [SystemMessage(prompt.fill(**values)), *repair(messages)]
