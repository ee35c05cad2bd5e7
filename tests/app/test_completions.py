"""Any chat client can drive the orchestrator, and lands in the right conversation."""

import json
from typing import Any

import httpx2
import pytest

from app.tokens import Tokens
from tests.app.conftest import FakeGraph, bearer, real_now
from tests.app.sse import opened

User = dict[str, str]


def user(text: str) -> User:
    return {"role": "user", "content": text}


async def ask(client: httpx2.AsyncClient, *messages: User, headers: dict[str, str] | None = None, **more: Any) -> Any:
    body = {"model": "any", "messages": list(messages), **more}
    response = await client.post("/v1/chat/completions", json=body, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


def reply(completion: Any) -> User:
    message: User = completion["choices"][0]["message"]
    return message


async def test_a_client_that_sends_its_whole_history_stays_in_one_conversation(
    client: httpx2.AsyncClient, graph: FakeGraph, ada: dict[str, str]
) -> None:
    first = await ask(client, user("one"), headers=ada)
    second = await ask(client, user("one"), reply(first), user("two"), headers=ada)
    third = await ask(client, user("one"), reply(first), user("two"), reply(second), user("three"), headers=ada)
    assert first["conversation_id"] == second["conversation_id"] == third["conversation_id"]
    assert [given.inbound.text for given in graph.given] == ["one", "two", "three"]
    assert reply(third) == {"role": "assistant", "content": "You said: three"}


async def test_the_same_request_again_is_answered_once(
    client: httpx2.AsyncClient, graph: FakeGraph, ada: dict[str, str]
) -> None:
    first = await ask(client, user("one"), headers=ada)
    again = await ask(client, user("one"), headers=ada)
    followed = [user("one"), reply(first), user("two")]
    second, repeated = await ask(client, *followed, headers=ada), await ask(client, *followed, headers=ada)
    assert (again["id"], repeated["id"]) == (first["id"], second["id"])
    assert len(graph.given) == 2


async def test_another_customer_with_the_same_words_has_another_conversation(
    client: httpx2.AsyncClient, ada: dict[str, str], tokens: Tokens
) -> None:
    other = bearer(tokens.customer("C-1002", now=real_now()))
    mine = await ask(client, user("one"), headers=ada)
    theirs = await ask(client, user("one"), headers=other)
    assert mine["conversation_id"] != theirs["conversation_id"]


async def test_a_history_nobody_knows_is_given_to_the_models_to_read(
    client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    await ask(client, user("earlier"), {"role": "assistant", "content": "noted"}, user("now"))
    assert [message.text for message in graph.given[0].messages] == ["earlier", "noted"]
    assert graph.given[0].inbound.text == "now"


async def test_a_client_may_name_its_conversation(client: httpx2.AsyncClient, graph: FakeGraph) -> None:
    named = {"X-Conversation-Id": "chat-7"}
    first = await ask(client, user("yes"), headers=named)
    second = await ask(client, user("yes"), headers=named)
    third = await ask(client, user("no"), metadata={"conversation_id": "chat-7"})
    assert first["conversation_id"] == second["conversation_id"] == third["conversation_id"]
    assert len(graph.given) == 3


async def test_an_idempotency_key_makes_a_short_request_safe_to_repeat(
    client: httpx2.AsyncClient, graph: FakeGraph
) -> None:
    headers = {"X-Conversation-Id": "chat-7", "Idempotency-Key": "k1"}
    await ask(client, user("yes"), headers=headers)
    await ask(client, user("yes"), headers=headers)
    assert len(graph.given) == 1


async def test_somebody_elses_conversation_cannot_be_named(
    client: httpx2.AsyncClient, ada: dict[str, str], tokens: Tokens
) -> None:
    where, _ = await opened(client, ada)
    headers = {"X-Conversation-Id": where.rsplit("/", 1)[1]}
    for who in ({}, bearer(tokens.customer("C-1002", now=real_now()))):
        body = {"messages": [user("hello")]}
        response = await client.post("/v1/chat/completions", json=body, headers={**headers, **who})
        assert response.status_code == 404


async def test_a_conversations_own_token_is_an_api_key_to_it(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    assert (await ask(client, user("hello"), headers=key))["conversation_id"] == where.rsplit("/", 1)[1]


async def test_a_stream_holds_the_whole_reply_in_openais_chunks(client: httpx2.AsyncClient) -> None:
    body = {"messages": [user("hello there")], "stream": True, "stream_options": {"include_usage": True}}
    response = await client.post("/v1/chat/completions", json=body)
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line.startswith("data: ")]
    assert lines.pop() == "[DONE]"
    chunks = [json.loads(line) for line in lines]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert chunks[-1]["usage"] == {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    pieces = [chunk["choices"][0] for chunk in chunks if chunk["choices"]]
    assert "".join(piece["delta"].get("content", "") for piece in pieces) == "You said: hello there"
    assert pieces[-1]["finish_reason"] == "stop"
    assert response.headers["x-conversation-id"]


@pytest.mark.parametrize(
    ("messages", "status"),
    [([], 422), ([{"role": "assistant", "content": "hi"}], 422), ([{"role": "user", "content": "x" * 4001}], 413)],
)
async def test_a_request_without_words_is_told_so(
    client: httpx2.AsyncClient, messages: list[User], status: int
) -> None:
    response = await client.post("/v1/chat/completions", json={"messages": messages})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_made_up_api_key_is_refused(client: httpx2.AsyncClient) -> None:
    body = {"messages": [user("hello")]}
    response = await client.post("/v1/chat/completions", json=body, headers=bearer("sk-made-up"))
    assert response.status_code == 401
    assert "anonymous" in response.json()["detail"]
    assert (await client.post("/v1/chat/completions", json=body, headers=bearer("anonymous"))).status_code == 200
