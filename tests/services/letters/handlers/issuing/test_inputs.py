"""Inputs of a letter: given messages in any order, when the last arrives, then a letter."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest

from runtime.content.store import StoreUnavailable
from schemas.message import Event, Message
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import ReceiptMoved
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.letters import LetterHeld, LetterIssued, ServiceIntended
from schemas.messages.triage import ReviewerAssigned
from schemas.wire.codec import read
from services.letters.context import Context
from services.letters.handlers.issuing.inputs import (
    on_case_ready_for_review,
    on_determination_signed,
    on_items_joined,
    on_receipt_moved,
    on_reviewer_assigned,
)
from services.letters.handlers.serving.channel import Consignment
from tests.examples import ROOT
from tests.services.letters.context import FINDING, Recorder, file_for
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED
from tests.services.letters.handlers.notifying.notified import CASE, received
from tests.services.letters.sample import LETTER

PARTIES = ("worker", "claims-administrator", "employer", "provider", "agency")
"""Of the sample's case, which has no attorney."""

ISSUED = LetterIssued(
    case_number="CM26-4170023",
    determination_version=1,
    corrects=False,
    letter_version=1,
    layout="ca-workers-comp-2014@1",
    draft=False,
    decided_on=date(2026, 4, 29),
    files=tuple(file_for(each) for each in (*PARTIES, "public")),  # type: ignore[arg-type]
    release=None,
    reissue_reason=None,
    warnings=(),
)

SECOND = SIGNED.model_copy(
    update={"determination_version": 2, "reviewer_id": "R-0002", "reason_for_correction": "A slip of the pen."}
)
SECOND_ASSIGNED = ASSIGNED.model_copy(update={"reviewer_id": "R-0002"})


async def handle(messages: Sequence[Message], context: Context) -> list[Event]:
    """Return the events that follow from *messages* in this order."""
    events: list[Event] = []
    for message in messages:
        match message:
            case CaseReadyForReview():
                events += await on_case_ready_for_review(message, AT, context=context)
            case ReviewerAssigned():
                events += await on_reviewer_assigned(message, AT, context=context)
            case ReceiptMoved():
                events += await on_receipt_moved(message, AT, context=context)
            case DeterminationSigned():
                events += await on_determination_signed(message, AT, context=context)
    return events


def issued(events: Sequence[Event]) -> list[LetterIssued]:
    """Return the issued letters among *events*."""
    return [event for event in events if isinstance(event, LetterIssued)]


@pytest.mark.parametrize(
    "messages", list(permutations([READY, ASSIGNED, SIGNED])), ids=lambda order: "-".join(type(one).__name__ for one in order)
)
async def test_the_letter_is_issued_with_the_last_of_the_three(messages: tuple[Message, ...]) -> None:
    """In any order, two of the messages issue nothing and the third issues the letter."""
    recorder = Recorder()

    assert await handle(messages[:2], recorder.context) == []
    assert issued(await handle(messages[2:], recorder.context)) == [ISSUED]
    assert recorder.letters == [LETTER]


MOVED = ReceiptMoved(
    case_number="CM26-4170023",
    submission_id="80d92efe-035f-539c-bca6-61af055ffe45",
    received_at=AT,
    received_on=date(2026, 4, 1),
    before=READY.received_on,
)


@pytest.mark.parametrize(
    ("messages", "received_on"),
    [
        ([READY, MOVED, ASSIGNED, SIGNED], MOVED.received_on),
        ([ASSIGNED, SIGNED, MOVED, READY], READY.received_on),  # a file that comes later has the day itself
        ([READY, ASSIGNED, SIGNED, MOVED], READY.received_on),  # its letter is out
        ([READY, ASSIGNED, SIGNED, MOVED, SECOND_ASSIGNED, SECOND], MOVED.received_on),
    ],
    ids=["before the letter", "before the file", "after the letter", "before a correction"],
)
async def test_an_earlier_receipt_is_printed_from_the_next_letter_on(messages: list[Message], received_on: date) -> None:
    """The letter names the day on which the application arrived first."""
    recorder = Recorder()
    await handle(messages, recorder.context)

    assert received_on == recorder.letters[-1].received_on


