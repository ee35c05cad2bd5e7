"""The OpenAI Agents SDK with its SQLite sessions, on chat completions, its tracing off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    Runner,
    SQLiteSession,
    function_tool,
    set_tracing_disabled,
)
from openai import AsyncOpenAI
from openai.types.responses import ResponseTextDeltaEvent

from evals.bench.contenders import Hear
from evals.bench.scene import Routing, Scene, script


class OpenAIAgents:
    """A router agent, then a specialist agent on the conversation's session."""

    def __init__(self, scene: Scene, router: Agent[Any], specialist: Agent[Any]) -> None:
        self._scene = scene
        self._router = router
        self._specialist = specialist
        self._sessions: dict[str, SQLiteSession] = {}

    async def begin(self, conversation: str) -> None:
        """Open the conversation's session."""
        self._sessions[conversation] = SQLiteSession(conversation, self._scene.database)

    async def turn(self, conversation: str, text: str, hear: Hear) -> int:
        """Route, then let the specialist answer."""
        session = self._sessions[conversation]
        recent = await session.get_items(limit=4)
        await Runner.run(self._router, [*recent, {"role": "user", "content": text}])
        result = Runner.run_streamed(self._specialist, text, session=session)
        tools = 0
        async for event in result.stream_events():
            if event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
                hear(event.data.delta)
            tools += event.type == "run_item_stream_event" and event.name == "tool_output"
        return tools

    def close(self) -> None:
        """Close the sessions' connections."""
        for session in self._sessions.values():
            session.close()


@asynccontextmanager
async def opened(scene: Scene) -> AsyncIterator[OpenAIAgents]:
    """Make both agents."""
    set_tracing_disabled(True)

    async def answer_from_memory() -> str:
        return scene.tool_result

    look_up = function_tool(name_override=script()["tool"], description_override=scene.tool_description)(
        answer_from_memory
    )
    async with AsyncOpenAI(base_url=scene.url, api_key="none") as client:
        model = OpenAIChatCompletionsModel(scene.model, client)
        router = Agent[Any]("router", instructions=scene.router_prompt, output_type=Routing, model=model)
        specialist = Agent[Any]("billing", instructions=scene.answer_prompt, tools=[look_up], model=model)
        contender = OpenAIAgents(scene, router, specialist)
        yield contender
        contender.close()
