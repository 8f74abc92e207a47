"""Service performed: given a scheduled service, when a step is done, then events follow."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest

from jurisdictions.files import load_jurisdiction
from runtime.content.store import FolderLetterStore, StoreUnavailable
from runtime.loop.effects import ACT_SECONDS_MAX, Permit, PermitExpired
from runtime.state.state import Effect
from schemas.messages.application import ServiceMethod
from schemas.messages.letters import LetterSent, LetterServed, ServiceAttempted, ServiceFailed, ServiceUnsure
from services.letters.domain.service_status import Status
from services.letters.handlers.serving.channel import Consignment, DeliveryUnavailable, Papers, Receipt
from services.letters.handlers.serving.perform import ServeLetter, letter_served
from services.letters.handlers.serving.schedule import SERVE_LETTER
from services.letters.state import ServiceOnParty
from tests.services.letters.cases import CASE, service_id

WORKER = service_id("worker")
RULES = load_jurisdiction("ca-workers-comp")
LETTER, COVER = b"%PDF-1.7 a letter", b"%PDF-1.7 a cover"
SENT_AT = datetime(2026, 4, 30, 6, 30, tzinfo=UTC)
"""In California it is still the 29th."""

STATUSES: tuple[Status, ...] = get_args(Status)
ABOUT = {"case_number": CASE, "service_id": WORKER, "party": "worker", "method": "mail"}


@dataclass
class Channel:
    """A channel that keeps sent papers in memory."""

    sent: dict[str, Papers] = field(default_factory=dict)
    available: bool = True

    def deliver(self, consignment: Consignment, papers: Papers) -> Receipt:
        """Send *papers*, if available."""
        if not self.available:
            raise DeliveryUnavailable
        self.sent[consignment.service_id] = papers
        return Receipt(status="sent", reference="example-provider 1", at=SENT_AT)

    def ask(self, service_id: str) -> Receipt | None:
        """Return the receipt of a service that was sent."""
        return Receipt(status="sent", reference="example-provider 1", at=SENT_AT) if service_id in self.sent else None


@dataclass
class Desk:
    """The parts of ServeLetter with one service on the worker."""

    serve: ServeLetter
    services: dict[str, ServiceOnParty]
    store: FolderLetterStore
    channel: Channel
    effect: Effect


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A stored letter with its cover, to be mailed to the worker."""
    return desk_of(tmp_path)


def desk_of(folder: Path, method: ServiceMethod = "mail", status: Status = "intended") -> Desk:
    """Return a stored letter with its cover, to be served on the worker by *method*."""
    store, channel = FolderLetterStore(folder), Channel()
    letter, cover = store.put(LETTER), store.put(COVER)
    service = ServiceOnParty(
        case_number=CASE,
        letter_version=1,
        party="worker",
        method=method,
        sha256=letter,
        jurisdiction="ca-workers-comp",
        status=status,
    )
    consignment = Consignment(
        service_id=WORKER,
        case_number=CASE,
        letter_version=1,
        party="worker",
        method=method,
        name="Pat Exampleworker",
        organization=None,
        address="1 Example Lane",
        sha256=letter,
        cover_sha256=cover,
    )
    effect = Effect(id=WORKER, kind=SERVE_LETTER, subject=CASE, data=consignment.model_dump_json(), attempt=2)
    services = {WORKER: service}
    return Desk(ServeLetter(services, store, channel, load_jurisdiction), services, store, channel, effect)


def proof(status: str = "sent") -> str:
    """Return a channel's receipt as the runtime keeps it."""
    return Receipt.model_validate({"status": status, "reference": "example-provider 1", "at": SENT_AT}).model_dump_json()


def test_an_attempt_is_published_before_anything_is_sent(desk: Desk) -> None:
    """The event counts the attempts; the channel has nothing yet."""
    assert [ServiceAttempted.model_validate({**ABOUT, "attempt": 2})] == desk.serve.attempted(desk.effect)
    assert ("attempted", {}) == (desk.services[WORKER].status, desk.channel.sent)


async def test_the_copy_and_its_cover_are_delivered(desk: Desk) -> None:
    """The channel gets both papers under the service id; its receipt is the proof."""
    receipt = await desk.serve.perform(desk.effect, Permit())

    assert {WORKER: {"letter": LETTER, "cover": COVER}} == desk.channel.sent
    assert Receipt.model_validate_json(proof()) == Receipt.model_validate_json(receipt)


async def test_a_consignment_without_a_cover_is_delivered_alone(desk: Desk) -> None:
    """Service scheduled before covers existed is still performed."""
    consignment = Consignment.model_validate_json(desk.effect.data).model_copy(update={"cover_sha256": None})

    await desk.serve.perform(desk.effect.model_copy(update={"data": consignment.model_dump_json()}), Permit())

    assert {"letter": LETTER} == desk.channel.sent[WORKER]


