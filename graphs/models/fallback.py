"""A second provider behind the first: it answers while the first one does not."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from pydantic import SkipValidation

from graphs.models.asynchronous import AsyncChatModel
from graphs.models.errors import ModelUnavailable
from graphs.models.speaking import Hear, Model, deaf, speak
from graphs.models.spec import Prices, prices_of

FAILURES = 3
PAUSE = timedelta(seconds=30)


class Breaker:
    """Spares a model that failed several times in a row, and whoever would wait for it, for a short while."""

    def __init__(self, now: Callable[[], datetime], *, failures: int = FAILURES, pause: timedelta = PAUSE) -> None:
        self._now = now
        self._limit = failures
        self._pause = pause
        self._failures = 0
        self._closed_until = now()

    def admits(self) -> bool:
        """Whether to ask the model: after a pause one call tries it, and the others wait for what that one finds."""
        if self._failures < self._limit:
            return True
        if self._now() < self._closed_until:
            return False
        self._closed_until = self._now() + self._pause
        return True

    def failed(self) -> None:
        """Note a failure."""
        self._failures += 1
        self._closed_until = self._now() + self._pause

    def succeeded(self) -> None:
        """Note an answer: all failures before it are forgotten."""
        self._failures = 0


class FallbackModel(AsyncChatModel):
    """Two models at endpoints: the second answers when the first is unavailable and has not begun to speak."""

    primary: SkipValidation[Model]
    secondary: SkipValidation[Model]
    breaker: SkipValidation[Breaker]

    @property
    def _llm_type(self) -> str:
        return "fallback"

    @property
    def prices(self) -> Prices:
        """The first one's prices, or the second one's if only that costs anything."""
        first = prices_of(self.primary)
        return prices_of(self.secondary) if first.free else first

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools to both: each may have its own way of calling them."""
        both = [_chat(model).bind_tools(tools, **kwargs) for model in (self.primary, self.secondary)]
        return FallbackModel(primary=both[0], secondary=both[1], breaker=self.breaker)

    async def speak(self, messages: Sequence[BaseMessage], hear: Hear, **options: Any) -> AIMessage:
        """Answer, giving out text as it comes."""
        heard = False

        def hearing(text: str) -> None:
            nonlocal heard
            heard = True
            hear(text)

        if self.breaker.admits():
            try:
                message = await speak(self.primary, messages, hearing, **options)
            except ModelUnavailable:
                self.breaker.failed()
                if heard:
                    raise
            else:
                self.breaker.succeeded()
                return message
        return await speak(self.secondary, messages, hear, **options)

    async def aclose(self) -> None:
        """Close both models' connections."""
        for model in (self.primary, self.secondary):
            if close := getattr(model, "aclose", None):
                await close()

    async def answer(self, messages: Sequence[BaseMessage], **options: Any) -> AIMessage:
        """Answer in one piece."""
        return await self.speak(messages, deaf, **options)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        """Stream with LangChain's records, for its callbacks."""
        given = False
        if self.breaker.admits():
            try:
                async for chunk in self.primary.astream(messages, stop=stop, **kwargs):
                    given = True
                    yield ChatGenerationChunk(message=chunk)
            except ModelUnavailable:
                self.breaker.failed()
                if given:
                    raise
            else:
                self.breaker.succeeded()
                return
        async for chunk in self.secondary.astream(messages, stop=stop, **kwargs):
            yield ChatGenerationChunk(message=chunk)


def _chat(model: Model) -> BaseChatModel:
    if not isinstance(model, BaseChatModel):
        raise TypeError("tools are bound already")
    return model
