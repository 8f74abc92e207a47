"""The parts of a request that submits an application: its headers and its body."""

import re
from http import HTTPStatus

from fastapi import Request

from runtime.http.body import JsonBody
from runtime.http.problems import RefusedRequest
from services.intake.channels.channel import APPLICATION_BYTES_MAX, CLIENT_PATTERN

KEY_PATTERN = r"^[\x20-\x7e]{1,200}$"
CLIENT_DEFAULT = "api"

BODY = JsonBody("application", APPLICATION_BYTES_MAX, "send records by reference")
"""The body of a submission."""


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
