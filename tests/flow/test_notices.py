"""From an event of a case to a notice in the hands of every party that must have it."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from jurisdictions.files import load_jurisdiction
from runtime.content.store import FolderLetterStore
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged, PartyAddressUnchanged
from schemas.messages.intake import ApplicationFoundIneligible, ApplicationReceived, RecordsOverdue
from schemas.messages.letters import (
    LetterRequestRefused,
    LetterReturned,
    LetterServed,
    OfServiceOnParty,
    ReissueLetter,
    ReportReturnedMail,
    ServiceAttempted,
    ServiceIntended,
)
from schemas.messages.lifecycle import AuthorizeTreatment, CaseTerminated, WithdrawApplication
from schemas.messages.notices import NoticeHeld, NoticeIssued
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.letters.handlers.serving.appeal import last_day_to_appeal
from tests.examples import CASE_NUMBER, RECEIVED_AT, submission
from tests.flow.test_letters import Channel, Killed

RECEIVED_ON = date(2015, 4, 17)
ASKED_FOR_RECORDS = ("worker", "claims-administrator", "provider")
INELIGIBLE = ("worker", "claims-administrator", "employer", "provider")


@pytest.fixture
def channel() -> Channel:
    """A provider that works."""
    return Channel(takes_notices=True)


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    """Settings with letters in a folder of the test."""
    return Settings(
        data_dir=tmp_path,
        review_organization="Example Review Organization",
        review_organization_address="PO Box 1; Exampleville, CA 90000",
    )


@pytest.fixture
def stream(settings: Settings, channel: Channel) -> MemoryStream:
    """Intake and letters; letters leave by the channel."""
    services = [create_intake(settings), create_letters(settings, channel)]
    return MemoryStream(*services, partitions=settings.partitions, now=RECEIVED_AT)


async def submitted(stream: MemoryStream, **changes: Any) -> None:
    """Submit the example with *changes*, and let every message run its course."""
    stream.publish(submission(**changes))
    await stream.settle()


def service(notice: str, party: str, number: int = 1) -> str:
    """Return the id of a service of a notice."""
    return f"{CASE_NUMBER}.{notice}.{party}.{number}"


def words(pdf: bytes) -> str:
    """Return the text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def test_every_party_is_told_that_an_application_is_ineligible(stream: MemoryStream, channel: Channel) -> None:
    """Each has its letter: every reason, its remedy, and the last day to appeal."""
    await submitted(stream, signature=None, documents=(), items=_without_sources())
    (found,) = stream.messages(ApplicationFoundIneligible)
    texts = {key: words(letter) for key, letter in channel.letters.items()}

    assert [service("ineligibility", party) for party in INELIGIBLE] == channel.sent == list(texts)
    assert ["NO_SIGNATURE", "NO_UR_DECISION"] == [reason.code for reason in found.reasons]
    for text in texts.values():
        assert all(reason.text in text and reason.code not in text for reason in found.reasons)
        assert "sign the application" in text
        assert "with a complete copy of that decision" in text
        assert CASE_NUMBER in text
    until = last_day_to_appeal("worker", "mail", None, RECEIVED_ON, load_jurisdiction("ca-workers-comp"))
    assert "Pat Exampleworker 1 Example Lane" in texts[service("ineligibility", "worker")]
    assert f"Your last day to appeal is {until:%m/%d/%Y}." in texts[service("ineligibility", "worker")]
    assert [None] == [each.appeal_until for each in stream.messages(LetterServed) if each.party == "provider"]
    assert "last day to appeal" not in texts[service("ineligibility", "provider")]


