"""Whatever is wrong with a request, the answer says what to do."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import jwt
import pytest
from fastapi import FastAPI

from app.limits import Pace
from app.problems import Problem
from app.tokens import Staff, Tokens
from tests.app.conftest import SECRET, bearer, real_now
from tests.app.sse import opened, says


def _problem(response: httpx2.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    detail: str = body["detail"]
    assert detail
    return detail


def _signed(secret: str = SECRET, algorithm: str = "HS256", **changes: object) -> str:
    claims = {"sub": "C-1001", "aud": "switchboard", "exp": real_now() + timedelta(hours=1), **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, "" if algorithm == "none" else secret, algorithm=algorithm)


@pytest.mark.parametrize(
    ("token", "says_why"),
    [
        (_signed("another-secret-of-more-than-32-chars"), "signed"),
        (_signed(exp=real_now() - timedelta(seconds=1)), "expired"),
        (_signed(algorithm="none"), "signed"),
        (_signed(aud="somewhere-else"), "aud"),
        (_signed(aud=["switchboard", "other"]), "one audience"),
        (_signed(aud=None), "aud"),
        (_signed(exp=None), "exp"),
        (_signed(sub=None), "sub"),
        ("C-1001", "signed"),
    ],
)
async def test_a_token_that_proves_nothing_opens_nothing(client: httpx2.AsyncClient, token: str, says_why: str) -> None:
    response = await client.post("/v1/conversations", headers=bearer(token))
    assert says_why in _problem(response, 401)


async def test_another_customers_conversation_looks_like_none(
    client: httpx2.AsyncClient, ada: dict[str, str], tokens: Tokens
) -> None:
    where, _ = await opened(client, ada)
    other = bearer(tokens.customer("C-1002", now=real_now()))
    _, stranger = await opened(client)
    body = {"text": "Hello", "client_message_id": "m1"}
    unknown = await client.post("/v1/conversations/cv-unknown/messages", json=body, headers=other)
    for headers in (other, stranger):
        for response in (
            await client.post(f"{where}/messages", json=body, headers=headers),
            await client.get(f"{where}/transcript", headers=headers),
            await client.get(f"{where}/turns", headers=headers),
            await client.get(f"{where}/events", headers=headers),
        ):
            assert _problem(response, 404) == unknown.json()["detail"]


async def test_without_a_token_a_conversation_is_closed(client: httpx2.AsyncClient, ada: dict[str, str]) -> None:
    where, _ = await opened(client, ada)
    assert "Authorization" in _problem(await client.get(f"{where}/transcript"), 401)


async def test_a_megabyte_is_too_much(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    body = {"text": "x" * 1024 * 1024, "client_message_id": "m1"}
    assert "512 KiB" in _problem(await client.post(f"{where}/messages", json=body, headers=key), 413)


async def test_a_megabyte_that_comes_in_pieces_is_too_much(client: httpx2.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(1024):
            yield b"x" * 1024

    _problem(await client.post("/v1/conversations", content=pieces()), 413)


async def test_a_message_longer_than_a_message_is_too_much(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    body = {"text": "x" * 4001, "client_message_id": "m1"}
    assert "4000" in _problem(await client.post(f"{where}/messages", json=body, headers=key), 413)


async def test_what_is_no_json_is_said_to_be_none(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    headers = {**key, "Content-Type": "application/json"}
    response = await client.post(f"{where}/messages", content=b'{"text": ', headers=headers)
    assert "JSON" in _problem(response, 400)


@pytest.mark.parametrize("body", [{}, {"text": "  ", "client_message_id": "m"}, {"text": "x", "client_message_id": ""}])
async def test_a_message_that_lacks_something_is_told_what(client: httpx2.AsyncClient, body: dict[str, str]) -> None:
    where, key = await opened(client)
    assert "body." in _problem(await client.post(f"{where}/messages", json=body, headers=key), 422)


@pytest.mark.parametrize(("escape", "why"), [("\\ud83d", "surrogate"), ("\\u0000", "NUL")])
async def test_what_is_no_text_is_told_why(client: httpx2.AsyncClient, escape: str, why: str) -> None:
    where, key = await opened(client)
    headers = {**key, "Content-Type": "application/json"}
    chat = f'{{"messages": [{{"role": "user", "content": "a{escape}"}}]}}'
    for address, body in (
        (f"{where}/messages", f'{{"text": "a{escape}", "client_message_id": "m1"}}'),
        (f"{where}/messages", f'{{"text": "a", "client_message_id": "m{escape}"}}'),
        ("/v1/chat/completions", chat),
        ("/v1/demo/token", f'{{"customer_id": "C{escape}"}}'),
    ):
        response = await client.post(address, content=body, headers=headers)
        assert why in _problem(response, 422), address
    unknown = await client.post(
        f"{where}/messages", content=f'{{"text": "a", "client_message_id": "m", "x{escape}": 1}}', headers=headers
    )
    _problem(unknown, 422)


async def test_a_whole_surrogate_pair_is_a_character(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    headers = {**key, "Content-Type": "application/json"}
    body = b'{"text": "hi \\ud83d\\ude00", "client_message_id": "m1"}'
    assert (await client.post(f"{where}/messages", content=body, headers=headers)).status_code == 200


async def test_an_address_with_a_nul_in_it_leads_nowhere(client: httpx2.AsyncClient, ada: dict[str, str]) -> None:
    _problem(await client.get("/v1/conversations/cv%00/transcript", headers=ada), 404)


async def test_an_unknown_address_and_a_wrong_method_are_told_apart(client: httpx2.AsyncClient) -> None:
    assert "/docs" in _problem(await client.get("/v1/nothing"), 404)
    response = await client.delete("/v1/conversations")
    assert "Allow" in _problem(response, 405)
    assert response.headers["allow"] == "POST"


async def test_a_fault_of_ours_is_admitted_without_its_details(client: httpx2.AsyncClient, app: FastAPI) -> None:
    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("a secret")

    detail = _problem(await client.get("/broken"), 500)
    assert "ours" in detail
    assert "secret" not in detail


async def test_only_a_supervisor_approves(client: httpx2.AsyncClient, tokens: Tokens, ada: dict[str, str]) -> None:
    agent = bearer(tokens.staff(Staff("Alex", "agent"), now=real_now()))
    _problem(await client.get("/v1/approvals"), 401)
    _problem(await client.get("/v1/approvals", headers=ada), 401)
    assert "supervisor" in _problem(await client.get("/v1/approvals", headers=agent), 403)


async def test_a_caller_who_is_too_quick_is_told_how_long_to_wait() -> None:
    time = 0.0
    pace = Pace(60, 2, lambda: time)
    pace.take("ada")
    pace.take("ada")
    with pytest.raises(Problem, match="wait 1 s") as refused:
        pace.take("ada")
    assert refused.value.status == 429
    pace.take("ben")
    time = 1.0
    pace.take("ada")


async def test_the_demonstration_signs_in_its_customers_and_nobody_else(client: httpx2.AsyncClient) -> None:
    response = await client.post("/v1/demo/token", json={"customer_id": "C-1001"})
    assert response.json()["name"] == "Ada Finch"
    where, key = await opened(client, bearer(response.json()["token"]))
    assert (await says(client, where, key, "Hello", "m1"))[-1].type == "done"
    _problem(await client.post("/v1/demo/token", json={"customer_id": "C-9999"}), 404)
