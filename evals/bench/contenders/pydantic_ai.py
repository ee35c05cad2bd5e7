"""pydantic-ai, its new messages kept as JSON after each turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from openai import AsyncOpenAI
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.messages import ModelMessage, ModelMessagesTypeAdapter, ToolReturnPart
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from evals.bench.contenders import Hear
from evals.bench.history import History, kept
from evals.bench.scene import Routing, Scene, script


class PydanticAI:
    """A router agent, then a specialist agent on the conversation's history."""

    def __init__(self, history: History, router: Agent[Any, Any], specialist: Agent[Any, str]) -> None:
        self._history = history
        self._router = router
        self._specialist = specialist

    async def begin(self, conversation: str) -> None:
        """Nothing: a conversation begins with its first message."""

    async def turn(self, conversation: str, text: str, hear: Hear) -> int:
        """Route, then let the specialist answer."""
        bodies = await self._history.read(conversation)
        said = [message for body in bodies for message in ModelMessagesTypeAdapter.validate_json(body)]
        await self._router.run(text, message_history=said[-4:])
        async with self._specialist.run_stream(text, message_history=said) as result:
            async for piece in result.stream_text(delta=True, debounce_by=None):
                hear(piece)
        await self._history.append(conversation, [result.new_messages_json().decode()])
        return _tools(result.new_messages())


def _tools(messages: list[ModelMessage]) -> int:
    return sum(isinstance(part, ToolReturnPart) for message in messages for part in message.parts)


@asynccontextmanager
async def opened(scene: Scene) -> AsyncIterator[PydanticAI]:
    """Make both agents and the table of messages."""

    async def answer_from_memory() -> str:
        return scene.tool_result

    async with kept(scene.database) as history, AsyncOpenAI(base_url=scene.url, api_key="none") as client:
        model = OpenAIChatModel(scene.model, provider=OpenAIProvider(openai_client=client))
        router = Agent(model, instructions=scene.router_prompt, output_type=NativeOutput(Routing))
        specialist = Agent(model, instructions=scene.answer_prompt)
        specialist.tool_plain(name=script()["tool"], description=scene.tool_description)(answer_from_memory)
        yield PydanticAI(history, router, specialist)