async def test_a_notice_is_stored_by_hash_in_every_format(stream: MemoryStream, channel: Channel, settings: Settings) -> None:
    """The event names each file, the stored ones are sent, and no copy is for the public."""
    await submitted(stream, signature=None)
    (issued,) = stream.messages(NoticeIssued)
    store = FolderLetterStore(settings.data_dir / "letters")
    files = {(file.recipient, file.format): store.get(file.sha256) for file in issued.files}

    assert ("ineligibility", "ineligibility", 1, RECEIVED_ON) == (
        issued.notice,
        issued.kind,
        issued.letter_version,
        issued.dated_on,
    )
    assert {("worker", name) for name in ("pdf", "html", "text", "json")} <= files.keys()
    assert {service("ineligibility", party): files[party, "pdf"] for party in INELIGIBLE} == channel.letters
    assert set(INELIGIBLE) == {recipient for recipient, _ in files}


async def test_each_service_of_a_notice_goes_in_three_steps(stream: MemoryStream) -> None:
    """It is intended, attempted and served, in this order; it has no version and no cover."""
    await submitted(stream, signature=None)
    steps = [
        (type(message), message.service_id)
        for _, message in stream.read()
        if isinstance(message, ServiceIntended | ServiceAttempted | LetterServed)
    ]

    for party in INELIGIBLE:
        expected = [ServiceIntended, ServiceAttempted, LetterServed]
        assert expected == [step for step, each in steps if each == service("ineligibility", party)]
    assert {("ineligibility", None, None)} == {
        (each.notice, each.letter_version, each.cover_sha256) for each in stream.messages(ServiceIntended)
    }


async def test_a_repeat_tells_nobody_twice(stream: MemoryStream, channel: Channel) -> None:
    """An event under another id has no effect, whichever comes again."""
    await submitted(stream, signature=None)
    for kind in (ApplicationReceived, ApplicationFoundIneligible):
        stream.publish(stream.messages(kind)[0], message_id=f"again {kind.type}")
    await stream.settle()

    assert 1 == len(stream.messages(NoticeIssued))
    assert len(INELIGIBLE) == len(channel.sent)


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_kill_around_the_sending_sends_once(stream: MemoryStream, channel: Channel, moment: str) -> None:
    """A worker that is killed before or after sending leaves each party one letter."""

    def kill() -> None:
        setattr(channel, moment, lambda: None)
        raise Killed

    setattr(channel, moment, kill)
    with pytest.raises(Killed):
        await submitted(stream, signature=None)
    stream.restart("letters")
    await stream.settle()

    assert sorted(service("ineligibility", party) for party in INELIGIBLE) == sorted(channel.sent)
    assert len(INELIGIBLE) == len(stream.messages(LetterServed))


async def test_a_notice_that_came_back_goes_to_another_address(stream: MemoryStream, channel: Channel) -> None:
    """It is printed again from the stored copy, with the new address and day."""
    await submitted(stream, signature=None)
    stream.now += timedelta(days=10)
    command = ReportReturnedMail(
        case_number=CASE_NUMBER,
        service_id=service("ineligibility", "worker"),
        actor="Example Operator",
        returned_on=date(2015, 4, 24),
        reason="Addressee unknown.",
    )
    stream.publish(command)
    stream.publish(reissue(parties=("worker",), address="7 Example Road\nExampletown, CA 90000"))
    await stream.settle()

    assert [] == stream.messages(LetterRequestRefused)
    assert 1 == len(stream.messages(LetterReturned))
    again = words(channel.letters[service("ineligibility", "worker", 2)])
    assert "Pat Exampleworker 7 Example Road Exampletown, CA 90000" in again
    assert "04/27/2015" in again
    assert (2, {"worker"}, "The worker has moved.") == _print(stream.messages(NoticeIssued)[-1])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"notice": "assignment"}, "NOTHING_ISSUED"),
        ({"notice": None}, "NOTHING_ISSUED"),
        ({"address": "7 Example Road"}, "WHOSE_ADDRESS"),
        ({"parties": ("agency",)}, "NO_SUCH_PARTY"),
    ],
)
async def test_a_reissue_that_cannot_be_is_refused(stream: MemoryStream, changes: dict[str, Any], code: str) -> None:
    """Another notice, no notice, an address for all, or a party without a copy."""
    await submitted(stream, signature=None)
    stream.publish(reissue(**changes))
    await stream.settle()

    assert [code] == [refused.code for refused in stream.messages(LetterRequestRefused)]
    assert "ineligibility" in stream.messages(LetterRequestRefused)[0].text or code != "NOTHING_ISSUED"


