"""From a signed determination to service on every party, never sent twice.

Holds, releases, proofs, returned mail and reissues.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pypdf import PdfReader

from runtime.content.store import FolderLetterStore
from runtime.loop.effects import NotAskable
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.acts.addresses import ChangeAddress
from schemas.messages.application import ServiceAddress
from schemas.messages.decision import CaseAssessed, SignedItem
from schemas.messages.letters import (
    NO_ADDRESS,
    ConfirmService,
    LetterHeld,
    LetterIssued,
    LetterReleased,
    LetterRequestRefused,
    LetterReturned,
    LetterSent,
    LetterServed,
    OfServiceOnParty,
    ReissueLetter,
    ReleaseLetter,
    ReportReturnedMail,
    ServiceAttempted,
    ServiceFailed,
    ServiceIntended,
    ServiceUnsure,
)
from schemas.wire.codec import Sealed
from schemas.wire.dead_letters import MessageParked, ReplayParked
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.letters.composition.layout import load_layout
from services.letters.handlers.serving.channel import Consignment, DeliveryUnavailable, Papers, Receipt
from services.triage.app import create_app as create_triage
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, signature, submission

S = TypeVar("S", bound=OfServiceOnParty)

SENT_AT = datetime.fromisoformat("2015-04-28T06:30:00Z")
"""In California it is still the 27th."""

SERVED_ON, APPEAL_UNTIL = date(2015, 4, 27), date(2015, 6, 1)
PARTIES = ("worker", "claims-administrator", "employer", "provider", "agency")
WRONG_DATE = SignedItem(
    item=1,
    outcome="upheld",
    reason="The numbers of the guideline.",
    rationale="The worker was injured on 01/02/2009. The guideline supports a trial of 6 visits; more need a documented gain in function.",
)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Channel:
    """A provider that counts by key the letters of determinations it really sends.

    Those of notices count with *takes_notices*.

    A test can interrupt it *before* and *after* sending.
    """

    letters: dict[str, bytes] = field(default_factory=dict)
    covers: dict[str, bytes] = field(default_factory=dict)
    consignments: list[Consignment] = field(default_factory=list)
    refusal: str | None = None
    askable: bool = True
    takes_notices: bool = False
    sent_at: datetime = SENT_AT
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None

    def deliver(self, consignment: Consignment, papers: Papers) -> Receipt:
        """Send the papers once per service id."""
        if consignment.notice is None or self.takes_notices:
            self.before()
        if self.refusal:
            return Receipt(status="refused", reference=self.refusal, at=self.sent_at)
        if consignment.notice is not None and not self.takes_notices:
            return self._receipt(consignment.service_id)
        self.consignments.append(consignment)
        self.letters[consignment.service_id] = papers["letter"]
        self.covers |= {consignment.service_id: papers["cover"]} if "cover" in papers else {}
        self.after()
        return self._receipt(consignment.service_id)

    def ask(self, service_id: str) -> Receipt | None:
        """Return the receipt of a service that was sent."""
        if not self.askable:
            raise NotAskable
        return self._receipt(service_id) if service_id in self.letters else None

    @property
    def sent(self) -> list[str]:
        """The key of each sending, repeats included."""
        return [each.service_id for each in self.consignments]

    def _receipt(self, service_id: str) -> Receipt:
        return Receipt(status="sent", reference=f"example-provider {service_id}", at=self.sent_at)


@pytest.fixture
def channel() -> Channel:
    """A provider that works."""
    return Channel()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with letters in one folder and an organization's sentences in another."""
    (tmp_path / "layouts" / "fonts").mkdir(parents=True)
    return Settings(data_dir=tmp_path, letter_layouts_dir=tmp_path / "layouts")


@pytest.fixture
async def stream(settings: Settings, channel: Channel) -> MemoryStream:
    """All services with the example registry; letters leave by the channel."""
    services = [create_intake(settings), create_triage(settings), create_decision(settings), create_letters(settings, channel)]
    stream = MemoryStream(*services, partitions=settings.partitions, now=RECEIVED_AT)
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    return stream


