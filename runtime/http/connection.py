"""One HTTP connection with bounds: uvicorn's protocol, and what it leaves open.

uvicorn limits the time between requests, and nothing within one. Here each part of an exchange has
a deadline, and what the parser refuses is answered with problem details.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from runtime.http.problems import MEDIA_TYPE, RETRY_SECONDS, problem

TARGET_AND_HEADERS_BYTES_MAX = 16 * 1024
"""The largest request line and headers together."""


@dataclass(frozen=True)
class Limits:
    """The bounds of a server's connections, in seconds and numbers."""

    connections: int = 128
    """Connections that are served; a body is at most 1 MiB, so this bounds the memory too."""
    refused_connections: int = 32
    """Connections beyond those that are told so; further ones are closed without an answer."""
    head_seconds: float = 10.0
    """From the first byte of a request, or from a new connection, to the end of the headers."""
    body_seconds: float = 60.0
    """From the end of the headers to the end of the body."""
    write_seconds: float = 30.0
    """For a client that does not read its response."""
    idle_seconds: float = 75.0
    """Between requests; longer than gateways keep theirs open, so that they close first."""
    leave_seconds: float = 5.0
    """For the rest of a request that was answered early, and for a closing client to read."""


REFUSALS = {
    HTTPStatus.BAD_REQUEST: ("malformed-http", "the request is not valid HTTP/1.1"),
    HTTPStatus.REQUEST_TIMEOUT: ("too-slow", "the request did not arrive in time; send it again on a new connection"),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "headers-too-large",
        f"the request line and headers have at most {TARGET_AND_HEADERS_BYTES_MAX} bytes together",
    ),
    HTTPStatus.NOT_IMPLEMENTED: ("unknown-transfer-coding", "the only Transfer-Encoding read here is chunked"),
}
"""The kind of problem and its way out for each status of the parser's refusals."""

TOO_MANY = ("too-many-connections", "the service has as many connections as it serves; try again")
STOPPING = ("stopping", "the service is stopping; send the request again")


class Connection(H11Protocol):
    """A connection that is never open longer than its *limits* allow."""

    limits = Limits()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._refused = False
        self._phase: str | None = None
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take the connection, or say that there are too many."""
        super().connection_made(transport)
        beyond = len(self.connections) - self.limits.connections
        if beyond > self.limits.refused_connections:
            transport.abort()
        elif beyond > 0:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, *TOO_MANY)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read *data*, or drop it after a refusal: a closed socket would take the answer back."""
        if not self._refused and not self.transport.is_closing():
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        """Go on with the next request, or with the rest of this one."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Give a client that does not read a deadline."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Go on with the wait of before."""
        super().resume_writing()
        self._watch()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection."""
        super().timeout_keep_alive_handler()
        self._watch()

    def shutdown(self) -> None:
        """Refuse a request that is not here yet; let others be answered."""
        if self.conn.their_state is h11.SEND_BODY and not self.cycle.response_started:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, *STOPPING)
        else:
            super().shutdown()
        self._watch()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - our own text is clearer
        """Answer the parser's error; uvicorn calls this while it handles that error."""
        error = sys.exception()
        status = HTTPStatus(error.error_status_hint) if isinstance(error, h11.RemoteProtocolError) else HTTPStatus.BAD_REQUEST
        name, detail = REFUSALS.get(status, REFUSALS[HTTPStatus.BAD_REQUEST])
        self._refuse(status, name, detail)

    def _watch(self) -> None:
        """Begin the deadline of the present phase, if it is another phase than before."""
        phase, seconds = self._now()
        if phase == self._phase:
            return
        self._stop_waiting()
        self._phase = phase
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self._too_late)

    def _now(self) -> tuple[str, float | None]:
        """Return the phase of the exchange, and its time."""
        limits, theirs = self.limits, self.conn.their_state
        if self._refused or self.transport.is_closing():
            return "leaving", limits.leave_seconds
        if self.flow.write_paused:
            return "writing", limits.write_seconds
        if theirs is h11.SEND_BODY:
            return ("body", limits.body_seconds) if not self.cycle.response_complete else ("discarding", limits.leave_seconds)
        if theirs is h11.IDLE and self.cycle is not None and not self.conn.trailing_data[0]:
            return "idle", limits.idle_seconds
        if theirs is h11.IDLE:
            return "head", limits.head_seconds
        return "answering", None  # the application bounds its own waits

    def _too_late(self) -> None:
        phase, self._phase, self._deadline = self._phase, None, None
        if phase == "body" or (phase == "head" and self.conn.trailing_data[0]):
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, *REFUSALS[HTTPStatus.REQUEST_TIMEOUT])
        elif phase in {"head", "idle"}:
            self.transport.close()
        else:
            self.transport.abort()
        self._watch()

    def _refuse(self, status: HTTPStatus, name: str, detail: str) -> None:
        """Answer with a problem if nothing was answered yet, and close once the client did."""
        self._refused = True
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = json.dumps(problem(status, name, detail)).encode()
            headers = [(b"Content-Type", MEDIA_TYPE.encode()), (b"Content-Length", b"%d" % len(body)), (b"Connection", b"close")]
            if status == HTTPStatus.SERVICE_UNAVAILABLE:
                headers.append((b"Retry-After", b"%d" % RETRY_SECONDS))
            response = h11.Response(
                status_code=status,
                headers=[*self.server_state.default_headers, *headers],
                reason=status.phrase.encode(),
            )
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None and not self.cycle.response_complete:  # the application waits for the rest
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.flow.resume_reading()
        self.transport.write_eof()

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