async def test_events_of_notices_name_no_party(stream: MemoryStream) -> None:
    """Names and addresses go to the provider and to the letter only."""
    await submitted(stream, signature=None)
    events = [
        message.model_dump_json()
        for _, message in stream.read()
        if isinstance(message, NoticeIssued | OfServiceOnParty | NoticeHeld)
    ]

    assert events
    assert not [event for event in events for word in ("Exampleworker", "Inventedphysician", "Sampleadjuster") if word in event]


async def test_an_ineligible_case_leaves_no_name_in_state(stream: MemoryStream) -> None:
    """A notice is served again from its stored copy."""
    await submitted(stream, signature=None)
    kept = "\n".join(
        record.model_dump_json()
        for state in stream.states("letters")
        for table in state._tables.values()
        for record in table.values()
    )

    assert "ineligibility" in kept
    assert "Exampleworker" not in kept


def without_records() -> dict[str, Any]:
    """Return the changes that leave an application without medical records."""
    known = submission().application
    papers = tuple(each for each in known.documents if each.kind != "medical-record")
    return {"documents": papers, "items": _without_sources()}


async def test_the_parties_are_told_of_the_assignment_and_what_to_send(stream: MemoryStream, channel: Channel) -> None:
    """The claims administrator owes records, the worker may send papers, both know by when."""
    await submitted(stream, **without_records())
    texts = {key: words(letter) for key, letter in channel.letters.items()}

    assert [service("assignment", party) for party in ASKED_FOR_RECORDS] == list(texts)
    for text in texts.values():
        assert "is eligible" in text
        assert "has them by 04/29/2015" in text  # twelve days: the claims administrator is served electronically
        assert "from 09/20/2014 to the request for authorization of 03/20/2015" in text
        assert "Chiropractic, 6 visits" in text
        assert "PO Box 1 Exampleville, CA 90000" in text
    assert "Ari Sampleadjuster Northwind Example Claims" in texts[service("assignment", "claims-administrator")]
    served = [each for each in stream.messages(LetterServed) if each.party == "claims-administrator"]
    assert [(service("assignment", "claims-administrator"), None)] == [(each.service_id, each.appeal_until) for each in served]


async def test_overdue_records_are_asked_for_again(stream: MemoryStream, channel: Channel) -> None:
    """So are worker and physician, who may send some, and the case goes on waiting."""
    await submitted(stream, **without_records())
    await stream.pass_time(timedelta(days=20))
    (overdue,) = stream.messages(RecordsOverdue)
    texts = {key: words(letter) for key, letter in channel.letters.items() if "records-overdue" in key}

    assert [service("records-overdue", party) for party in ("claims-administrator", "worker", "provider")] == list(texts)
    assert all(f"by {overdue.records_due_on:%m/%d/%Y}. They have not come." in text for text in texts.values())


async def test_a_case_that_is_received_and_killed_at_once_is_told_once(stream: MemoryStream, channel: Channel) -> None:
    """A worker that restarts between notice and service sends each copy once."""

    def kill() -> None:
        channel.after = lambda: None
        raise Killed

    channel.after = kill
    with pytest.raises(Killed):
        await submitted(stream, **without_records())
    stream.restart("letters")
    await stream.settle()

    assert sorted(service("assignment", party) for party in ASKED_FOR_RECORDS) == sorted(channel.sent)


async def test_a_new_address_holds_for_what_follows(stream: MemoryStream, channel: Channel) -> None:
    """A notice reissued to another address changes where later letters of the case go."""
    await submitted(stream, **without_records())
    stream.publish(reissue(notice="assignment", parties=("worker",), address="7 Example Road"))
    await stream.settle()
    await stream.pass_time(timedelta(days=20))

    assert "Pat Exampleworker 7 Example Road" in words(channel.letters[service("assignment", "worker", 2)])
    assert "Pat Exampleworker 7 Example Road" in words(channel.letters[service("records-overdue", "worker")])