def words(pdf: bytes) -> str:
    """Return the text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def determined(stream: MemoryStream, *items: SignedItem, **changes: Any) -> None:
    """Bring the example to its reviewer, who signs *items*."""
    stream.publish(submission(**changes))
    await stream.settle()
    (assessed,) = stream.messages(CaseAssessed)
    stream.publish(signature(assessed.reviewer_id, *items))
    await stream.settle()


def service(party: str, number: int = 1, letter_version: int = 1) -> str:
    """Return the id of a service."""
    return f"{CASE_NUMBER}.{letter_version}.{party}.{number}"


def reissue(**changes: Any) -> ReissueLetter:
    """Return the command to serve the same letter on all parties again."""
    asked = {"new_version": False, "parties": (), "method": None, "address": None, **changes}
    return ReissueLetter(notice=None, case_number=CASE_NUMBER, actor="Example Operator", reason="The worker has moved.", **asked)


def release(*findings: str) -> ReleaseLetter:
    """Return the command to release a letter in spite of *findings*."""
    return ReleaseLetter(
        notice=None,
        case_number=CASE_NUMBER,
        actor="Example Operator",
        reason="An earlier injury, as the summary says.",
        findings=findings,
    )


def confirm(service_id: str) -> ConfirmService:
    """Return the report of a person who handed the letter over two days later."""
    return ConfirmService(
        case_number=CASE_NUMBER,
        service_id=service_id,
        actor="Example Operator",
        served_on=date(2015, 4, 29),
        proof="Signed for.",
    )


def report(stream: MemoryStream, command: ConfirmService | ReportReturnedMail) -> None:
    """Write a person's report on the day of the latest, May 4."""
    stream.now = max(stream.now, datetime(2015, 5, 4, 20, tzinfo=UTC))
    stream.publish(command)


def returned(service_id: str) -> ReportReturnedMail:
    """Return the report that the letter came back."""
    return ReportReturnedMail(
        case_number=CASE_NUMBER,
        service_id=service_id,
        actor="Example Operator",
        returned_on=date(2015, 5, 4),
        reason="Addressee unknown.",
    )


def of_determination(stream: MemoryStream, kind: type[S]) -> list[S]:
    """Return the events of *kind* about the service of a determination's letter."""
    return [each for each in stream.messages(kind) if each.service_id.split(".")[1].isdigit()]


def refusals(stream: MemoryStream) -> list[str]:
    """Return the codes of the refusals."""
    return [refused.code for refused in stream.messages(LetterRequestRefused)]


async def test_every_party_is_served_with_its_copy(stream: MemoryStream, channel: Channel, settings: Settings) -> None:
    """Each party gets its own copy once; time to appeal runs from the local day of service."""
    await determined(stream)

    (issued,) = stream.messages(LetterIssued)
    store = FolderLetterStore(settings.data_dir / "letters")
    copies = {service(file.recipient): store.get(file.sha256) for file in issued.files if file.format == "pdf"}
    del copies[service("public")]
    assert copies == channel.letters
    assert sorted(copies) == sorted(channel.sent)
    assert len(set(copies.values())) == len(PARTIES)
    served = {each.party: (each.served_on, each.appeal_until) for each in of_determination(stream, LetterServed)}
    assert {
        **dict.fromkeys(PARTIES[:3], (SERVED_ON, APPEAL_UNTIL)),
        **dict.fromkeys(PARTIES[3:], (SERVED_ON, None)),
    } == served


async def test_each_copy_goes_under_its_cover(stream: MemoryStream, channel: Channel) -> None:
    """Each cover is addressed to its party and names the case and the last day to appeal."""
    await determined(stream)
    texts = {key: words(cover) for key, cover in channel.covers.items()}

    assert sorted(map(service, PARTIES)) == sorted(texts)
    assert "Pat Exampleworker" in texts[service("worker")]
    assert all(CASE_NUMBER in text for text in texts.values())
    for party in PARTIES:
        assert (party in PARTIES[:3]) == ("You can appeal until" in texts[service(party)]), texts[service(party)]


async def test_each_service_goes_in_three_steps(stream: MemoryStream) -> None:
    """Each party's service is intended, attempted and served, in this order."""
    await determined(stream)
    steps = [
        (type(message), message.service_id)
        for _, message in stream.read()
        if isinstance(message, ServiceIntended | ServiceAttempted | LetterServed)
    ]

    for party in PARTIES:
        assert [ServiceIntended, ServiceAttempted, LetterServed] == [step for step, each in steps if each == service(party)]


