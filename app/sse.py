"""Server-Sent Events over HTTP."""

from collections.abc import AsyncIterator, Callable

from fastapi.responses import StreamingResponse

from app.stream import Sent

KEEP_ALIVE = ": still here\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(lines: AsyncIterator[str], **headers: str) -> StreamingResponse:
    """Make the response."""
    return StreamingResponse(lines, media_type="text/event-stream", headers={**_HEADERS, **headers})


async def as_lines(
    heard: AsyncIterator[Sent | None], is_last: Callable[[Sent], bool] = lambda _: False
) -> AsyncIterator[str]:
    """Write events until the last one; a comment keeps the connection open while there is nothing to say."""
    async for sent in heard:
        if sent is None:
            yield KEEP_ALIVE
            continue
        yield sent.lines()
        if is_last(sent):
            return
