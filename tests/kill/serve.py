"""A whole server as `switchboard up` runs it, start-up and knowledge base included; only the models are the tests'."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from app.front import Failed, Front
from app.main import create_app
from app.opening import Rooms
from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import open_house
from graphs.services import Models
from tests.kill.house import Place, hurry, log_faults
from tests.kill.mind import Mind


def serve(place: Place, port: int) -> None:
    """Serve until the end of the process."""

    @asynccontextmanager
    async def rooms(settings: Settings) -> AsyncIterator[Rooms]:
        models = Models(small=(mind := Mind()), large=mind)
        async with (
            open_house(settings, models=models, now=place.now) as house,
            Turns(house, Metrics()).working() as turns,
        ):
            yield house, turns

    def app(settings: Settings, failed: Failed) -> FastAPI:
        return create_app(settings, open_rooms=rooms, failed=failed)

    def failed(error: BaseException) -> None:
        logging.getLogger(__name__).error("the server did not start", exc_info=error)

    log_faults(place)
    hurry(look_again=True)
    uvicorn.run(Front(place.settings(), failed, app), host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    _, database, folder, began, number = sys.argv
    serve(Place(database, Path(folder), datetime.fromisoformat(began)), int(number))