async def test_letters_events_name_no_party(stream: MemoryStream) -> None:
    """Names and addresses go to the provider; events have the kind of party only."""
    await determined(stream)
    words = (b"Exampleworker", b"Inventedphysician", b"Sampleadjuster")
    values = [
        record.value or b"" for (topic, _), records in stream.topics.items() if topic == "imr.letters.events" for record in records
    ]

    assert values
    assert not [word for word in words for value in values if word in value]


async def test_a_finding_holds_the_letter_until_staff_release_it(stream: MemoryStream, channel: Channel) -> None:
    """A wrong date of injury holds the letter; released with a reason, it is served."""
    await determined(stream, WRONG_DATE)
    (held,) = stream.messages(LetterHeld)
    assert ([], []) == (stream.messages(LetterIssued), channel.sent)
    ids = tuple(finding.id for finding in held.findings)

    stream.publish(release(*ids))
    await stream.settle()

    (issued,) = stream.messages(LetterIssued)
    assert issued.release is not None
    assert ("Example Operator", "An earlier injury, as the summary says.", ids) == (
        issued.release.actor,
        issued.release.reason,
        issued.release.findings,
    )
    assert [issued.release] == [each.release for each in stream.messages(LetterReleased)]
    assert len(PARTIES) == len(channel.sent)
    assert "01/02/2009" not in held.model_dump_json()


async def test_a_release_names_every_finding_of_a_letter_that_is_held(stream: MemoryStream) -> None:
    """A release is refused without a held letter, or unless it names exactly its findings."""
    stream.publish(release("injury-date.1"))
    await determined(stream, WRONG_DATE.model_copy(update={"rationale": f"{WRONG_DATE.rationale} [TBD]"}))
    (held,) = stream.messages(LetterHeld)
    first, *others = (finding.id for finding in held.findings)
    assert others

    for findings in ((first,), (first, *others, "outcome.7"), (first, *others), (first, *others)):
        stream.publish(release(*findings))
        await stream.settle()

    assert ["NOTHING_HELD", "FINDINGS_NOT_ACCEPTED", "NO_SUCH_FINDING", "NOTHING_HELD"] == refusals(stream)
    assert 1 == len(stream.messages(LetterIssued))


async def test_service_by_hand_is_proven_by_a_person(stream: MemoryStream) -> None:
    """Service by hand waits for confirmation, and the time to appeal runs from its day."""
    address = ServiceAddress(party="worker", method="hand", address="1 Example Lane, Exampleville")
    await determined(stream, service_addresses=(address,))
    assert [service("worker")] == [sent.service_id for sent in of_determination(stream, LetterSent)]
    assert service("worker") not in [served.service_id for served in of_determination(stream, LetterServed)]

    report(stream, confirm(service("worker")))
    report(stream, confirm(service("worker")))
    await stream.settle()

    (served,) = [each for each in of_determination(stream, LetterServed) if each.party == "worker"]
    assert (date(2015, 4, 29), date(2015, 5, 29), "Example Operator") == (
        served.served_on,
        served.appeal_until,
        served.confirmed_by,
    )
    assert ["NOTHING_TO_CONFIRM"] == refusals(stream)


async def test_a_party_without_an_address_is_served_once_it_has_one(stream: MemoryStream, channel: Channel) -> None:
    """The others are served; its time to appeal runs from its own day, by its cover."""
    known = tuple(each for each in submission().application.service_addresses if each.party != "worker")
    await determined(stream, service_addresses=known)
    failed = [(each.service_id, each.reason) for each in of_determination(stream, ServiceFailed)]
    others = [service(party) for party in PARTIES[1:]]

    assert [(service("worker"), NO_ADDRESS)] == failed
    assert others == channel.sent == [each.service_id for each in of_determination(stream, LetterServed)]
    channel.sent_at = stream.now = SENT_AT + timedelta(days=60)
    stream.publish(
        ChangeAddress(
            case_number=CASE_NUMBER,
            party="worker",
            address="7 Example Road\nExampletown, CA 90000",
            method=None,
            place=None,
            actor="Example Clerk",
            reason="The worker called.",
        )
    )
    await stream.settle()

    assert [*others, service("worker", 2)] == channel.sent
    assert "Chiropractic, 6 visits" in words(channel.letters[service("worker", 2)])
    cover = words(channel.covers[service("worker", 2)])
    assert "Pat Exampleworker 7 Example Road Exampletown, CA 90000" in cover
    served = of_determination(stream, LetterServed)[-1]
    assert (service("worker", 2), date(2015, 6, 26), date(2015, 7, 31)) == (
        served.service_id,
        served.served_on,
        served.appeal_until,
    )
    assert "You can appeal until 07/31/2015." in cover
    assert {"07/31/2015" in words(channel.covers[each]) for each in others} == {False}


