"""Read the body of a request: JSON in Unicode, within bounds."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request

from runtime.http.problems import RefusedRequest

_JSON = "application/json"
_CHARSETS = {"", "utf-8", "utf8", "us-ascii"}


@dataclass(frozen=True)
class JsonBody:
    """The body that an operation takes: its name, its size, and a way out if larger."""

    noun: str
    bytes_max: int
    instead: str = ""

    async def read(self, request: Request) -> bytes:
        """Return the body; raise RefusedRequest if it is too large or not declared as JSON.

        A body that says it is too large is refused before it is read, any other while it is read.
        """
        self._refuse_other_media(request)
        if int(request.headers.get("content-length", 0)) > self.bytes_max:
            raise self._too_large()
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self.bytes_max:
                raise self._too_large()
        return bytes(body)

    def not_json(self, detail: str) -> RefusedRequest:
        """Return the refusal of a body that is no JSON text."""
        return RefusedRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", detail)

    def _refuse_other_media(self, request: Request) -> None:
        media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
        if media.strip() != _JSON:
            raise self.not_json(f"send the {self.noun} as {_JSON}")
        charset = re.search(r'charset\s*=\s*"?([^\s;"]*)', parameters)
        if charset is not None and charset[1] not in _CHARSETS:
            raise self.not_json(f"send the {self.noun} in UTF-8")
        if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise self.not_json(f"send the {self.noun} without Content-Encoding")

    def _too_large(self) -> RefusedRequest:
        article = "an" if self.noun[0] in "aeiou" else "a"
        instead = f"; {self.instead}" if self.instead else ""
        detail = f"{article} {self.noun} has at most {self.bytes_max} bytes{instead}"
        return RefusedRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