async def test_of_an_issued_determination_only_its_version_stays() -> None:
    """After the issue the state keeps the case's facts and no determination."""
    recorder = Recorder()
    await handle([READY, ASSIGNED, SIGNED], recorder.context)

    assert (recorder.case_files["CM26-4170023"].waiting, recorder.case_files["CM26-4170023"].issued) == ((), (1,))
    assert "lower back" not in recorder.case_files["CM26-4170023"].model_dump_json()


async def test_a_newer_determination_issues_a_new_letter() -> None:
    """A second letter has the credentials of the reviewer who signed it."""
    recorder = Recorder()
    await handle([READY, ASSIGNED, SIGNED], recorder.context)
    second = await handle([SECOND, SECOND_ASSIGNED.model_copy(update={"licensure": ("Nevada",)})], recorder.context)

    assert [ISSUED.model_copy(update={"determination_version": 2, "letter_version": 2, "corrects": True})] == issued(second)
    assert [letter.reviewer.licensure for letter in recorder.letters] == [("California", "Oregon"), ("Nevada",)]
    assert recorder.case_files["CM26-4170023"].issued == (1, 2)


async def test_a_determination_that_is_not_newer_issues_nothing() -> None:
    """The same version or an older one changes nothing."""
    recorder = Recorder()
    await handle([READY, ASSIGNED, SECOND_ASSIGNED, SECOND], recorder.context)
    before = dict(recorder.case_files)

    assert await handle([SECOND, SIGNED], recorder.context) == []
    assert before == recorder.case_files
    assert len(recorder.letters) == 1


async def test_an_earlier_reviewer_s_determination_may_arrive_last() -> None:
    """When both assignments come first, each letter still has its own reviewer."""
    recorder = Recorder()
    events = await handle([READY, ASSIGNED, SECOND_ASSIGNED, SIGNED, SECOND], recorder.context)

    assert [letter.determination_version for letter in issued(events)] == [1, 2]


async def test_a_determination_overtaken_while_it_waited_is_dropped() -> None:
    """An older determination without credentials neither delays the newer nor follows it."""
    recorder = Recorder()
    events = await handle([READY, SIGNED, SECOND_ASSIGNED, SECOND, ASSIGNED], recorder.context)

    assert [letter.determination_version for letter in issued(events)] == [2]
    assert recorder.case_files["CM26-4170023"].waiting == ()


async def test_an_automatic_signature_is_a_draft_and_is_not_served() -> None:
    """Letter and event are marked as a draft, and no party's copy is printed."""
    recorder = Recorder()
    events = await handle([READY, ASSIGNED, SIGNED.model_copy(update={"signature": "automatic"})], recorder.context)

    read = tuple(file for file in ISSUED.files if file.recipient in {"worker", "public"})
    assert [ISSUED.model_copy(update={"draft": True, "files": read})] == events
    assert recorder.letters[0].draft
    assert {} == recorder.effects


async def test_a_letter_that_cannot_be_kept_is_not_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the store is unavailable the error reaches the runtime and the state is unchanged."""

    def fail(*_: object) -> None:
        raise StoreUnavailable

    recorder = Recorder()
    await handle([READY, ASSIGNED], recorder.context)
    before = dict(recorder.case_files)
    monkeypatch.setattr(recorder, "print_copies", fail)

    with pytest.raises(StoreUnavailable):
        await handle([SIGNED], recorder.context)
    assert before == recorder.case_files
    assert {} == recorder.effects


async def test_an_issued_letter_is_to_be_served_on_every_party() -> None:
    """Service on each party is intended with its own copy, by the jurisdiction's method."""
    recorder = Recorder()
    events = await handle([READY, ASSIGNED, SIGNED], recorder.context)

    services = [event for event in events if isinstance(event, ServiceIntended)]
    assert list(PARTIES) == [service.party for service in services]
    assert [file_for(each.party).sha256 for each in services] == [each.sha256 for each in services]
    assert [f"CM26-4170023.1.{party}.1" for party in PARTIES] == [each.service_id for each in services]
    assert {each.service_id for each in services} == set(recorder.effects) == set(recorder.services)
    assert ["mail"] == list({each.method for each in services})


