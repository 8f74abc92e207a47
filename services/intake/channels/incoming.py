"""The parts of a request that submits an application: its headers and its body."""

import re
from http import HTTPStatus

from fastapi import Request

from runtime.http.problems import RefusedRequest
from services.intake.channels.channel import APPLICATION_BYTES_MAX, CLIENT_PATTERN

KEY_PATTERN = r"^[\x20-\x7e]{1,200}$"
CLIENT_DEFAULT = "api"

_JSON = "application/json"
_CHARSETS = {"", "utf-8", "utf8", "us-ascii"}


def key_of(request: Request) -> str:
    """Return the request's Idempotency-Key; raise RefusedRequest without exactly one."""
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        detail = "the header Idempotency-Key is missing: name the application, any text of yours"
        raise RefusedRequest(HTTPStatus.BAD_REQUEST, "no-idempotency-key", detail)
    if len(keys) > 1 or not re.fullmatch(KEY_PATTERN, keys[0]):
        detail = "the header Idempotency-Key comes once and has 1 to 200 printable ASCII characters"
        raise RefusedRequest(HTTPStatus.BAD_REQUEST, "bad-idempotency-key", detail)
    return keys[0]


def client_of(request: Request) -> str:
    """Return the name in IMR-Client, or the default; raise RefusedRequest for another form."""
    clients = request.headers.getlist("imr-client") or [CLIENT_DEFAULT]
    if len(clients) > 1 or not re.fullmatch(CLIENT_PATTERN, clients[0]):
        detail = "the header IMR-Client comes at most once and has 1 to 200 printable ASCII characters without spaces"
        raise RefusedRequest(HTTPStatus.BAD_REQUEST, "bad-client", detail)
    return clients[0]


async def body_of(request: Request) -> bytes:
    """Return the body; raise a RefusedRequest if it is too large or not declared as JSON.

    A body that says it is too large is refused before it is read, any other while it is read.
    """
    _refuse_other_media(request)
    if int(request.headers.get("content-length", 0)) > APPLICATION_BYTES_MAX:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > APPLICATION_BYTES_MAX:
            raise _too_large()
    return bytes(body)


def _refuse_other_media(request: Request) -> None:
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if media.strip() != _JSON:
        raise _not_json(f"send the application as {_JSON}")
    charset = re.search(r'charset\s*=\s*"?([^\s;"]*)', parameters)
    if charset is not None and charset[1] not in _CHARSETS:
        raise _not_json("send the application in UTF-8")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise _not_json("send the application without Content-Encoding")


def _not_json(detail: str) -> RefusedRequest:
    return RefusedRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", detail)


def _too_large() -> RefusedRequest:
    detail = f"an application has at most {APPLICATION_BYTES_MAX} bytes; send records by reference"
    return RefusedRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
