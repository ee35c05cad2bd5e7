"""What a caller may not exceed: the size of a body and the pace of requests.

Both limits hold within one process; behind several replicas the pace is that of each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import Problem, problem_response

MAX_BODY = 512 * 1024
"""Bytes; a customer's message is far smaller, and a completion request carries a whole history."""
_CALLERS = 10_000


class BodyLimit:
    """Refuses a body that is too long as soon as that is known."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "\x00" in scope["path"]:
            # No name holds one, and PostgreSQL would not even look for it.
            await problem_response(404, "There is nothing at this address; /docs lists what there is.")(
                scope, receive, send
            )
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._limit:
            await self._refuse(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            await self._refuse(scope, receive, send)
            return
        await self._app(scope, _Replay(body, receive), send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        messages: list[Message] = []
        size = 0
        while True:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self._limit:
                return None
            if message["type"] != "http.request" or not message.get("more_body", False):
                return messages

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"The body is longer than {self._limit // 1024} KiB; send less at a time."
        await problem_response(413, detail, {"Connection": "close"})(scope, receive, send)


class _Replay:
    """A body that was read already, then whatever else the client says (that it has gone, for one)."""

    def __init__(self, messages: list[Message], receive: Receive) -> None:
        self._messages = messages
        self._receive = receive

    async def __call__(self) -> Message:
        return self._messages.pop(0) if self._messages else await self._receive()


@dataclass
class _Bucket:
    tokens: float
    at: float


class Pace:
    """A token bucket for each caller."""

    def __init__(self, per_minute: int, burst: int, clock: Callable[[], float]) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, caller: str) -> None:
        """Count one request of the caller.

        Raises:
            Problem: 429, there were too many; it says how long to wait.
        """
        now = self._clock()
        bucket = self._buckets.pop(caller, None) or _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * self._rate)
        bucket.at = now
        self._buckets[caller] = bucket  # the most recently seen last
        if len(self._buckets) > _CALLERS:
            del self._buckets[next(iter(self._buckets))]
        if bucket.tokens < 1:
            wait = max(1, round((1 - bucket.tokens) / self._rate))
            raise Problem(429, f"Too many requests; wait {wait} s and send it again.", {"Retry-After": str(wait)})
        bucket.tokens -= 1
