"""The interface of delivery channels.

A channel takes a consignment under its service id: the same id again is the same delivery, and
sends nothing a second time. It answers queries for the outcome of an id.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Protocol

from pydantic import AwareDatetime

from schemas.case import CaseNumber
from schemas.message import Name, Part, Text
from schemas.messages.application import PartyKind, ServiceMethod
from schemas.messages.letters import NoticeId, ServiceId, Sha256, Version
from schemas.personal import DIRECT, PLAIN, QUASI


class Consignment(Part):
    """One copy of one letter for one party, with method, address and hashes.

    It is of *letter_version* of the determination's letter, or of a *notice*, which has no cover.
    """

    service_id: ServiceId
    case_number: CaseNumber
    letter_version: Version | None
    party: Annotated[PartyKind, PLAIN]
    method: ServiceMethod
    name: Annotated[Name, DIRECT]
    organization: Annotated[Name, QUASI] | None
    address: Annotated[Text, DIRECT] | None
    sha256: Sha256
    cover_sha256: Sha256 | None = None
    notice: NoticeId | None = None


Papers = Mapping[str, bytes]
"""The papers of a consignment as PDF by name: the `letter` and its `cover`."""


class Receipt(Part):
    """The outcome of a consignment.

    Sent, with the channel's *reference*, or refused for a reason.
    """

    status: Annotated[Literal["sent", "refused"], PLAIN]
    reference: Annotated[Text, DIRECT]
    at: Annotated[AwareDatetime, PLAIN]


class DeliveryUnavailable(ConnectionError):
    """The channel does not answer now; the consignment may be given again under its id."""

    retriable = True


class DeliveryChannel(Protocol):
    """Delivers letters."""

    def deliver(self, consignment: Consignment, papers: Papers) -> Receipt:
        """Send *papers*, unless that was done under this id before; raises DeliveryUnavailable."""

    def ask(self, service_id: str) -> Receipt | None:
        """Return the receipt of *service_id*, None if it never arrived; raise DeliveryUnavailable."""
