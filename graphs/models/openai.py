"""Models at OpenAI-compatible endpoints (OpenAI, Azure, vLLM, Ollama, llama.cpp), by the chat-completions API.

Importing this takes seconds (langchain_openai): whoever needs it imports it late.

LangChain's own streaming spends most of a turn's CPU in walking the history on every call and in making several
records of every token. Here the SDK only posts: its client, retries, time-outs and typed errors are used, through its
documented way of calling an endpoint (`client.post(..., cast_to=httpx2.Response)`), and the body is read as it comes.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, suppress
from functools import lru_cache
from typing import Any

import httpx2
import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from graphs.models.asynchronous import AsyncChatModel
from graphs.models.errors import ModelUnavailable
from graphs.models.foreign import no_endpoint, translated
from graphs.models.json_mode import JsonAssembly, JsonMode
from graphs.models.speaking import Hear, deaf
from graphs.models.spec import ModelSpec, Prices
from graphs.models.stream import Assembly, Chunk, events
from prompts.registry import Prompt

DRAIN_S = 0.2
"""How long to wait for the end of a body whose answer is whole."""
_STREAM = openai.AsyncStream[Any]
"""What the SDK would read a stream with, if it were asked to."""


def build(spec: ModelSpec, json_prompt: Prompt | None = None) -> "OpenAIModel":
    """Make a model; `json_prompt` (prompts/json_mode) words the mode for models without native tool calls.

    Raises:
        ValueError: The mode needs a prompt and there is none.
    """
    if spec.mode == "json_schema" and json_prompt is None:
        raise ValueError("mode json_schema needs the prompt json_mode")
    key, timeout = spec.api_key.get_secret_value(), httpx2.Timeout(spec.timeout_s)
    client = openai.AsyncOpenAI(
        api_key=key, base_url=spec.base_url, timeout=timeout, max_retries=spec.max_retries,
        http_client=openai.DefaultAsyncHttpxClient(timeout=timeout, verify=_trusted()),
    )  # fmt: skip
    # The SDK takes these from the environment, whatever endpoint is called.
    client.organization = client.project = None
    return OpenAIModel(
        model=spec.name, base_url=spec.base_url, api_key=spec.api_key, temperature=spec.temperature,
        max_completion_tokens=spec.max_tokens, stream_usage=spec.reports_usage, use_responses_api=False,
        http_client=httpx2.Client(timeout=timeout, verify=_trusted()),
        root_async_client=client, async_client=client.chat.completions,
        spec=spec, json_mode=JsonMode(json_prompt) if json_prompt and spec.mode == "json_schema" else None,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The certificates trusted: reading them takes longer than anything else in making a model."""
    return httpx2.create_ssl_context()


class OpenAIModel(AsyncChatModel, ChatOpenAI):
    """A chat model that can also answer without callbacks, and whose errors say who must act."""

    spec: ModelSpec
    json_mode: JsonMode | None = None

    @property
    def prices(self) -> Prices:
        """What its tokens cost."""
        return self.spec

    async def speak(self, messages: Sequence[BaseMessage], hear: Hear, **options: Any) -> AIMessage:
        """Answer, giving out text as it comes."""
        payload, assembly = self._asked(messages, options)
        async with aclosing(self._chunks(payload)) as chunks:
            async for chunk in chunks:
                if text := assembly.add(chunk):
                    hear(text)
        return assembly.message()

    async def aclose(self) -> None:
        """Close the connections."""
        await self.root_async_client.close()

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
        """Stream with LangChain's records, for its callbacks: text as it comes, calls when they are whole."""
        payload, assembly = self._asked(messages, {**kwargs, **({"stop": stop} if stop else {})})
        async with aclosing(self._chunks(payload)) as chunks:
            async for chunk in chunks:
                if text := assembly.add(chunk):
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        yield ChatGenerationChunk(message=_last_chunk(assembly.message()))

    def _asked(self, messages: Sequence[BaseMessage], options: dict[str, Any]) -> tuple[Chunk, Assembly]:
        """Return the request, and what will read its answer."""
        assembly = Assembly(self.spec)
        # Nobody listens to a record while it is being written: in one piece it costs less.
        streamed = "response_format" not in options
        if self.json_mode is not None:
            if streamed:
                assembly = JsonAssembly(self.spec)
            messages, options = self.json_mode.asked(messages, options)
        payload = self._get_request_payload(list(messages), **{**options, "stream": streamed})
        if streamed and self.spec.reports_usage:
            payload["stream_options"] = {"include_usage": True}
        return payload, assembly

    async def _chunks(self, payload: Chunk) -> AsyncGenerator[Chunk, None]:
        """Post the request and yield the answer's events; what goes wrong on the way is translated here, once."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + self.spec.deadline_s
        try:
            async with asyncio.timeout_at(deadline):
                response = await self.root_async_client.post(
                    "/chat/completions", cast_to=httpx2.Response, body=payload, stream=True, stream_cls=_STREAM
                )
            async with aclosing(response), aclosing(self._body(response)) as body:
                async for chunk in events(body):
                    yield chunk
                    if clock() > deadline:
                        raise ModelUnavailable("the answer took too long", model=self.spec.name)
                await _drain(body)
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, TimeoutError) as error:
            raise translated(error, self.spec) from error

    async def _body(self, response: httpx2.Response) -> AsyncGenerator[bytes, None]:
        """Yield the body as it comes; a server that does not stream gives one event."""
        kind = response.headers.get("content-type", "")
        if kind.startswith("text/html"):
            raise no_endpoint(self.spec, kind)
        if kind.startswith("application/json"):
            yield b"data: " + (await response.aread()).replace(b"\n", b" ") + b"\n\n"
            return
        async for piece in response.aiter_bytes():
            yield piece


async def _drain(body: AsyncIterator[bytes]) -> None:
    """Read what follows the last event, so that the connection can be used again; the answer is whole without it."""
    with suppress(TimeoutError, httpx2.HTTPError):
        async with asyncio.timeout(DRAIN_S):
            async for _ in body:
                pass


def _last_chunk(message: AIMessage) -> AIMessageChunk:
    calls = [
        tool_call_chunk(name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index)
        for index, call in enumerate(message.tool_calls)
    ]
    return AIMessageChunk(
        content="",
        tool_call_chunks=calls,
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
        chunk_position="last",
    )
