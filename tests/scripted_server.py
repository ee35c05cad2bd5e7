"""An OpenAI-compatible server that says what a script tells it to, over real HTTP on loopback.

In a test:      async with serve(says("Hello."), fails(500)) as server: ... server.base_url ... server.requests
On its own:     python -m tests.scripted_server --port 18080 --tool look_up --arguments '{"order_id": "N-1042"}'
"""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

USAGE = {"prompt_tokens": 120, "completion_tokens": 40, "total_tokens": 160}
Delta = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """How one request is answered."""

    deltas: tuple[Delta, ...] = ()
    finish: str = "stop"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    """Sent as it is instead of an answer."""
    usage: dict[str, int] | None = field(default_factory=lambda: dict(USAGE))
    cut_after: int | None = None
    """After so many pieces the connection breaks."""
    hang_after: int | None = None
    """After so many pieces nothing more comes; 0: not even the headers."""


def says(text: str, *, tokens: int | None = None) -> Step:
    """Stream a text in so many pieces, or word by word."""
    return Step(deltas=tuple({"content": piece} for piece in _pieces(text, tokens)))


def calls(name: str, *, tokens: int = 3, call_id: str = "call_1", **arguments: Any) -> Step:
    """Call a tool, its arguments streamed in pieces."""
    return calls_raw(name, json.dumps(arguments), tokens=tokens, call_id=call_id)


def calls_raw(name: str, arguments: str, *, tokens: int = 3, call_id: str = "call_1") -> Step:
    """Call a tool with arguments that need not be JSON."""
    first: Delta = {"index": 0, "id": call_id, "type": "function", "function": {"name": name, "arguments": ""}}
    more: list[Delta] = [{"index": 0, "function": {"arguments": piece}} for piece in _pieces(arguments, tokens)]
    return Step(deltas=tuple({"tool_calls": [part]} for part in [first, *more]), finish="tool_calls")


def fails(status: int, message: str = "no", *, retry_after: str | None = None) -> Step:
    """Answer with an error; whoever tries again should wait so many seconds."""
    milliseconds = (("retry-after-ms", str(float(retry_after) * 1000)),) if retry_after else ()
    headers = (("retry-after", retry_after), *milliseconds) if retry_after else ()
    return Step(status=status, headers=headers, body=json.dumps({"error": {"message": message}}))


def hangs(after: int = 0, step: Step | None = None) -> Step:
    """Fall silent after so many pieces of an answer."""
    return replace(step or says("one two three"), hang_after=after)


def cuts(after: int = 1, step: Step | None = None) -> Step:
    """Break the connection after so many pieces of an answer."""
    return replace(step or says("one two three"), cut_after=after)


def sends(body: str, content_type: str = "text/event-stream") -> Step:
    """Send a body as it is."""
    return Step(body=body, headers=(("content-type", content_type),))


