"""The bare OpenAI SDK: a loop by hand, its messages kept as JSON."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from openai import AsyncOpenAI

from evals.bench.contenders import Hear
from evals.bench.history import History, kept
from evals.bench.scene import Routing, Scene, script


class BareSDK:
    """Three calls and a few lines between them."""

    def __init__(self, scene: Scene, history: History, client: AsyncOpenAI) -> None:
        self._scene = scene
        self._history = history
        self._completions: Any = client.chat.completions
        function = {
            "name": script()["tool"],
            "description": scene.tool_description,
            "parameters": {"type": "object", "properties": {}},
        }
        self._tools = [{"type": "function", "function": function}]
        schema = {"name": "Routing", "schema": Routing.model_json_schema()}
        self._routing = {"type": "json_schema", "json_schema": schema}

    async def begin(self, conversation: str) -> None:
        """Nothing: a conversation begins with its first message."""

    async def turn(self, conversation: str, text: str, hear: Hear) -> int:
        """Route, answer, look up, answer."""
        said = [json.loads(body) for body in await self._history.read(conversation)]
        new: list[dict[str, Any]] = [{"role": "user", "content": text}]
        recent = [{"role": "system", "content": self._scene.router_prompt}, *said[-4:], *new]
        routed = await self._completions.create(model=self._scene.model, messages=recent, response_format=self._routing)
        Routing.model_validate_json(routed.choices[0].message.content)
        tools = 0
        while new[-1]["role"] != "assistant" or "tool_calls" in new[-1]:
            new.append(await self._answer([*said, *new], hear))
            for call in new[-1].get("tool_calls", ()):
                new.append({"role": "tool", "tool_call_id": call["id"], "content": self._scene.tool_result})
                tools += 1
        await self._history.append(conversation, map(json.dumps, new))
        return tools

    async def _answer(self, messages: list[dict[str, Any]], hear: Hear) -> dict[str, Any]:
        asked = [{"role": "system", "content": self._scene.answer_prompt}, *messages]
        text, calls = "", []
        stream = await self._completions.create(model=self._scene.model, messages=asked, tools=self._tools, stream=True)
        async for chunk in stream:
            delta = chunk.choices[0].delta
            if delta.content:
                text += delta.content
                hear(delta.content)
            # The scripted model sends a call in one piece.
            calls += [call.model_dump(exclude={"index"}) for call in delta.tool_calls or ()]
        return {"role": "assistant", "content": text, **({"tool_calls": calls} if calls else {})}


@asynccontextmanager
async def opened(scene: Scene) -> AsyncIterator[BareSDK]:
    """Open a client and the table of messages."""
    async with kept(scene.database) as history, AsyncOpenAI(base_url=scene.url, api_key="none") as client:
        yield BareSDK(scene, history, client)
