"""The server lives at once, opens behind that, and says so when it cannot."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from app.front import Front
from app.main import create_app
from app.opening import Rooms
from app.server import Server, listening
from app.settings import Settings, SettingsError
from graphs.events import TextDelta
from graphs.services import Services
from graphs.state import Conversation
from tests.app.conftest import SECRET, FakeGraph, Say, echo
from tests.app.sse import opened, read, says


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """Serve an app over real HTTP on this machine."""
    settings = Settings(_env_file=None, token_secret=SECRET)
    address = listening(settings, port=0)
    config = uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[address]))
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{address.getsockname()[1]}") as client:
        yield client
    server.should_exit = True
    await serving
    address.close()


async def test_it_says_that_it_lives_while_it_still_opens(app: FastAPI, settings: Settings) -> None:
    go = threading.Event()

    def slow(_settings: Settings, _failed: object) -> FastAPI:
        go.wait(10)
        return app

    async with served(Front(settings, lambda _: None, slow)) as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        waiting = asyncio.create_task(client.post("/v1/conversations"))
        assert (await client.get("/healthz")).status_code == 200
        assert not waiting.done()
        go.set()
        assert (await waiting).status_code == 201
        assert (await client.get("/readyz")).json() == {"status": "ready"}
        assert (await client.get("/healthz")).json() == {"status": "alive"}


async def test_told_to_stop_before_it_has_opened_it_waits_for_nothing(app: FastAPI, settings: Settings) -> None:
    go = threading.Event()

    def slow(_settings: Settings, _failed: object) -> FastAPI:
        go.wait(10)
        return app

    front = Front(settings, lambda _: None, slow)
    address = listening(settings.model_copy(update={"port": 1}), port=0)
    left: list[bool] = []

    def leave() -> None:
        left.append(front.still_opening)
        go.set()  # a real one ends the process here

    server = Server(uvicorn.Config(front, log_config=None, lifespan="on"), leave)
    server.should_exit = True
    await server.serve(sockets=[address])
    address.close()
    assert left == [True]
    await front.app()
    assert not front.still_opening


async def test_events_are_heard_over_http_as_they_happen_and_after_a_broken_connection(
    app: FastAPI, graph: FakeGraph
) -> None:
    half_heard = asyncio.Event()

    async def in_two_breaths(state: Conversation, services: Services, say: Say) -> Conversation:
        say(TextDelta(text="You said: "))
        await half_heard.wait()
        return await echo(state, services, say)

    graph.think = in_two_breaths
    async with served(app) as client:
        where, key = await opened(client)
        async with client.stream("GET", f"{where}/events", headers=key) as listening:
            answering = asyncio.create_task(says(client, where, key, "Hello", "m1"))
            heard = ""
            async for piece in listening.aiter_text():
                heard += piece
                if "event: text.delta" in heard:
                    half_heard.set()
                if "event: done" in heard and heard.endswith("\n\n"):
                    break
        assert read(heard)[0].type == "text.delta"
        # How much of a text comes in pieces depends on who is quicker; the whole of it always comes.
        for events in (read(heard), await answering):
            assert [event.type for event in events if event.type != "text.delta"] == ["message", "done"]
        stored = [event.id for event in read(heard) if "." not in event.id]
        assert stored == ["1", "2"]
        await says(client, where, key, "More", "m2")
        async with client.stream("GET", f"{where}/events", headers={**key, "Last-Event-ID": "1"}) as listening:
            heard = ""
            async for piece in listening.aiter_text():
                heard += piece
                if heard.count("event: done") == 2 and heard.endswith("\n\n"):
                    break
        assert [event.id for event in read(heard)] == ["2", "3", "4"]


async def test_a_house_that_does_not_open_is_reported_and_requests_do_not_hang(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    @asynccontextmanager
    async def burning(_settings: Settings) -> AsyncIterator[Rooms]:
        raise SettingsError("The database is not there.")
        yield

    failures: list[BaseException] = []
    app = create_app(settings, open_rooms=burning, failed=failures.append)
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        assert (await client.post("/v1/conversations")).status_code == 503
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/healthz")).status_code == 200
    assert [str(error) for error in failures] == ["The database is not there."]
    assert "did not open" in caplog.text


def test_a_port_that_is_taken_stops_the_start_with_a_sentence() -> None:
    settings = Settings(_env_file=None)
    taken = listening(settings, port=0)
    with pytest.raises(SettingsError, match="SWITCHBOARD_PORT"):
        listening(settings, port=taken.getsockname()[1])
    taken.close()


async def test_the_page_runs_its_own_script_and_no_other(client: httpx2.AsyncClient) -> None:
    response = await client.get("/")
    assert "Northlight" in response.text
    assert "script-src 'sha256-" in response.headers["content-security-policy"]
    for forbidden in ("innerHTML", "insertAdjacentHTML", "document.write", "http://", "https://", "onclick="):
        assert forbidden not in response.text.replace("http://www.w3.org/2000/svg", "")


async def test_the_numbers_count_turns_and_requests(client: httpx2.AsyncClient) -> None:
    where, key = await opened(client)
    await client.get(f"{where}/transcript", headers=key)
    numbers = (await client.get("/metrics")).text
    assert 'switchboard_http_requests_total{method="POST",route="/v1/conversations",status="201"} 1.0' in numbers
    assert where.rsplit("/", 1)[1] not in numbers
