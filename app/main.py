"""The HTTP application."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version

from fastapi import FastAPI

from app import problems
from app.access import Access
from app.limits import BodyLimit, Pace
from app.opening import Opening, Rooms
from app.routes import (
    actions,
    approvals,
    completions,
    conversations,
    demo,
    handoffs,
    health,
    messages,
    page,
    staff_messages,
)
from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.telemetry.requests import RequestLog
from app.tokens import Tokens, read_secret
from app.turns import Turns
from app.wiring import open_house

_ABOUT = """
One conversation for each matter of a customer. Messages are answered with Server-Sent Events.

Every event is `id:`, `event:` (its type) and `data:` (JSON with `type`, `turn_id` and the fields of that type):

- `text.delta` and `text.reset` while a reply is being made; `message` holds the whole reply, in place of the pieces;
  with an `author` it is what a colleague wrote
- `routed` (area, tier and why), `tool` (what was looked up)
- `confirmation` (the customer is asked to agree to an action), `action` (what became of it, with its receipt)
- `escalation` (a person comes), `handoff` (what they do), `held` (they have the conversation; the bot is silent)
- `closed` (the matter ended), `error` (a fault of ours; the message is tried again)
- `done` ends the answer to the messages it names

Send the last `id` you saw as `Last-Event-ID` to go on where you were. A message is known by the
`client_message_id` you give it: sending it again, after a lost connection or a crash, never does anything twice.
"""
Open = Callable[[Settings], AbstractAsyncContextManager[Rooms]]


def create_app(
    settings: Settings, *, open_rooms: Open | None = None, failed: Callable[[Exception], None] | None = None
) -> FastAPI:
    """Make the application; the house behind it opens in the background once it starts."""
    metrics = Metrics()
    opening = Opening(lambda: open_rooms(settings) if open_rooms else _rooms(settings, metrics), failed)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with opening.kept_open():
            yield

    app = FastAPI(title="Switchboard", version=version("switchboard"), description=_ABOUT, lifespan=lifespan)
    app.state.access = Access(
        settings=settings,
        tokens=Tokens(read_secret(settings)),
        pace=Pace(settings.rate_per_minute, settings.rate_burst, time.monotonic),
        clock=_now,
    )
    app.state.opening, app.state.metrics = opening, metrics
    for noun in (
        conversations,
        messages,
        approvals,
        actions,
        handoffs,
        staff_messages,
        completions,
        demo,
        health,
        page,
    ):
        app.include_router(noun.router)
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestLog, metrics=metrics)
    return app


@asynccontextmanager
async def _rooms(settings: Settings, metrics: Metrics) -> AsyncIterator[Rooms]:
    async with open_house(settings) as house, Turns(house, metrics).working() as turns:
        yield house, turns


def _now() -> datetime:
    return datetime.now(UTC)
