"""Problem details for HTTP (RFC 9457).

One shape for every refusal, with an entry per field.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from reading.problems import Problem

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = "5"


class RefusedRequest(HTTPException):
    """A refused request: *name* is the kind of problem, *detail* the way out."""

    def __init__(self, status: HTTPStatus, name: str, detail: str, errors: Sequence[Problem] = ()) -> None:
        super().__init__(status, detail)
        self.name = name
        self.errors = errors


def install(api: FastAPI) -> None:
    """Answer every refusal, ours or the framework's, with problem details."""

    @api.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> JSONResponse:
        return _respond(error)

    @api.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        wrong = [Problem("/".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
        return _respond(RefusedRequest(HTTPStatus.BAD_REQUEST, "malformed-request", "a header or parameter is wrong", wrong))


def _respond(error: HTTPException) -> JSONResponse:
    name = error.name if isinstance(error, RefusedRequest) else HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    content: dict[str, Any] = {
        "type": f"urn:imr:problem:{name}",
        "title": HTTPStatus(error.status_code).phrase,
        "status": error.status_code,
        "detail": error.detail,
    }
    if isinstance(error, RefusedRequest) and error.errors:
        content["errors"] = [{"pointer": problem.pointer, "detail": problem.detail} for problem in error.errors]
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = _RETRY_SECONDS
    return JSONResponse(content, error.status_code, headers, MEDIA_TYPE)