async def test_a_duplicate_is_told(stream: MemoryStream, channel: Channel) -> None:
    """Its parties get the number of the case under review, at the addresses of the duplicate."""
    await submitted(stream)
    changed = tuple(
        each.model_copy(update={"address": "7 Example Road"}) if each.party == "worker" else each
        for each in submission().application.service_addresses
    )
    await submitted(stream, key="another", service_addresses=changed)
    texts = {key: words(letter) for key, letter in channel.letters.items() if "duplicate" in key}

    assert [service("duplicate", party) for party in INELIGIBLE] == list(texts)
    for text in texts.values():
        assert "Each treatment in it was filed before" in text
        assert f"Chiropractic, 6 visits: {CASE_NUMBER}" in text
    assert "Pat Exampleworker 7 Example Road" in texts[service("duplicate", "worker")]
    assert "last day to appeal" in texts[service("duplicate", "claims-administrator")]


def moved(**changes: Any) -> ChangeAddress:
    """Return the command that serves the worker at another address."""
    fields: dict[str, Any] = {"party": "worker", "address": "7 Example Road", "method": None, "place": None, **changes}
    return ChangeAddress(case_number=CASE_NUMBER, actor="Example Clerk", reason="They have moved.", **fields)


async def test_what_follows_goes_to_the_changed_address(stream: MemoryStream, channel: Channel) -> None:
    """Also a notice that came back before; the other parties stay where they are."""
    await submitted(stream, **without_records())
    stream.publish(moved())
    stream.publish(moved(party="claims-administrator", address=None, method="fax"))
    await stream.settle()
    await stream.pass_time(timedelta(days=20))
    stream.publish(reissue(notice="assignment", parties=("worker",)))
    await stream.settle()

    assert [("worker", ("address",)), ("claims-administrator", ("method",))] == [
        (each.party, each.changed) for each in stream.messages(PartyAddressChanged)
    ]
    for key in (service("records-overdue", "worker"), service("assignment", "worker", 2)):
        assert "Pat Exampleworker 7 Example Road" in words(channel.letters[key])
    faxed = words(channel.letters[service("records-overdue", "claims-administrator")])
    assert ("Date Faxed" in faxed, "Mailed" in faxed) == (True, False)
    ways = {each.service_id: each.method for each in stream.messages(ServiceIntended)}
    assert "fax" == ways[service("records-overdue", "claims-administrator")]


@pytest.mark.parametrize("ended", ["ineligible", "withdrawn"])
async def test_a_closed_case_is_served_again_at_a_changed_address(stream: MemoryStream, channel: Channel, ended: str) -> None:
    """It closes again, with the address; a party that it does not have is refused."""
    await submitted(stream, **({"signature": None} if ended == "ineligible" else {}))
    if ended == "withdrawn":
        stream.publish(withdrawal("withdrawn"))
        await stream.settle()
    notice = "ineligibility" if ended == "ineligible" else "termination"
    stream.now += timedelta(days=10)
    stream.publish(moved())
    stream.publish(moved())
    stream.publish(moved(party="attorney"))
    await stream.settle()
    stream.publish(reissue(notice=notice, parties=("worker",)))
    await stream.settle()

    assert (1, 1) == (len(stream.messages(PartyAddressChanged)), len(stream.messages(PartyAddressUnchanged)))
    assert ["NO_SUCH_PARTY"] == [each.code for each in stream.messages(LetterRequestRefused)]
    assert "Pat Exampleworker 7 Example Road" in words(channel.letters[service(notice, "worker", 2)])
    kept = {name for state in stream.states("letters") for name, table in state._tables.items() if CASE_NUMBER in str(list(table))}
    assert "case-parties" not in kept


