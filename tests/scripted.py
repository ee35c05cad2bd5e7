"""A chat model that plays a script: what it was asked is recorded, what it answers is written in the test."""

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import BaseModel, Field

from graphs.confirm import ReplyReading
from graphs.router import Routing
from graphs.state import Area, Request, Sentiment
from tools.actions import Reading

Line = AIMessage | BaseModel | Exception | str
"""One entry of a script: words, a message with tool calls, a record for a structured question, or a fault."""


class ScriptedModel(BaseChatModel):
    """Plays its lines in order; asked for more than there are, the test fails."""

    script: list[Any] = Field(default_factory=list)
    heard: list[list[BaseMessage]] = Field(default_factory=list)
    """What it was sent, one list a call."""

    def play(self, *lines: Line) -> None:
        """Add lines to the script."""
        self.script.extend(lines)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self

    def with_structured_output(
        self, schema: Any, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        def answer(messages: Any) -> Any:
            line = self._next(list(messages))
            assert isinstance(line, schema), f"the script has {line!r} where {schema.__name__} is asked for"
            return {"parsed": line, "raw": AIMessage(""), "parsing_error": None} if include_raw else line

        return RunnableLambda(answer)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        line = self._next(messages)
        message = AIMessage(line) if isinstance(line, str) else line
        assert isinstance(message, AIMessage), f"the script has {line!r} where words or calls are asked for"
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._generate(messages)

    def _next(self, messages: list[BaseMessage]) -> Any:
        self.heard.append(messages)
        assert self.script, f"the script is over, and the model is asked: {messages[-1].text!r}"
        line = self.script.pop(0)
        if isinstance(line, Exception):
            raise line
        return line


def calls(tool: str, **arguments: Any) -> AIMessage:
    """Return a message that calls one tool."""
    call = ToolCall(name=tool, args=arguments, id=f"call-{tool}-{abs(hash(str(arguments))) % 10_000}", type="tool_call")
    return AIMessage("", tool_calls=[call])


def routed(
    area: Area | None, intent: str, text: str = "", *, mood: Sentiment = "neutral", confidence: float = 0.9
) -> Routing:
    """Return what the router says of a message with one request."""
    request = Request(text=text or intent, area=area, intent=intent)
    return Routing(requests=[request], sentiment=mood, confidence=confidence)


def several(*requests: tuple[Area | None, str, str], mood: Sentiment = "neutral") -> Routing:
    """Return what the router says of a message with several requests: (area, intent, the customer's words)."""
    listed = [Request(area=area, intent=intent, text=text) for area, intent, text in requests]
    return Routing(requests=listed, sentiment=mood, confidence=0.9)


def reads_as(reading: Reading, confidence: float = 0.9) -> ReplyReading:
    """Return how the model reads the answer to an open question."""
    return ReplyReading(reading=reading, confidence=confidence)
