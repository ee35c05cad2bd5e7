"""The chat models of this house are called asynchronously only; LangChain's base class asks for more methods."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from typing_extensions import override


class AsyncChatModel(BaseChatModel):
    """A chat model of which only the answer is to be written."""

    @abstractmethod
    async def answer(self, messages: Sequence[BaseMessage], **options: Any) -> AIMessage:
        """Answer the messages; `options` is what was bound, and `stop` where somebody gave it."""

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError(f"the model {self._llm_type!r} is called with ainvoke or astream")

    @override
    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = await self.answer(messages, **kwargs, **({"stop": stop} if stop else {}))
        return ChatResult(generations=[ChatGeneration(message=message)])
