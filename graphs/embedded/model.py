"""The embedded model: a chat model of sentence embeddings, parsers and templates. It needs no key and no network.

It is not a language model. It works from the messages alone; what it remembers of a conversation travels in them.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCallChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import BaseModel, ConfigDict, PrivateAttr, SkipValidation
from typing_extensions import override

from graphs.embedded.context import was_at
from graphs.embedded.endings import Endings
from graphs.embedded.filling import Moment
from graphs.embedded.frames import asked_by_another, remembered
from graphs.embedded.history import active_area, awaits_yes, customer_words, read_history, told_before
from graphs.embedded.inferring import inferred
from graphs.embedded.learned import joined
from graphs.embedded.parting import heeded
from graphs.embedded.policy import decide
from graphs.embedded.replies import GENERIC, Replies
from graphs.embedded.searching import article_read_last
from graphs.embedded.seeking import asked_when
from graphs.embedded.situation import Move, Situation
from graphs.embedded.stories import Stories
from graphs.embedded.structured import UnknownFieldError, Words, fulfil
from graphs.embedded.toolcards import ToolCard, card_of, with_rivals
from graphs.embedded.topics import Shelves
from graphs.embedded.understanding import Understanding
from graphs.models.asynchronous import AsyncChatModel
from prompts.registry import Prompts

NAME = "embedded"
_LOOKED_BACK = 4
"""Over so many questions in a row that other models have asked, it works out what they were after."""
_NO_TOKENS = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_STRUCTURED = "ls_structured_output_format"
"""By this keyword `BaseChatModel.with_structured_output` says that the one tool it binds is a schema."""


class EmbeddedModel(AsyncChatModel):
    """The built-in chat model."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    understanding: SkipValidation[Understanding]
    endings: SkipValidation[Endings | None] = None
    """Who asks for a person or takes leave; without it the intents alone say so."""
    stories: SkipValidation[Stories | None] = None
    """What customers tell instead of naming a choice; without it they are asked."""
    shelves: SkipValidation[Shelves | None] = None
    """The articles, which know what area a question is of; without them it has none."""
    prompts: SkipValidation[Prompts]
    company: str
    now: SkipValidation[Callable[[], datetime]]
    """The clock: an aware time in UTC."""
    zone: SkipValidation[ZoneInfo]
    phrasing: Mapping[str, Mapping[str, Sequence[str]]] = {}
    """What this team's customers say for the choices of an argument, beside what the product knows."""
    _replies: Replies = PrivateAttr()
    _cards: dict[int, tuple[BaseTool, ToolCard]] = PrivateAttr(default_factory=dict)

    @override
    def model_post_init(self, context: Any, /) -> None:
        """Prepare the reply templates."""
        super().model_post_init(context)
        self._replies = Replies(self.prompts, self.company, self.zone)

    @property
    def _llm_type(self) -> str:
        return NAME

    @property
    def _identifying_params(self) -> Mapping[str, Any]:
        return {"model_name": NAME}

    @override
    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools by their schemas and what they say of themselves, or one schema to be filled."""
        if _STRUCTURED in kwargs:
            return self.bind(schema=_model_of(kwargs[_STRUCTURED]["schema"]), **kwargs)
        return self.bind(tools=with_rivals([self._card(tool) for tool in tools]))

    @override
    async def answer(self, messages: Sequence[BaseMessage], **options: Any) -> AIMessage:
        """Answer the messages: fill the schema that is bound, or decide what to say or to call."""
        schema: type[BaseModel] | None = options.get("schema")
        if schema is not None:
            found = await self._filled(schema, self._words(messages))
            return _structured(schema, found, _call_id(messages))
        return _message(await self._decided(messages, options.get("tools", ())), _call_id(messages))

    @override
    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        """Give the answer sentence by sentence; what belongs to the whole message comes with the last piece."""
        message = await self.answer(messages, **kwargs)
        for piece in _pieces(message.text):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager:
                await run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk
        yield ChatGenerationChunk(message=_last_chunk(message))

    async def _filled(self, schema: type[BaseModel], words: Words) -> Mapping[str, Any]:
        found = await fulfil(self.understanding, schema, words)
        if self.endings is None:
            return found
        ending = await self.endings.read(words.text, words.question, words.lexicon.get("offers", ()))
        return await heeded(found, ending, words.text, self.understanding)

    async def _decided(self, messages: Sequence[BaseMessage], cards: Sequence[ToolCard], back: int = 0) -> Move:
        situation = self._situation(messages, cards)
        before = asked_by_another(messages) if back < _LOOKED_BACK else None
        if before is not None:
            # Another model has asked the customer something: what it was after is what this one would have asked.
            own = await self._decided(before, cards, back + 1)
            memory = own.memory if own.tool is None else asked_when(situation, own)
            situation = situation if memory is None else replace(situation, memory=memory)
        return await inferred(situation, await decide(situation))

    def _words(self, messages: Sequence[BaseMessage]) -> Words:
        said = customer_words(messages) or [""]
        lexicon = self.prompts.table(f"{GENERIC}/words")
        asked = next((message.text for message in reversed(messages) if isinstance(message, AIMessage)), "")
        return Words(
            text=said[-1],
            earlier=said[:-1],
            area=active_area(messages),
            after=was_at(messages),
            question=asked,
            told=told_before(messages),
            open=awaits_yes(messages),
            read=article_read_last(read_history(messages).results),
            lexicon=lexicon,
            shelves=self.shelves,
        )

    def _situation(self, messages: Sequence[BaseMessage], cards: Sequence[ToolCard]) -> Situation:
        return Situation(
            cards={card.name: card for card in cards},
            history=read_history(messages),
            memory=remembered(messages),
            after=was_at(messages),
            moment=Moment(self.now(), self.zone),
            understanding=self.understanding,
            endings=self.endings,
            stories=self.stories,
            replies=self._replies,
            lexicon=self.prompts.table(f"{GENERIC}/words"),
        )

    def _card(self, tool: Any) -> ToolCard:
        if not isinstance(tool, BaseTool):
            raise TypeError(f"the embedded model binds LangChain tools, not {type(tool).__name__}")
        if id(tool) not in self._cards:
            # The tool is kept beside its card, so that its id is not given to another.
            phrasing = joined(self.prompts.table(f"{GENERIC}/phrasing"), self.phrasing)
            self._cards[id(tool)] = (tool, card_of(tool, phrasing))
        return self._cards[id(tool)][1]


def _model_of(schema: Any) -> type[BaseModel]:
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        return schema
    raise UnknownFieldError("the embedded model fills pydantic models only")


def _message(move: Move, call_id: str) -> AIMessage:
    calls = [{"name": move.tool, "args": dict(move.arguments or {}), "id": call_id}] if move.tool else []
    metadata = {"model_name": NAME, "confidence": round(move.confidence, 4)}
    return AIMessage(
        content=move.text,
        tool_calls=calls,
        additional_kwargs=move.memory.attached(),
        response_metadata={**metadata, "sources": list(move.sources)} if move.sources else metadata,
        usage_metadata=_NO_TOKENS,
    )


def _structured(schema: type[BaseModel], found: Mapping[str, Any], call_id: str) -> AIMessage:
    return AIMessage(
        content="",
        tool_calls=[{"name": schema.__name__, "args": dict(found), "id": call_id}],
        response_metadata={"model_name": NAME, "confidence": found.get("confidence", 1.0)},
        usage_metadata=_NO_TOKENS,
    )


def _call_id(messages: Sequence[BaseMessage]) -> str:
    """Number calls by their place in the conversation: unique there, and the same when the turn runs again."""
    last = next((message.id for message in reversed(messages) if message.id), None)
    return f"embedded-{last or 'first'}-{len(messages)}"


def _pieces(text: str) -> list[str]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    starts = [0, *ends]
    return [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True) if text[start:end]]


def _last_chunk(message: AIMessage) -> AIMessageChunk:
    calls = message.tool_calls
    return AIMessageChunk(
        content="",
        tool_call_chunks=[
            ToolCallChunk(name=call["name"], args=_json(call["args"]), id=call["id"], index=at)
            for at, call in enumerate(calls)
        ],
        additional_kwargs=message.additional_kwargs,
        response_metadata=message.response_metadata,
        usage_metadata=message.usage_metadata,
        chunk_position="last",
    )


def _json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(arguments, ensure_ascii=False)
