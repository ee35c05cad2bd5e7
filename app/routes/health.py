"""Whether the server lives, whether it is ready, and its numbers."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from app.access import metrics, opening
from app.opening import Opening
from app.problems import Problem
from app.telemetry.metrics import Metrics

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Readiness(BaseModel):
    """Turns can be answered."""

    status: Literal["ready"] = "ready"


@router.get("/healthz")
async def healthz() -> Alive:
    """Say that the process lives; a failure here is a reason to restart it."""
    return Alive()


@router.get("/readyz")
async def readyz(found: Annotated[Opening, Depends(opening)]) -> Readiness:
    """Say whether turns are answered at once; until then requests wait."""
    if found.failure is not None:
        raise Problem(503, "The server could not start; its log says why.")
    if not found.ready:
        raise Problem(503, "The server is still starting; requests wait for it.", {"Retry-After": "1"})
    return Readiness()


@router.get("/metrics", response_class=Response)
async def numbers(found: Annotated[Metrics, Depends(metrics)]) -> Response:
    """Give the numbers to Prometheus."""
    return Response(found.text(), media_type=CONTENT_TYPE_LATEST)
