"""Problem details for HTTP (RFC 9457).

One shape for every refusal, ours, the framework's or the protocol's, with an entry per field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:imr:problem:"
RETRY_SECONDS = 5

_DETAILS = {
    HTTPStatus.NOT_FOUND: "nothing is at this path; /openapi.json lists the paths of this interface",
    HTTPStatus.METHOD_NOT_ALLOWED: "the path does not take this method; the header Allow lists those it takes",
}
"""The way out of the framework's own refusals."""


class WrongField(Protocol):
    """A field that is wrong: its place and the reason."""

    @property
    def pointer(self) -> str:
        """A JSON Pointer (RFC 6901), or `header/NAME`."""

    @property
    def detail(self) -> str:
        """The reason, without the value."""


@dataclass(frozen=True)
class WrongHeader:
    """A header, parameter or query that is wrong."""

    pointer: str
    detail: str


class RefusedRequest(HTTPException):
    """A refused request: *name* is the kind of problem, *detail* the way out."""

    def __init__(self, status: HTTPStatus, name: str, detail: str, errors: Iterable[WrongField] = ()) -> None:
        super().__init__(status, detail)
        self.name = name
        self.errors = tuple(errors)


def install(api: Starlette) -> None:
    """Answer every refusal of *api* and every exception in it with problem details."""
    api.add_exception_handler(HTTPException, _refused)
    api.add_exception_handler(ClientDisconnect, _cut_off)
    api.add_exception_handler(Exception, _failed)


def problem(status: HTTPStatus, name: str, detail: str, errors: Sequence[WrongField] = ()) -> dict[str, Any]:
    """Return the members of a problem."""
    content: dict[str, Any] = {"type": f"{TYPE_PREFIX}{name}", "title": status.phrase, "status": int(status), "detail": detail}
    if errors:
        content["errors"] = [{"pointer": each.pointer, "detail": each.detail} for each in errors]
    return content


def respond(error: RefusedRequest, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the response for *error*, with *headers*."""
    status = HTTPStatus(error.status_code)
    sent = dict(headers or {})
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent["Retry-After"] = str(RETRY_SECONDS)
    return JSONResponse(problem(status, error.name, error.detail, error.errors), status, sent, MEDIA_TYPE)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, RefusedRequest):
        return respond(error, error.headers)
    status = HTTPStatus(error.status_code)
    name = status.phrase.lower().replace(" ", "-")
    return respond(RefusedRequest(status, name, _DETAILS.get(status, error.detail)), error.headers)


async def _cut_off(_request: Request, _error: Exception) -> JSONResponse:
    """Answer a request that ended early: its client is gone, or was refused by the connection."""
    return respond(RefusedRequest(HTTPStatus.BAD_REQUEST, "cut-off", "the request ended before its body did"))


async def _failed(_request: Request, _error: Exception) -> JSONResponse:
    detail = "the service failed at this request, and its log has the error; a request with an Idempotency-Key can be sent again"
    return respond(RefusedRequest(HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", detail))
