"""OpenAI's chat completions on top of the orchestrator: any chat client or eval tool can drive it."""

import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from app.access import Counter, place, with_api_key
from app.histories import Asked, Line, conversation_for
from app.opening import Rooms
from app.ownership import caller_in
from app.problems import Problem
from app.sse import KEEP_ALIVE, event_stream
from app.turns import Receipt
from app.words import Words
from tools.store import turns as turn_rows
from tools.store.inbound import Incoming

router = APIRouter(prefix="/v1/chat", tags=["completions"])
_PIECES = re.compile(r"\S+\s*|\s+")
_NAME = Header(
    alias="X-Conversation-Id", max_length=128, description="The conversation's id, or a name of your own for it."
)


class ChatPart(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: Words = ""


class ChatMessage(BaseModel):
    """One message of the history."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Words | list[ChatPart] | None = None

    @property
    def text(self) -> str:
        """Its text."""
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream holds besides the text."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """OpenAI's request; fields that have no meaning here are ignored."""

    model: Words = "switchboard"
    messages: list[ChatMessage] = Field(min_length=1, max_length=2000)
    stream: bool = False
    stream_options: StreamOptions = StreamOptions()
    metadata: dict[str, Words] = {}
    user: Words | None = None


@dataclass(frozen=True)
class Completion:
    """What is known of an answer before it is there."""

    id: str
    model: str
    created: int
    conversation_id: str

    def head(self, kind: str) -> dict[str, Any]:
        """Begin a response or a chunk."""
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


@router.post("/completions")
async def complete(
    request: Request,
    wanted: ChatRequest,
    counter: Annotated[Counter, Depends(with_api_key)],
    name: Annotated[str | None, _NAME] = None,
    key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=256)] = None,
) -> Response:
    """Answer a chat client. As its API key it sends a customer's token, or "anonymous".

    The conversation is found by `X-Conversation-Id` (or `metadata.conversation_id`), else by the history it sends.
    Sending the same request again is safe. A stream begins when the reply has passed its checks: a chat client
    cannot take back what it has shown. The prompts are ours: system messages are not read.
    """
    named = name or wanted.metadata.get("conversation_id")
    asked = Asked(counter.visitor, f"{place(request)} {wanted.user or ''}", _lines(wanted), named, key)
    longest = counter.rules.settings.max_message_chars
    if not asked.words.strip():
        raise Problem(422, "The last message must be the user's, with text; add one and send it again.")
    if len(asked.words) > longest:
        raise Problem(413, f"The message has {len(asked.words)} characters; send at most {longest} at a time.")
    ready = counter.rooms
    receipt = await _received(ready, asked)
    completion = Completion(
        f"chatcmpl-{receipt.stored.inbound_id}", wanted.model, int(time.time()), receipt.stored.conversation_id
    )
    headers = {"X-Conversation-Id": completion.conversation_id}
    if wanted.stream:
        return event_stream(_streamed(ready, receipt, completion, wanted.stream_options.include_usage), **headers)
    reply = "".join([text async for text in _reply(ready, receipt) if text is not None])
    choice = {"index": 0, "message": {"role": "assistant", "content": reply}, "finish_reason": "stop"}
    usage = await _usage(ready, receipt)
    return JSONResponse(
        {
            **completion.head("chat.completion"),
            "choices": [choice],
            "usage": usage,
            "conversation_id": completion.conversation_id,
        },
        headers=headers,
    )


def _lines(wanted: ChatRequest) -> list[Line]:
    spoken = [message for message in wanted.messages if message.role in ("user", "assistant") and message.text]
    return [("user" if message.role == "user" else "assistant", message.text) for message in spoken]


async def _received(ready: Rooms, asked: Asked) -> Receipt:
    house, turns = ready
    conversation = await conversation_for(house.store, asked, house.now())
    caller = caller_in(conversation, "api")
    incoming = Incoming(
        client_message_id=asked.client_message_id,
        text=asked.words,
        customer_id=caller.customer_id,
        channel=caller.channel,
        strength=caller.strength,
    )
    receipt = await turns.receive(conversation.conversation_id, incoming)
    if receipt.stored.state == "waiting":
        turns.start(conversation.conversation_id)
    return receipt


async def _reply(ready: Rooms, receipt: Receipt) -> AsyncIterator[str | None]:
    """Yield the reply once it is final; None while it is being made."""
    _, turns = ready
    text = ""
    async for sent in turns.follow(receipt.stored.conversation_id, receipt.position):
        if sent is None:
            yield None
            continue
        if sent.type == "message":
            text = sent.data["text"]
        if sent.answers(receipt.stored.client_message_id):
            yield text
            return
        if sent.type == "done":
            text = ""


async def _streamed(ready: Rooms, receipt: Receipt, completion: Completion, with_usage: bool) -> AsyncIterator[str]:
    yield _chunk(completion, {"role": "assistant", "content": ""})
    async for text in _reply(ready, receipt):
        if text is None:
            yield KEEP_ALIVE
            continue
        for piece in _PIECES.findall(text):
            yield _chunk(completion, {"content": piece})
    yield _chunk(completion, {}, "stop")
    if with_usage:
        usage = await _usage(ready, receipt)
        yield _data({**completion.head("chat.completion.chunk"), "choices": [], "usage": usage})
    yield "data: [DONE]\n\n"


async def _usage(ready: Rooms, receipt: Receipt) -> dict[str, int]:
    house, _ = ready
    async with house.store.reading() as tx:
        row = await turn_rows.find(tx, f"T-{receipt.stored.inbound_id}")
    tokens_in, tokens_out = (row.input_tokens, row.output_tokens) if row else (0, 0)
    return {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}


def _chunk(completion: Completion, delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _data({**completion.head("chat.completion.chunk"), "choices": [choice]})


def _data(body: dict[str, Any]) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False, separators=(',', ':'))}\n\n"
