"""A delivery provider on this machine that keeps letters by key and fails on demand."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from services.letters.handlers.serving.channel import Receipt
from tests.services.letters.handlers.serving.consignment import AT


@dataclass
class Provider:
    """The provider's state.

    *answers* are the statuses of the next posts instead of 201; None closes the connection after
    sending.
    """

    url: str = ""
    sent: dict[str, bytes] = field(default_factory=dict)
    posts: list[dict[str, str]] = field(default_factory=list)
    answers: list[int | None] = field(default_factory=list)
    refusal: Receipt | None = None

    def receipt(self, key: str) -> Receipt:
        """Return the receipt for *key*."""
        return Receipt(status="sent", reference=f"example-provider {key}", at=AT)


@contextmanager
def running() -> Iterator[Provider]:
    """Run the provider until the block ends."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[Provider]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.provider.posts.append(dict(self.headers))
        if self.provider.refusal:
            self._answer(422, self.provider.refusal.model_dump_json())
            return
        answer = self.provider.answers.pop(0) if self.provider.answers else 201
        key = self.headers["Idempotency-Key"]
        if answer in {None, 201}:
            self.provider.sent.setdefault(key, body)
        if answer is None:
            self.close_connection = True
        elif answer == 201:
            self._answer(201, self.provider.receipt(key).model_dump_json())
        else:
            self._answer(answer, "{}")

    def do_GET(self) -> None:
        key = re.sub(r".*/", "", self.path)
        if key in self.provider.sent:
            self._answer(200, self.provider.receipt(key).model_dump_json())
        else:
            self._answer(404, "{}")

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())