async def test_returned_mail_reopens_that_party_alone(stream: MemoryStream, channel: Channel) -> None:
    """Served again at another address, the party gets the same bytes and a new window."""
    await determined(stream)
    report(stream, returned(service("worker")))
    await stream.settle()
    assert [service("worker")] == [each.service_id for each in stream.messages(LetterReturned)]

    stream.publish(reissue(parties=("worker",), address="2 Example Lane, Exampleville"))
    await stream.settle()

    again = service("worker", 2)
    assert [again] == channel.sent[len(PARTIES) :]
    assert channel.letters[service("worker")] == channel.letters[again]
    assert "2 Example Lane, Exampleville" == channel.consignments[-1].address
    assert [again] == [each.service_id for each in of_determination(stream, LetterServed)][len(PARTIES) :]


async def test_a_letter_that_never_left_cannot_come_back(stream: MemoryStream) -> None:
    """A report on an unknown service, or the same report twice, is refused."""
    await determined(stream)
    for service_id in (service("attorney"), service("worker"), service("worker")):
        report(stream, returned(service_id))
        await stream.settle()
    report(stream, confirm(service("attorney")))
    await stream.settle()

    assert ["NO_SUCH_SERVICE", "NOTHING_TO_RETURN", "NO_SUCH_SERVICE"] == refusals(stream)


async def test_a_new_version_is_printed_with_the_sentences_of_today(
    stream: MemoryStream, channel: Channel, settings: Settings
) -> None:
    """After a sentence was corrected, a new version with other bytes is served on all."""
    await determined(stream)
    ours = next((ROOT / "services/letters/layouts").glob("*-2014/1/statements/en.yaml"))
    assert settings.letter_layouts_dir is not None
    own = settings.letter_layouts_dir / ours.relative_to(ROOT / "services/letters/layouts")
    own.parent.mkdir(parents=True)
    own.write_text(ours.read_text().replace("how_made: >-\n", "how_made: >-\n  This was mended.\n"))
    load_layout.cache_clear()  # a worker reads its layouts once; this is the restart

    stream.publish(reissue(new_version=True))
    await stream.settle()

    first, second = stream.messages(LetterIssued)
    assert (1, 2, 1, "The worker has moved.") == (
        first.letter_version,
        second.letter_version,
        second.determination_version,
        second.reissue_reason,
    )
    assert [file.recipient for file in first.files] == [file.recipient for file in second.files]
    assert channel.letters[service("worker")] != channel.letters[service("worker", letter_version=2)]
    assert [service(party, letter_version=2) for party in PARTIES] == channel.sent[len(PARTIES) :]


async def test_an_impossible_reissue_is_refused(stream: MemoryStream, channel: Channel) -> None:
    """Without a letter, or with parties named wrongly, nothing is sent."""
    stream.publish(reissue())
    await determined(stream)
    for command in (
        reissue(parties=("attorney",)),
        reissue(address="somewhere"),
        reissue(parties=PARTIES[:2], address="somewhere"),
    ):
        stream.publish(command)
    await stream.settle()

    assert ["NOTHING_ISSUED", "NO_SUCH_PARTY", "WHOSE_ADDRESS", "WHOSE_ADDRESS"] == refusals(stream)
    assert len(PARTIES) == len(channel.sent)


