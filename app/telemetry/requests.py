"""One log line and one count for each request, by the route's pattern rather than its path."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.telemetry.metrics import Metrics

log = logging.getLogger(__name__)
_QUIET = ("/healthz", "/readyz", "/metrics")


class RequestLog:
    """Counts requests and logs them."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.requests.labels(scope["method"], route, str(status)).inc()
            if route not in _QUIET:
                ms = round((time.perf_counter() - began) * 1000)
                log.info("request", extra={"method": scope["method"], "route": route, "status": status, "ms": ms})
