"""Read a streamed chat completion: server-sent events in, one message out."""

import json
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.messages.ai import InputTokenDetails, OutputTokenDetails, UsageMetadata

from graphs.models.errors import ModelMalformed, ModelUnavailable, Spent
from graphs.models.spec import ModelSpec

Chunk = dict[str, Any]
_END = "[DONE]"


async def events(body: AsyncIterable[bytes]) -> AsyncIterator[Chunk]:
    """Yield each event's data as it comes, until an event says that there are no more."""
    rest, data = b"", ""
    async for piece in body:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                data += line[5:].decode().strip()
            elif data and not line.strip():
                if data == _END:
                    return
                yield _parsed(data)
                data = ""
    if data and data != _END:
        yield _parsed(data)


def _parsed(data: str) -> Chunk:
    try:
        chunk = json.loads(data)
    except json.JSONDecodeError as error:
        raise ModelMalformed(f"an event of the stream is no JSON: {data[:80]!r}") from error
    if not isinstance(chunk, dict):
        raise ModelMalformed(f"an event of the stream is no object: {data[:80]!r}")
    if chunk.get("error"):
        raise ModelUnavailable(f"the endpoint broke off the stream: {str(chunk['error'])[:200]}")
    return chunk


class Assembly:
    """Puts the pieces of one answer together."""

    def __init__(self, spec: ModelSpec) -> None:
        self._spec = spec
        self._text: list[str] = []
        self._calls: list[dict[str, Any]] = []
        self._places: dict[int, dict[str, Any]] = {}
        self._usage: dict[str, Any] | None = None
        self._model = spec.name
        self._finish: str | None = None

    def add(self, chunk: Chunk) -> str:
        """Take the next piece; return the text it adds."""
        self._usage = chunk.get("usage") or self._usage
        choices = chunk.get("choices")
        if not choices:
            return ""
        self._model = chunk.get("model") or self._model
        self._finish = choices[0].get("finish_reason") or self._finish
        # A server that does not stream gives a whole message in place of a piece of one.
        delta = choices[0].get("delta") or choices[0].get("message") or {}
        for part in delta.get("tool_calls") or ():
            self._add_call(part)
        text: str = delta.get("content") or delta.get("refusal") or ""
        if text:
            self._text.append(text)
        return text

    def _add_call(self, part: dict[str, Any]) -> None:
        index = part.get("index")
        if index is None:
            # Some servers number nothing: each named part is then a call of its own.
            index = len(self._calls) - (0 if part.get("id") or not self._calls else 1)
        call = self._places.get(index)
        if call is None:
            call = self._places[index] = {"id": None, "name": "", "arguments": []}
            self._calls.append(call)
        function = part.get("function") or {}
        call["id"] = call["id"] or part.get("id")
        call["name"] = call["name"] or function.get("name") or ""
        call["arguments"].append(function.get("arguments") or "")

    @property
    def text(self) -> str:
        """All the text so far."""
        return "".join(self._text)

    @property
    def spent(self) -> Spent:
        """What the answer took."""
        used = self._usage or {}
        tokens = used.get("prompt_tokens") or 0, used.get("completion_tokens") or 0
        return Spent(input_tokens=tokens[0], output_tokens=tokens[1], cost_usd=self._spec.cost(*tokens))

    def message(self) -> AIMessage:
        """Return the whole answer.

        Raises:
            ModelUnavailable: The stream ended before the answer did.
            ModelMalformed: A call's arguments are no JSON object.
        """
        self.check_ended()
        return self.worded(self.text, [self._call(call) for call in self._calls])

    def check_ended(self) -> None:
        """Refuse an answer that the endpoint did not finish."""
        if self._finish is None:
            raise ModelUnavailable("the stream broke off", model=self._model, spent=self.spent)

    def worded(self, text: str, calls: list[ToolCall]) -> AIMessage:
        """Return a message of this text and these calls, with what is known of how it came about."""
        return AIMessage(
            text,
            # The endpoint's own id is not used: some give every answer the same.
            id=str(uuid4()),
            tool_calls=calls,
            usage_metadata=self._usage_metadata(),
            response_metadata={
                "model_provider": "openai",
                "model_name": self._model,
                "finish_reason": self._finish,
                "cost_usd": str(self.spent.cost_usd),
            },
        )

    def malformed(self, what: str) -> ModelMalformed:
        """Return the error that says so, with what the answer took."""
        return ModelMalformed(what, model=self._model, spent=self.spent)

    def _call(self, call: dict[str, Any]) -> ToolCall:
        written = "".join(call["arguments"])
        try:
            arguments = json.loads(written or "{}")
        except json.JSONDecodeError as error:
            raise self.malformed(f"the arguments of {call['name']!r} are no JSON: {written[:80]!r}") from error
        if not isinstance(arguments, dict):
            raise self.malformed(f"the arguments of {call['name']!r} are no object: {written[:80]!r}")
        return ToolCall(name=call["name"], args=arguments, id=call["id"] or str(uuid4()), type="tool_call")

    def _usage_metadata(self) -> UsageMetadata | None:
        if self._usage is None:
            return None
        spent = self.spent
        prompt = self._usage.get("prompt_tokens_details") or {}
        completion = self._usage.get("completion_tokens_details") or {}
        return UsageMetadata(
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            total_tokens=spent.input_tokens + spent.output_tokens,
            input_token_details=InputTokenDetails(cache_read=prompt.get("cached_tokens") or 0),
            output_token_details=OutputTokenDetails(reasoning=completion.get("reasoning_tokens") or 0),
        )
