"""Serve a letter: commit the attempt, deliver it under the service id, evaluate the proof."""

import asyncio
from collections.abc import Callable, MutableMapping, Sequence
from datetime import date
from typing import Any

from jurisdictions.letters import ServiceOfProcess
from jurisdictions.model import Jurisdiction
from runtime import clock
from runtime.content.store import LetterDamaged, LetterNotStored, LetterStore
from runtime.handlers import Permit
from runtime.state.state import Effect
from schemas.message import Event
from schemas.messages.letters import LetterSent, LetterServed, ServiceAttempted, ServiceFailed, ServiceUnsure
from services.letters.domain.parties import Method
from services.letters.domain.service_status import Status, Way, may_be_settled, served_on
from services.letters.handlers.serving.appeal import last_day_to_appeal
from services.letters.handlers.serving.channel import Consignment, DeliveryChannel, Receipt
from services.letters.state import ServiceOnParty

Services = MutableMapping[str, ServiceOnParty]


class ServeLetter:
    """Performs scheduled service; *over* is called with the case number after its outcome.

    The runtime's effect `serve-letter` (runtime.handlers.EffectHandler).
    """

    def __init__(
        self,
        services: Services,
        store: LetterStore,
        channel: DeliveryChannel,
        jurisdiction: Callable[[str], Jurisdiction],
        over: Callable[[str], None] = lambda _case_number: None,
    ) -> None:
        self._services = services
        self._store = store
        self._channel = channel
        self._jurisdiction = jurisdiction
        self._over = over

    def attempted(self, effect: Effect) -> Sequence[Event]:
        """Return the event to publish before anything is sent."""
        service = self._put(effect.id, "attempted")
        return [ServiceAttempted(**about(effect.id, service), attempt=effect.attempt)]

    async def perform(self, effect: Effect, permit: Permit) -> str:
        """Give the copy to the channel; its receipt is the proof. A damaged copy is not sent."""
        consignment = Consignment.model_validate_json(effect.data)
        return (await asyncio.to_thread(self._deliver, consignment, permit)).model_dump_json()

    async def ask(self, effect: Effect) -> str | None:
        """Return the channel's receipt for the service, if it has one."""
        receipt = await asyncio.to_thread(self._channel.ask, effect.id)
        return None if receipt is None else receipt.model_dump_json()

    def done(self, effect: Effect, proof: str) -> Sequence[Event]:
        """Return the events that the receipt proves, unless a person reported more meanwhile."""
        events = self._proven(effect, Receipt.model_validate_json(proof))
        self._over(effect.subject)
        return events

    def _proven(self, effect: Effect, receipt: Receipt) -> Sequence[Event]:
        service = self._services[effect.id]
        if not may_be_settled(service.status):
            return []
        if receipt.status == "refused":
            return [ServiceFailed(**about(effect.id, self._put(effect.id, "failed")), reason=receipt.reference)]
        jurisdiction = self._jurisdiction(service.jurisdiction)
        sent_on = jurisdiction.local_date(receipt.at)
        proven_on = served_on(sent_on, way(jurisdiction.serving(sent_on), service.method))
        if proven_on is None:
            sent = self._put(effect.id, "sent")
            return [LetterSent(**about(effect.id, sent), sent_at=receipt.at, proof=receipt.reference)]
        served = self._put(effect.id, "served")
        return [letter_served(effect.id, served, proven_on, receipt.reference, None, jurisdiction)]

    def unsure(self, effect: Effect, reason: str) -> Sequence[Event]:
        """Report that it is unknown whether the letter was sent; a person has to look."""
        events = []
        if may_be_settled(self._services[effect.id].status):
            events.append(ServiceUnsure(**about(effect.id, self._put(effect.id, "unsure")), reason=reason))
        self._over(effect.subject)
        return events

    def _deliver(self, consignment: Consignment, permit: Permit) -> Receipt:
        try:
            papers = {"letter": self._store.get(consignment.sha256)}
            if consignment.cover_sha256 is not None:
                papers["cover"] = self._store.get(consignment.cover_sha256)
        except (LetterNotStored, LetterDamaged) as error:
            return Receipt(status="refused", reference=f"nothing was sent: {error}", at=clock.now())
        permit.check()
        return self._channel.deliver(consignment, papers)

    def _put(self, service_id: str, status: Status) -> ServiceOnParty:
        service = self._services[service_id].model_copy(update={"status": status})
        self._services[service_id] = service
        return service


def letter_served(
    service_id: str, service: ServiceOnParty, on: date, proof: str, confirmed_by: str | None, jurisdiction: Jurisdiction
) -> LetterServed:
    """Return the event that the party was served *on* a day.

    It has the party's last day to appeal, unless the letter is one without an appeal.
    """
    until = None
    if service.appeal:
        until = last_day_to_appeal(service.party, service.method, service.place, on, jurisdiction)
    return LetterServed(**about(service_id, service), served_on=on, proof=proof, confirmed_by=confirmed_by, appeal_until=until)


def way(rules: ServiceOfProcess, method: Method) -> Way:
    """Return the jurisdiction's rule for the proof of service by *method*."""
    rule = rules.ways[method]
    return Way(rule.proven_by, rule.presumed_after_days)


def about(service_id: str, service: ServiceOnParty) -> dict[str, Any]:
    """Return the fields that every event of a service has."""
    return {"case_number": service.case_number, "service_id": service_id, "party": service.party, "method": service.method}
