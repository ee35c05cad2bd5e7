"""Errors as RFC 9457 `application/problem+json`: what is wrong, and in `detail` what to do about it."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.tokens import TokenError
from tools.errors import NotFound, Refused, Unavailable

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_WHAT_TO_DO = {
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take that method; the Allow header names those it takes.",
}


class Problem(Exception):
    """A request that cannot be answered as it stands."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def unauthorised(detail: str) -> Problem:
    """Say that the caller must prove who they are, and how."""
    return Problem(401, detail, {"WWW-Authenticate": "Bearer"})


def no_conversation() -> Problem:
    """Say the same of a conversation that does not exist and of one that belongs to somebody else."""
    return Problem(404, "There is no such conversation for this token; open one with POST /v1/conversations.")


def problem_response(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> JSONResponse:
    """Make the response."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, dict(headers or {}), media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of the app a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(TokenError, _token)
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _bug)


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)  # noqa: S101
    return problem_response(error.status, error.detail, error.headers)


async def _token(_request: Request, error: Exception) -> JSONResponse:
    return problem_response(401, str(error), {"WWW-Authenticate": 'Bearer error="invalid_token"'})


async def _not_found(_request: Request, error: Exception) -> JSONResponse:
    return problem_response(404, str(error))


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    return problem_response(409, str(error))


async def _unavailable(_request: Request, error: Exception) -> JSONResponse:
    log.error("unavailable: %s", error)
    return problem_response(503, "The back office does not answer; try again in a moment.", {"Retry-After": "5"})


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    detail = _WHAT_TO_DO.get(error.status_code, str(error.detail))
    return problem_response(error.status_code, detail, error.headers)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    faults = [_fault(fault) for fault in error.errors()]
    if any(fault["type"] == "json_invalid" for fault in error.errors()):
        return problem_response(400, "The body is not valid JSON; send one JSON object.")
    detail = f"{faults[0]['where']}: {faults[0]['what']}; correct it and send the request again."
    return problem_response(422, detail, errors=faults)


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    """Name a fault and its place; what was sent is not repeated, it may be personal."""
    where = ".".join(str(part) for part in fault["loc"]).encode("utf-8", "replace").decode()
    return {"where": where, "what": str(fault["msg"]).removeprefix("Value error, ")}


async def _bug(_request: Request, error: Exception) -> JSONResponse:
    log.error("bug", exc_info=error)
    return problem_response(
        500, "The fault is ours and has been logged; sending the request again is safe.", {"Retry-After": "1"}
    )