async def test_each_copy_goes_under_a_cover_of_its_own() -> None:
    """Each cover has its addressee, the local day, the last day to appeal and all recipients."""
    recorder = Recorder()
    events = await handle([READY, ASSIGNED, SIGNED], recorder.context)

    assert ["Pat Example", "Northwind Example Claims", "Example Crates", "Dr. Robin Example"] == [
        cover.addressee.name for cover in recorder.covers[:4] if cover.addressee
    ]
    worker = recorder.covers[0]
    assert (date(2026, 4, 29), date(2026, 6, 3)) == (worker.dated_on, worker.appeal_until)
    assert ["upheld", "overturned"] == [item.outcome for item in worker.items]
    assert "Pat Example, employee" in worker.recipients
    assert len(PARTIES) == len(worker.recipients)
    assert "trial" not in recorder.covers[2].model_dump_json()
    covers = [event.cover_sha256 for event in events if isinstance(event, ServiceIntended)]
    assert [f"{number:02d}" * 32 for number in range(1, len(PARTIES) + 1)] == covers


async def test_where_and_how_is_the_applications_word() -> None:
    """Method and address are the application's; the event has neither name nor address."""
    address = {"party": "worker", "method": "electronic", "address": "pat@worker.example"}
    application = READY.application.model_dump(mode="json") | {"service_addresses": [address]}
    ready = CaseReadyForReview.model_validate_json(json.dumps(READY.model_dump(mode="json") | {"application": application}))
    recorder = Recorder()
    events = await handle([ready, ASSIGNED, SIGNED], recorder.context)

    consignment = Consignment.model_validate_json(recorder.effects["CM26-4170023.1.worker.1"].data)
    assert ("Pat Example", "electronic", "pat@worker.example") == (consignment.name, consignment.method, consignment.address)
    assert ["electronic", "mail"] == [event.method for event in events if isinstance(event, ServiceIntended)][:2]
    assert not any(word in event.model_dump_json() for event in events for word in ("Pat", "Robin", "worker.example"))


async def test_findings_hold_the_letter() -> None:
    """The findings are published, nothing is printed, and the determination is kept."""
    recorder = Recorder(findings=(FINDING,))
    events = await handle([READY, ASSIGNED, SIGNED], recorder.context)

    assert [LetterHeld(case_number="CM26-4170023", determination_version=1, findings=(FINDING,))] == events
    assert [] == recorder.letters
    held = recorder.case_files["CM26-4170023"].held
    assert held is not None
    assert SIGNED == held.determination


async def test_a_repeated_held_determination_changes_nothing() -> None:
    """A repeated determination is held once."""
    recorder = Recorder(findings=(FINDING,))
    await handle([READY, ASSIGNED, SIGNED], recorder.context)

    assert await handle([SIGNED], recorder.context) == []


async def test_a_corrected_determination_takes_the_place_of_a_held_one() -> None:
    """The sound correction is issued, and the letter held before never is."""
    recorder = Recorder(findings=(FINDING,))
    await handle([READY, ASSIGNED, SECOND_ASSIGNED, SIGNED], recorder.context)
    recorder.findings = ()
    events = await handle([SECOND], recorder.context)

    assert [(2, 1, True)] == [(letter.determination_version, letter.letter_version, letter.corrects) for letter in issued(events)]
    assert recorder.case_files["CM26-4170023"].held is None


async def test_the_facts_of_joined_items_are_kept_for_letter_and_notices() -> None:
    """Before and in the review; after a determination nothing changes."""
    example = read(ItemsJoined, 1, (ROOT / "schemas/examples/imr.intake.items-joined/1.json").read_bytes())
    joined = example.model_copy(update={"case_number": CASE})
    recorder = received()
    assert [] == await on_items_joined(joined, AT, context=recorder.context)
    notices = recorder.notices[CASE].facts
    assert notices is not None
    left_out = {item for each in joined.not_under_review for item in each.items}
    assert tuple(each.number for each in joined.application.items if each.number not in left_out) == notices.items
    assert CASE not in recorder.case_files

    await on_case_ready_for_review(READY, AT, context=recorder.context)
    await on_items_joined(joined, AT, context=recorder.context)
    facts = recorder.case_files[CASE].facts
    assert facts is not None
    assert ["CM15-1330002"] == [each.case_number for each in facts.joined]

    recorder.case_files[CASE] = recorder.case_files[CASE].model_copy(update={"issued": (1,)})
    other = joined.model_copy(update={"application": joined.application.model_copy(update={"joined": ()})})
    await on_items_joined(other, AT, context=recorder.context)
    assert facts == recorder.case_files[CASE].facts