async def test_a_refusal_waits_for_another_way(stream: MemoryStream, channel: Channel) -> None:
    """A refused delivery sends nothing, and staff can serve the party by fax instead."""
    channel.refusal = "The address is not complete."
    await determined(stream)
    assert len(PARTIES) == len(of_determination(stream, ServiceFailed))

    channel.refusal = None
    stream.publish(reissue(parties=("provider",), method="fax"))
    await stream.settle()

    assert [("provider", "fax")] == [(served.party, served.method) for served in of_determination(stream, LetterServed)]
    assert [service("provider", 2)] == channel.sent


async def test_a_provider_that_is_down_is_tried_again(stream: MemoryStream, channel: Channel) -> None:
    """Nothing is sent or lost while it is down; afterwards each letter goes once."""

    def down() -> None:
        raise DeliveryUnavailable

    channel.before = down
    await determined(stream)
    assert ([], []) == (channel.sent, of_determination(stream, LetterServed))

    channel.before = lambda: None
    await stream.pass_time(timedelta(hours=1))

    assert sorted(map(service, PARTIES)) == sorted(channel.sent)
    assert len(PARTIES) == len(of_determination(stream, LetterServed))


@pytest.fixture(params=["before", "after"])
def deadly(request: pytest.FixtureRequest, channel: Channel) -> Iterator[str]:
    """A process that is killed when it sends: just before, or just after."""
    died = []

    def die() -> None:
        if not died:
            died.append(True)
            raise Killed

    setattr(channel, request.param, die)
    yield request.param
    assert died


@pytest.mark.usefixtures("deadly")
async def test_killed_while_sending_each_letter_still_goes_once(stream: MemoryStream, channel: Channel) -> None:
    """After a restart from the changelog the provider is asked, and each letter goes once."""
    with pytest.raises(Killed):
        await determined(stream)
    stream.restart("letters")
    await stream.settle()

    assert sorted(map(service, PARTIES)) == sorted(channel.sent)
    assert sorted(map(service, PARTIES)) == sorted(each.service_id for each in of_determination(stream, LetterServed))


@pytest.mark.usefixtures("deadly")
async def test_a_person_settles_an_unknown_outcome(stream: MemoryStream, channel: Channel) -> None:
    """An unknown outcome is never sent again automatically; only a confirmation settles it."""
    channel.askable = False
    with pytest.raises(Killed):
        await determined(stream)
    before = channel.sent[:]
    stream.restart("letters")
    await stream.settle()

    unsure = [each.service_id for each in of_determination(stream, ServiceUnsure)]
    assert sorted(map(service, PARTIES)) == sorted(unsure)
    assert before == channel.sent

    report(stream, confirm(unsure[0]))
    await stream.settle()
    assert [unsure[0]] == [each.service_id for each in of_determination(stream, LetterServed)]


async def test_reading_everything_again_sends_nothing(stream: MemoryStream, channel: Channel) -> None:
    """Every message repeated, before and after a restart, still sends once per key."""
    await determined(stream)
    report(stream, returned(service("worker")))
    stream.publish(reissue(parties=("worker",)))
    await stream.settle()
    before = sorted(channel.sent)

    for restart in (False, True):
        if restart:
            stream.restart("letters")
        for (topic, partition), records in list(stream.topics.items()):
            for record in list(records) if not topic.endswith("changelog") else []:
                stream.write(Sealed(topic, partition, record.key or b"", record.value, tuple(record.headers)))
        await stream.settle()

    assert before == sorted(channel.sent)
    assert len(set(before)) == len(before) == len(PARTIES) + 1


async def test_a_dead_letter_replayed_sends_once(stream: MemoryStream, channel: Channel, settings: Settings) -> None:
    """A letter that could not be printed is parked and goes once, however often replayed."""
    assert settings.letter_layouts_dir is not None
    broken = settings.letter_layouts_dir / "ca-workers-comp-2014/1/statements/en.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("how_made: [")
    await determined(stream)
    (parked,) = [each.parked for each in stream.messages(MessageParked) if each.parked.consumer == "letters"]
    assert [] == channel.sent

    broken.unlink()
    for _ in range(2):
        stream.publish(ReplayParked(parked=parked, actor="Example Operator"))
        await stream.settle()

    assert sorted(map(service, PARTIES)) == sorted(channel.sent)