@dataclass
class ScriptedServer:
    """Answers each request with the next step, or with what `choose` makes of the request."""

    steps: list[Step]
    choose: Callable[[dict[str, Any]], Step] | None = None
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    """The bodies received, in order."""
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    """Where requests came from: one entry a connection."""

    @property
    def base_url(self) -> str:
        """Where it is found."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return
        self.connections.add(tuple(scope["client"]))
        request = json.loads(await _body(receive) or b"{}")
        self.headers.append({name.decode(): value.decode() for name, value in scope["headers"]})
        self.requests.append(request)
        await _answer(self._next(request), request, receive, send)

    def _next(self, request: dict[str, Any]) -> Step:
        if self.choose is not None:
            return self.choose(request)
        return self.steps.pop(0) if self.steps else fails(400, "the script is at its end")


@asynccontextmanager
async def serve(*steps: Step) -> AsyncIterator[ScriptedServer]:
    """Run a server with these steps in the running loop; at the end its connections are dropped.

    Uvicorn's protocol is served without its main loop, which would take two tenths of a second to stop.
    """
    script, state = ScriptedServer(list(steps)), ServerState()
    config = uvicorn.Config(script, lifespan="off", log_config=None, log_level="critical", access_log=False)
    config.load()

    def connection() -> H11Protocol:
        return H11Protocol(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        for open_connection in list(state.connections):
            open_connection.transport.abort()
        for task in list(state.tasks):
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)


async def _answer(step: Step, request: dict[str, Any], receive: Any, send: Any) -> None:
    if step.hang_after == 0:
        await _gone(receive)
        return
    kind = [] if any(name == "content-type" for name, _ in step.headers) else [_kind(step, request)]
    headers = [(name.encode(), value.encode()) for name, value in [*step.headers, *kind]]
    await send({"type": "http.response.start", "status": step.status, "headers": headers})
    parts = _parts(step, request)
    for number, part in enumerate(parts):
        if number == step.cut_after:
            # Returning before the body is complete makes the server break the connection.
            return
        if number == step.hang_after:
            await _gone(receive)
            return
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _kind(step: Step, request: dict[str, Any]) -> tuple[str, str]:
    streams = step.body is None and request.get("stream")
    return "content-type", "text/event-stream" if streams else "application/json"


def _parts(step: Step, request: dict[str, Any]) -> list[bytes]:
    if step.body is not None:
        return [step.body.encode()]
    if not request.get("stream"):
        return [_event_body({"choices": [_whole(step)], "usage": step.usage}, request)]
    choices: list[dict[str, Any]] = [{"index": 0, "delta": delta, "finish_reason": None} for delta in step.deltas]
    choices.append({"index": 0, "delta": {}, "finish_reason": step.finish})
    events: list[dict[str, Any]] = [{"choices": [choice]} for choice in choices]
    if step.usage and (request.get("stream_options") or {}).get("include_usage"):
        events.append({"choices": [], "usage": step.usage})
    lines = [b"data: " + _event_body(event, request) + b"\n\n" for event in events]
    return [*lines, b"data: [DONE]\n\n"]


def _event_body(event: dict[str, Any], request: dict[str, Any]) -> bytes:
    kind = "chat.completion.chunk" if request.get("stream") else "chat.completion"
    common = {"id": "chatcmpl-1", "object": kind, "created": 1, "model": request.get("model")}
    return json.dumps({**common, **event}).encode()


def _whole(step: Step) -> dict[str, Any]:
    content = "".join(delta.get("content", "") for delta in step.deltas)
    message: dict[str, Any] = {"role": "assistant", "content": content or None}
    parts = [part for delta in step.deltas for part in delta.get("tool_calls", ())]
    if parts:
        arguments = "".join(part["function"]["arguments"] for part in parts)
        message["tool_calls"] = [{**parts[0], "function": {**parts[0]["function"], "arguments": arguments}}]
    return {"index": 0, "message": message, "finish_reason": step.finish}


def _pieces(text: str, tokens: int | None) -> Sequence[str]:
    if tokens is None:
        return [word + " " for word in text.split(" ")[:-1]] + text.split(" ")[-1:]
    size = max(1, -(-len(text) // tokens))
    return [text[at : at + size] for at in range(0, len(text), size)]


async def _body(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _by_rule(options: argparse.Namespace) -> Callable[[dict[str, Any]], Step]:
    """Answer like a turn of a bench: fill a record when one is wanted, call the tool once, then speak."""
    text = says(" ".join(["word"] * options.tokens), tokens=options.tokens)
    call = calls(options.tool, **json.loads(options.arguments))
    record = says(options.record, tokens=options.tokens)

    def choose(request: dict[str, Any]) -> Step:
        if "response_format" in request:
            return record
        return call if request.get("tools") and request["messages"][-1]["role"] != "tool" else text

    return choose


def main() -> None:
    """Serve by rule until stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tokens", type=int, default=40)
    parser.add_argument("--tool", default="look_up")
    parser.add_argument("--arguments", default="{}")
    parser.add_argument("--record", default="{}", help="the JSON given where a response format is asked for")
    options = parser.parse_args()
    script = ScriptedServer([], choose=_by_rule(options), port=options.port)
    config = uvicorn.Config(script, port=options.port, lifespan="off", log_level="warning", access_log=False)
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
