"""The scripted model: an OpenAI-compatible endpoint that costs next to nothing and answers by what is asked.

A JSON schema is filled with a routing; without a tool's result since the customer's last words the tool is called;
then forty tokens are spoken, each in a piece of its own. Run in a process of its own it prints its port:
`python -m evals.bench.server`.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from itertools import count
from typing import Any

from evals.bench.scene import reply_tokens, script

_PIECE = 4
"""Characters to a token of JSON."""
_CONTENT_LENGTH = b"content-length:"
_COMMON = {"id": "chatcmpl-1", "created": 1}
_USAGE = {"prompt_tokens": 700, "completion_tokens": 40, "total_tokens": 740}
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: %s\r\n%s\r\n\r\n"
_NUMBERS = count(1)


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one connection's requests, one after the other."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            request = json.loads(await reader.readexactly(_length(head)))
            for part in answered(request):
                writer.write(part)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def answered(request: dict[str, Any]) -> list[bytes]:
    """Return the response to one request, in the pieces in which it is sent."""
    deltas, finish = _deltas(request)
    if not request.get("stream"):
        body = _written("chat.completion", request, {"choices": [_whole(deltas, finish)], "usage": _USAGE})
        return [_HEAD % (b"application/json", b"content-length: %d" % len(body)) + body]
    opening = {"role": "assistant", "content": ""}
    events: list[dict[str, Any]] = [{"choices": [_choice("delta", delta, None)]} for delta in (opening, *deltas)]
    events.append({"choices": [_choice("delta", {}, finish)]})
    if (request.get("stream_options") or {}).get("include_usage"):
        events.append({"choices": [], "usage": _USAGE})
    bodies = [*(_written("chat.completion.chunk", request, event) for event in events), b"[DONE]"]
    head = _HEAD % (b"text/event-stream", b"transfer-encoding: chunked")
    return [head, *(_chunk(b"data: " + body + b"\n\n") for body in bodies), b"0\r\n\r\n"]


def _deltas(request: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    if (request.get("response_format") or {}).get("type") == "json_schema":
        routing = json.dumps(_routing(request["messages"]))
        return [{"content": routing[at : at + _PIECE]} for at in range(0, len(routing), _PIECE)], "stop"
    if request.get("tools") and not _looked(request["messages"]):
        function = {"name": script()["tool"], "arguments": "{}"}
        call = {"index": 0, "id": f"call_{next(_NUMBERS)}", "type": "function", "function": function}
        return [{"tool_calls": [call]}], "tool_calls"
    return [{"content": token} for token in reply_tokens(next(_NUMBERS))], "stop"


def _routing(messages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    text = next(message["content"] for message in reversed(messages) if message["role"] == "user")
    wanted = {"text": text, "area": script()["area"], "intent": script()["tool"]}
    return {"requests": [wanted], "sentiment": "neutral", "confidence": 0.97}


def _looked(messages: Sequence[dict[str, Any]]) -> bool:
    """Whether the tool has answered since the customer last spoke."""
    for message in reversed(messages):
        if message["role"] in ("user", "tool"):
            return bool(message["role"] == "tool")
    return False


def _whole(deltas: list[dict[str, Any]], finish: str) -> dict[str, Any]:
    text = "".join(delta.get("content", "") for delta in deltas)
    calls = [call for delta in deltas for call in delta.get("tool_calls", ())]
    message = {"role": "assistant", "content": text or None, **({"tool_calls": calls} if calls else {})}
    return _choice("message", message, finish)


def _choice(kind: str, content: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": 0, kind: content, "finish_reason": finish}


def _written(kind: str, request: dict[str, Any], rest: dict[str, Any]) -> bytes:
    return json.dumps({**_COMMON, "object": kind, "model": request.get("model"), **rest}).encode()


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def _length(head: bytes) -> int:
    start = head.lower().index(_CONTENT_LENGTH) + len(_CONTENT_LENGTH)
    return int(head[start : head.index(b"\r\n", start)])


async def main() -> None:
    """Serve on any free port, and say which."""
    server = await asyncio.start_server(converse, "127.0.0.1", 0, limit=2**24)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
