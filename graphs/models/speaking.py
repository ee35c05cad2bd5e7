"""One streamed answer from any chat model, at the least cost that the model allows."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from langchain_core.callbacks import AsyncCallbackManager
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, message_chunk_to_message
from langchain_core.messages.ai import add_ai_message_chunks
from langchain_core.runnables import Runnable, RunnableBinding
from langchain_core.runnables.config import ensure_config

from graphs.models.errors import ModelMalformed

Hear = Callable[[str], None]
"""Takes the next piece of text."""
Model = Runnable[LanguageModelInput, AIMessage]
"""A chat model, with or without tools bound to it."""


@runtime_checkable
class Speaker(Protocol):
    """A chat model that can answer without LangChain's callbacks and chunk records around every token."""

    async def speak(self, messages: Sequence[BaseMessage], hear: Hear, **options: Any) -> AIMessage:
        """Answer, giving out text as it comes."""


def deaf(_: str) -> None:
    """Hear nothing."""


async def speak(model: Model, messages: Sequence[BaseMessage], hear: Hear, **options: Any) -> AIMessage:
    """Have a model answer; callbacks (tracing, LangGraph's message stream) are served where there are any."""
    spoken, bound = _unbound(model)
    # A binding passes on what it does not have, so that it would seem to be a speaker itself.
    if isinstance(spoken, BaseChatModel) and isinstance(spoken, Speaker) and not _observed(spoken):
        return await spoken.speak(messages, hear, **bound, **options)
    chunks: list[AIMessageChunk] = []
    async for chunk in model.astream(list(messages), **options):
        chunks.append(cast(AIMessageChunk, chunk))
        if text := chunk.text:
            hear(text)
    return _joined(chunks)


def _unbound(model: Model) -> tuple[Model, dict[str, Any]]:
    if isinstance(model, RunnableBinding) and not model.config and not model.config_factories:
        return model.bound, dict(model.kwargs)
    return model, {}


def _observed(model: BaseChatModel) -> bool:
    callbacks = ensure_config().get("callbacks")
    return bool(AsyncCallbackManager.configure(callbacks, model.callbacks, model.verbose).handlers)


def _joined(chunks: list[AIMessageChunk]) -> AIMessage:
    if not chunks:
        raise ModelMalformed("the model gave no answer at all")
    first, *rest = chunks
    if not isinstance(first, AIMessageChunk):
        # A model that cannot stream gives its whole message.
        return first
    return cast(AIMessage, message_chunk_to_message(add_ai_message_chunks(first, *rest)))