@pytest.mark.parametrize("paper", [LETTER, COVER], ids=["letter", "cover"])
@pytest.mark.parametrize("damage", ["changed", "lost"])
async def test_a_damaged_paper_is_not_sent(desk: Desk, paper: bytes, damage: str) -> None:
    """Service fails with the reason, and neither paper goes without the other."""
    path = desk.store.path(sha256(paper).hexdigest())
    if damage == "changed":
        path.write_bytes(b"%PDF-1.7 another letter")
    else:
        path.unlink()

    receipt = Receipt.model_validate_json(await desk.serve.perform(desk.effect, Permit()))

    assert ("refused", {}) == (receipt.status, desk.channel.sent)
    assert receipt.reference.startswith("nothing was sent: ")


async def test_a_store_or_channel_that_is_unavailable_is_tried_again(desk: Desk) -> None:
    """The error is retriable and reaches the runtime; the status stays."""
    desk.channel.available = False
    with pytest.raises(DeliveryUnavailable):
        await desk.serve.perform(desk.effect, Permit())
    path = desk.store.path(sha256(LETTER).hexdigest())
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreUnavailable):
        await desk.serve.perform(desk.effect, Permit())
    assert "intended" == desk.services[WORKER].status


async def test_nothing_is_sent_after_the_permit_has_ended(desk: Desk) -> None:
    """The store may be slow; the permit is checked after it, right before the channel."""
    instants = iter([0.0, ACT_SECONDS_MAX + 0.1])
    with pytest.raises(PermitExpired):
        await desk.serve.perform(desk.effect, Permit(lambda: next(instants)))
    assert {} == desk.channel.sent


async def test_an_interrupted_service_is_asked_of_the_channel(desk: Desk) -> None:
    """None before it was sent, the receipt after."""
    assert await desk.serve.ask(desk.effect) is None
    receipt = await desk.serve.perform(desk.effect, Permit())
    assert receipt == await desk.serve.ask(desk.effect)


@pytest.mark.parametrize("method", ["mail", "electronic", "fax"])
def test_sending_proves_service_on_the_local_day(tmp_path: Path, method: ServiceMethod) -> None:
    """The time to appeal runs from the day of sending in California (LC 4610.6(h))."""
    desk = desk_of(tmp_path, method, "attempted")

    (served,) = desk.serve.done(desk.effect, proof())

    assert isinstance(served, LetterServed)
    assert (date(2026, 4, 29), date(2026, 6, 3)) == (served.served_on, served.appeal_until)
    assert ("example-provider 1", None) == (served.proof, served.confirmed_by)
    assert "served" == desk.services[WORKER].status


def test_a_letter_sent_by_hand_waits_for_confirmation(tmp_path: Path) -> None:
    """Sending by hand proves nothing, so no time to appeal runs."""
    desk = desk_of(tmp_path, "hand", "attempted")

    expected = LetterSent.model_validate({**ABOUT, "method": "hand", "sent_at": SENT_AT, "proof": "example-provider 1"})
    assert [expected] == desk.serve.done(desk.effect, proof())
    assert "sent" == desk.services[WORKER].status


def test_a_refusal_of_the_channel_fails_the_service(desk: Desk) -> None:
    """The event gives the channel's reason."""
    expected = ServiceFailed.model_validate({**ABOUT, "reason": "example-provider 1"})

    assert [expected] == desk.serve.done(desk.effect, proof("refused"))
    assert "failed" == desk.services[WORKER].status


def test_an_unknown_outcome_is_reported(desk: Desk) -> None:
    """A person has to find out, so the event says why."""
    expected = ServiceUnsure.model_validate({**ABOUT, "reason": "the channel cannot be asked"})

    assert [expected] == desk.serve.unsure(desk.effect, "the channel cannot be asked")
    assert "unsure" == desk.services[WORKER].status


@pytest.mark.parametrize("status", STATUSES)
def test_a_person_s_report_outranks_the_channel_s(tmp_path: Path, status: Status) -> None:
    """The channel's outcome counts while the service is open; a later status stays."""
    is_open = status in {"intended", "attempted"}
    for answer in ("sent", "refused", "unsure"):
        desk = desk_of(tmp_path, status=status)
        events = desk.serve.unsure(desk.effect, "no answer") if answer == "unsure" else desk.serve.done(desk.effect, proof(answer))

        assert is_open == bool(events)
        assert is_open == (status != desk.services[WORKER].status)


@pytest.mark.parametrize(
    ("party", "until"), [("worker", date(2026, 6, 3)), ("attorney", date(2026, 6, 3)), ("provider", None), ("agency", None)]
)
def test_the_parties_entitled_to_appeal_get_a_last_day(desk: Desk, party: str, until: date | None) -> None:
    """The worker's side and the payers may appeal; the provider and the agency may not."""
    service = desk.services[WORKER].model_copy(update={"party": party})

    assert until == letter_served(WORKER, service, date(2026, 4, 29), "Signed for.", "Example Clerk", RULES).appeal_until