def withdrawal(ground: Any) -> WithdrawApplication:
    """Return the command that ends the review on *ground*."""
    return WithdrawApplication(
        case_number=CASE_NUMBER,
        actor="Example Clerk",
        reason="It was asked for.",
        acted_at=RECEIVED_AT,
        sent_by="employee",
        items=(),
        ground=ground,
    )


@pytest.mark.parametrize("has_records", [True, False])
@pytest.mark.parametrize(
    ("ground", "sentence"),
    [
        ("withdrawn", "the application was withdrawn"),
        ("settled", "the dispute about this treatment was settled"),
        ("awarded", "decided by an award"),
        ("authorised", "authorized all of the treatment in dispute"),
    ],
)
async def test_every_party_is_told_of_the_end_of_a_review(
    stream: MemoryStream, channel: Channel, ground: Any, sentence: str, *, has_records: bool
) -> None:
    """Before the review or during it: the ground, the treatment and the last day to appeal."""
    await submitted(stream, **({} if has_records else without_records()))
    authorisation = AuthorizeTreatment(
        case_number=CASE_NUMBER, actor="C", reason="R", acted_at=RECEIVED_AT, items=(), authorised_on=RECEIVED_ON
    )
    stream.publish(authorisation if ground == "authorised" else withdrawal(ground))
    await stream.settle()
    texts = {key: words(letter) for key, letter in channel.letters.items() if "termination" in key}

    assert [service("termination", party) for party in INELIGIBLE] == list(texts)
    for text in texts.values():
        assert sentence in text
        assert f"on {RECEIVED_ON:%m/%d/%Y}, without a determination" in text
        assert "Chiropractic, 6 visits" in text
    until = last_day_to_appeal("worker", "mail", None, RECEIVED_ON, load_jurisdiction("ca-workers-comp"))
    assert f"Your last day to appeal is {until:%m/%d/%Y}." in texts[service("termination", "worker")]
    assert "last day to appeal" not in texts[service("termination", "provider")]
    served = {each.party: each.appeal_until for each in stream.messages(LetterServed) if each.service_id in texts}
    assert ({"provider"}, set(INELIGIBLE)) == ({party for party, day in served.items() if day is None}, served.keys())


@pytest.mark.parametrize("has_records", [True, False])
async def test_a_terminated_case_is_told_once_and_closes(stream: MemoryStream, channel: Channel, *, has_records: bool) -> None:
    """A repeat sends nothing more, and after service only the mark of the case is kept."""
    await submitted(stream, **({} if has_records else without_records()))
    stream.publish(withdrawal("withdrawn"))
    stream.publish(withdrawal("withdrawn"))
    await stream.settle()
    sent = list(channel.sent)
    stream.publish(stream.messages(CaseTerminated)[0], message_id="again")
    await stream.settle()
    tables = [table for state in stream.states("letters") for table in state._tables.items()]
    kept = {name: list(table) for name, table in tables if name != "handled" and CASE_NUMBER in str(list(table))}

    assert sent == channel.sent
    assert {"closed-cases": [CASE_NUMBER]} == kept
    stream.publish(reissue(notice="termination", parties=("worker",), address="7 Example Road"))
    await stream.settle()
    assert "Pat Exampleworker 7 Example Road" in words(channel.letters[service("termination", "worker", 2)])


def reissue(**changes: Any) -> ReissueLetter:
    """Return the command to serve the notice of ineligibility on all parties again."""
    asked = {"notice": "ineligibility", "new_version": False, "parties": (), "method": None, "address": None, **changes}
    return ReissueLetter(case_number=CASE_NUMBER, actor="Example Operator", reason="The worker has moved.", **asked)


def _print(issued: NoticeIssued) -> tuple[int, set[str], str | None]:
    return issued.letter_version, {file.recipient for file in issued.files}, issued.reissue_reason


def _without_sources() -> Any:
    """Return the example's items without facts, whose sources are documents."""
    return tuple(item.model_copy(update={"facts": ()}) for item in submission().application.items)
