"""Deliver through a provider's HTTP interface: print and mail, secure mailbox, fax.

`POST <url>/deliveries` has the header `Idempotency-Key: <service id>`, the consignment as the part
`consignment`, the copy as the part `letter` and its cover letter as the part `cover`. `GET
<url>/deliveries/<service id>` gives its outcome, 404 if it never arrived. Both answer with a
receipt: `{"status": "sent" | "refused", "reference": "…", "at": "2026-04-29T17:00:00Z"}`.
"""

import httpx
from pydantic import ValidationError

from services.letters.handlers.serving.channel import Consignment, DeliveryUnavailable, Papers, Receipt

_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_CLIENT_ERRORS = range(400, 500)
_TRY_AGAIN = frozenset({408, 409, 425, 429})
"""Answers that say "not now": too slow, the same key is in hand, too early, too many."""


class HttpProvider:
    """A channel to a provider at *url*, which knows us by *token*."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = f"{url.rstrip('/')}/deliveries"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def deliver(self, consignment: Consignment, papers: Papers) -> Receipt:
        """See DeliveryChannel. After a timeout the consignment is given again under its key."""
        parts = {
            "consignment": ("consignment.json", consignment.model_dump_json().encode(), "application/json"),
            **{name: (f"{consignment.service_id}.{name}.pdf", paper, "application/pdf") for name, paper in papers.items()},
        }
        headers = {**self._headers, "Idempotency-Key": consignment.service_id}
        return _receipt(self._send(httpx.Request("POST", self._url, headers=headers, files=parts)))

    def ask(self, service_id: str) -> Receipt | None:
        """See DeliveryChannel."""
        answer = self._send(httpx.Request("GET", f"{self._url}/{service_id}", headers=self._headers))
        return None if answer.status_code == httpx.codes.NOT_FOUND else _receipt(answer)

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            with httpx.Client(timeout=_TIMEOUT) as client:
                return client.send(request)
        except httpx.TransportError as error:
            raise DeliveryUnavailable(f"the delivery provider does not answer ({type(error).__name__})") from error


def _receipt(answer: httpx.Response) -> Receipt:
    """Return the receipt in *answer*.

    A refusal may be an error status with a receipt; anything else is no answer.
    """
    status = answer.status_code
    if status in _TRY_AGAIN or not (answer.is_success or status in _CLIENT_ERRORS):
        raise DeliveryUnavailable(f"the delivery provider answers {status}")
    try:
        receipt = Receipt.model_validate_json(answer.content)
    except ValidationError:
        raise DeliveryUnavailable(f"the delivery provider answers {status} without a receipt") from None
    if receipt.status == "sent" and not answer.is_success:
        raise DeliveryUnavailable(f"the delivery provider answers {status} and calls it sent")
    return receipt
