"""A chat model that plays a script: what it was asked is recorded, what it answers is written in the test."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import BaseModel, Field

from graphs.confirm import ReplyReading
from graphs.models.asynchronous import AsyncChatModel
from graphs.router import Routing
from graphs.state import Area, Request, Sentiment
from tools.actions import Reading

Line = AIMessage | BaseModel | Exception | str
"""One entry of a script: words, a message with tool calls, a record for a structured question, or a fault."""


class Puppet(AsyncChatModel):
    """A chat model whose words and records a test makes: it takes any tools, and answers whole."""

    @abstractmethod
    def filled(self, schema: Any, messages: Sequence[BaseMessage]) -> BaseModel:
        """Return the record that a structured question is answered with."""

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self

    def with_structured_output(
        self, schema: Any, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        def fill(messages: Any) -> Any:
            record = self.filled(schema, list(messages))
            return {"parsed": record, "raw": AIMessage(""), "parsing_error": None} if include_raw else record

        return RunnableLambda(fill)


class ScriptedModel(Puppet):
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

    def filled(self, schema: Any, messages: Sequence[BaseMessage]) -> BaseModel:
        line = self._next(messages)
        assert isinstance(line, schema), f"the script has {line!r} where {schema.__name__} is asked for"
        assert isinstance(line, BaseModel)
        return line

    async def answer(self, messages: Sequence[BaseMessage], **options: Any) -> AIMessage:
        line = self._next(messages)
        message = AIMessage(line) if isinstance(line, str) else line
        assert isinstance(message, AIMessage), f"the script has {line!r} where words or calls are asked for"
        return message

    def _next(self, messages: Sequence[BaseMessage]) -> Any:
        self.heard.append(list(messages))
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
