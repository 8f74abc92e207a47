"""Two cases of one employee, injury and physician go on as one (8 CCR 9792.10.4(a))."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest

from runtime.loop.consume import Result
from runtime.testing import MemoryStream
from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged
from schemas.messages.acts.appeals import CaseAppealed
from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidateCases,
    ConsolidationAbandoned,
    ConsolidationAnswered,
    ConsolidationProposed,
    ItemsJoined,
)
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.application import Item
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused
from schemas.messages.intake import CaseReadyForReview, ReceiveRecords
from schemas.messages.letters import LetterIssued, LetterRequestRefused
from schemas.messages.lifecycle import (
    AuthorizeTreatment,
    CaseFileChanged,
    CaseRequestRefused,
    CaseUnchanged,
    TreatmentAuthorised,
    WithdrawApplication,
)
from schemas.messages.triage import ReleaseReviewer, ReviewerAssigned
from tests.examples import CASE_NUMBER, application, signature, submission
from tests.flow.test_appeals import appeal, remand
from tests.flow.test_letters import Channel
from tests.flow.test_told_in_review import NOTES, channel, no_records, say, stream, texts

__all__ = ["channel", "stream"]

SECOND = f"{CASE_NUMBER[:-1]}2"
ACUPUNCTURE = Item(number=1, request="Acupuncture, 8 sessions", treatment="acupuncture", body_region="low-back")
LATER_REVIEW = application().utilization_review.model_copy(
    update={"decided_on": date(2015, 4, 1), "denial_served_on": date(2015, 4, 1)}
)
PARTIES = {"worker", "provider", "claims-administrator"}


def second(**changes: Any) -> Any:
    """Another application of the same employee, for another treatment and decision."""
    filed = submission("second", **{"items": (ACUPUNCTURE,), "utilization_review": LATER_REVIEW, **changes})
    return filed.model_copy(update={"received_at": filed.received_at + timedelta(days=2)})


def consolidate(stream: MemoryStream, number: str = CASE_NUMBER, other: str = SECOND) -> ConsolidateCases:
    """Return the command, at the stream's time."""
    return ConsolidateCases(case_number=number, with_case=other, actor="Example Clerk", reason="One reviewer.", acted_at=stream.now)


async def test_two_cases_get_one_determination(stream: MemoryStream, channel: Channel) -> None:
    """One letter for the items of both, one free seat, one notice for each party."""
    await say(stream, submission())
    await stream.pass_time(timedelta(days=2))
    await say(stream, second())
    (proposed,) = stream.messages(ConsolidationProposed)
    assert (SECOND, CASE_NUMBER) == (proposed.case_number, proposed.with_case)
    drafts = {each.case_number: each for each in stream.messages(CaseAssessed)}
    assert {CASE_NUMBER, SECOND} == drafts.keys()
    due = {each.case_number: each.determination_due_at for each in stream.messages(CaseReadyForReview)}
    assert due[CASE_NUMBER] < due[SECOND]

    command = consolidate(stream, SECOND, CASE_NUMBER)
    await say(stream, command)
    (ended,), (joined,) = stream.messages(CaseConsolidated), stream.messages(ItemsJoined)
    assert (CASE_NUMBER, SECOND, {1: 2, 2: 3}) == (ended.case_number, ended.into, ended.items)
    assert (SECOND, due[CASE_NUMBER]) == (joined.case_number, joined.determination_due_at)
    assert [CASE_NUMBER] == [each.case_number for each in stream.messages(ReleaseReviewer)]
    told = texts(channel, "consolidation")
    assert PARTIES == told.keys()
    for text in told.values():
        assert f"The applications {CASE_NUMBER} and {SECOND}" in text
        assert "utilization review decision of 04/01/2015" in text

    await say(stream, signature(drafts[CASE_NUMBER].reviewer_id))
    assert "case-ended" == stream.messages(SignatureRefused)[-1].code
    await say(stream, command.model_copy(update={"acted_at": stream.now + timedelta(minutes=1)}))
    assert 1 == len(stream.messages(CaseUnchanged))
    newest = stream.messages(CaseAssessed)[-1]
    assert (SECOND, [1, 2, 3]) == (newest.case_number, [each.item for each in newest.assessments])
    await say(stream, signature(newest.reviewer_id, case_number=SECOND))
    (signed,) = stream.messages(DeterminationSigned)
    assert [1, 2, 3] == [each.item for each in signed.decisions]
    assert [SECOND] == [each.case_number for each in stream.messages(LetterIssued)]
    letter = texts(channel, "1", SECOND)["worker"]
    for words in (SECOND, CASE_NUMBER, "04/01/2015", "03/27/2015", ACUPUNCTURE.request):
        assert words in letter
    assert 0 == stream.results[Result.PARKED]


async def test_an_address_is_changed_under_the_number_that_goes_on(stream: MemoryStream, channel: Channel) -> None:
    """Under the other number it would be lost: the refusal names the right one."""
    await say(stream, submission(), second(), consolidate(stream, SECOND, CASE_NUMBER))
    moved = ChangeAddress(
        case_number=CASE_NUMBER,
        party="worker",
        address="7 Example Road",
        method=None,
        place=None,
        actor="Example Clerk",
        reason="They have moved.",
    )
    await say(stream, moved)
    (refused,) = stream.messages(LetterRequestRefused)
    assert ("CONSOLIDATED", f"this case goes on in {SECOND}; change the address under that number") == (refused.code, refused.text)
    assert [] == stream.messages(PartyAddressChanged)

    await say(stream, moved.model_copy(update={"case_number": SECOND}))
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id, case_number=SECOND))
    assert ["7 Example Road"] == [each.address for each in channel.consignments if each.party == "worker" and each.notice is None]


async def test_a_signature_that_crosses_neither_loses_an_item_nor_decides_it_twice(stream: MemoryStream) -> None:
    """Decision knows which came first; a signature of an old draft is refused."""
    await say(stream, submission(), second())
    drafts = {each.case_number: each for each in stream.messages(CaseAssessed)}
    stream.publish(consolidate(stream))
    stream.publish(signature(drafts[SECOND].reviewer_id, case_number=SECOND))
    stream.publish(signature(drafts[CASE_NUMBER].reviewer_id, assessment_id=drafts[CASE_NUMBER].assessment_id))
    await stream.settle()

    decided = [(each.case_number, item.item) for each in stream.messages(DeterminationSigned) for item in each.decisions]
    assert 1 == len(stream.messages(ItemsJoined))
    assert [] == decided
    assert {"consolidation-pending", "outdated-assessment", "case-ended"} >= {
        each.code for each in stream.messages(SignatureRefused)
    }
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert [[1, 2, 3]] == [[item.item for item in each.decisions] for each in stream.messages(DeterminationSigned)]


@pytest.mark.parametrize("signed", [CASE_NUMBER, SECOND])
async def test_a_signature_of_which_intake_has_not_heard_keeps_the_cases_apart(stream: MemoryStream, signed: str) -> None:
    """Intake asks, for it knows of none; decision answers, and each item is decided once."""
    await say(stream, submission(), second())
    drafts = {each.case_number: each for each in stream.messages(CaseAssessed)}
    stream.publish(signature(drafts[signed].reviewer_id, case_number=signed))
    with suppress(RuntimeError):
        await stream.settle(rounds_max=1)
    stream.publish(consolidate(stream))
    await stream.settle()

    (abandoned,) = stream.messages(ConsolidationAbandoned)
    assert ("already-signed", True) == (abandoned.code, abandoned.text.startswith(signed))
    (other,) = drafts.keys() - {signed}
    await say(stream, signature(drafts[other].reviewer_id, case_number=other))
    decided = [(each.case_number, item.item) for each in stream.messages(DeterminationSigned) for item in each.decisions]
    assert [(CASE_NUMBER, 1), (CASE_NUMBER, 2), (SECOND, 1)] == sorted(decided)
    assert [] == stream.messages(ItemsJoined)


async def test_a_signed_case_stays_apart(stream: MemoryStream) -> None:
    """Its determination is made, and the other case goes on."""
    await say(stream, submission(), second())
    drafts = {each.case_number: each for each in stream.messages(CaseAssessed)}
    await say(stream, signature(drafts[SECOND].reviewer_id, case_number=SECOND), consolidate(stream))

    (refused,) = stream.messages(CaseRequestRefused)
    assert f"{SECOND} is determined, which does not allow this." == refused.text
    assert [] == stream.messages(ConsolidationAnswered)
    await say(stream, signature(drafts[CASE_NUMBER].reviewer_id))
    assert [SECOND, CASE_NUMBER] == [each.case_number for each in stream.messages(DeterminationSigned)]


async def test_a_case_that_ended_meanwhile_stays_apart(stream: MemoryStream) -> None:
    """Staff accept a proposal late: the refusal names the state."""
    await say(stream, submission(), second())
    everything = AuthorizeTreatment(
        case_number=SECOND, items=(), authorised_on=stream.now.date(), actor="Example Clerk", reason="Letter.", acted_at=stream.now
    )
    await say(stream, everything, consolidate(stream))

    (refused,) = stream.messages(CaseRequestRefused)
    assert ("not-allowed", f"{SECOND} is terminated, which does not allow this.") == (refused.code, refused.text)
    (kept,) = [each for each in stream.messages(CaseAssessed) if each.case_number == CASE_NUMBER]
    await say(stream, signature(kept.reviewer_id))
    assert [CASE_NUMBER] == [each.case_number for each in stream.messages(DeterminationSigned)]


async def test_the_papers_of_both_are_one_file(stream: MemoryStream) -> None:
    """A case that waits for records is reviewed with those of the other, by its last day."""
    await say(stream, submission(**no_records()), second())
    (ready,) = stream.messages(CaseReadyForReview)
    assert SECOND == ready.case_number
    await say(stream, consolidate(stream))

    (joined,) = stream.messages(ItemsJoined)
    _, begun = stream.messages(CaseReadyForReview)
    assert (CASE_NUMBER, ready.determination_due_at) == (begun.case_number, begun.determination_due_at)
    assert [(1, 2, 3)] == [each.items for each in begun.clocks]
    assert "ready" == joined.state
    newest = stream.messages(CaseAssessed)[-1]
    assert (CASE_NUMBER, [1, 2, 3]) == (newest.case_number, [each.item for each in newest.assessments])
    await say(stream, signature(newest.reviewer_id))
    assert [1, 2, 3] == [each.item for each in stream.messages(DeterminationSigned)[0].decisions]


async def test_both_cases_may_wait_for_records(stream: MemoryStream, channel: Channel) -> None:
    """The case goes on waiting; records under either number complete the one file."""
    await say(stream, submission(**no_records()), second(**{**no_records(), "items": (ACUPUNCTURE,)}), consolidate(stream))
    assert [] == stream.messages(CaseReadyForReview)
    papers = NOTES.model_copy(update={"sent_by": "claims-administrator"})
    records = ReceiveRecords(
        case_number=SECOND,
        sent_by="claims-administrator",
        documents=(papers,),
        facts={},
        received_at=stream.now,
        actor="Example Clerk",
        reason="By mail.",
    )
    await say(stream, records)

    (ready,) = stream.messages(CaseReadyForReview)
    assert (CASE_NUMBER, [1, 2, 3]) == (ready.case_number, [each.number for each in ready.application.items])
    assert PARTIES == texts(channel, "consolidation", SECOND).keys()


async def test_an_item_is_authorised_by_the_number_under_which_it_was_filed(stream: MemoryStream) -> None:
    """It leaves the review of the case that goes on; without an item, all of that number do."""
    await say(stream, submission(), second(), consolidate(stream))
    by = {"actor": "Example Clerk", "reason": "Letter.", "acted_at": stream.now}
    await say(stream, AuthorizeTreatment(case_number=SECOND, items=(), authorised_on=stream.now.date(), **by))

    (authorised,) = stream.messages(TreatmentAuthorised)
    assert (CASE_NUMBER, (3,)) == (authorised.case_number, authorised.items)
    (changed,) = stream.messages(CaseFileChanged)
    assert CASE_NUMBER == changed.case_number
    newest = stream.messages(CaseAssessed)[-1]
    assert [1, 2] == [each.item for each in newest.assessments]


async def test_a_consolidated_determination_is_corrected_appealed_and_set_aside(stream: MemoryStream, channel: Channel) -> None:
    """An appeal may name either number, and the new review is of the items of both."""
    await say(stream, submission(), second(), consolidate(stream))
    newest = stream.messages(CaseAssessed)[-1]
    await say(stream, signature(newest.reviewer_id))
    (signed,) = stream.messages(DeterminationSigned)
    await stream.pass_time(timedelta(days=10))
    await say(stream, appeal(stream).model_copy(update={"case_number": SECOND}))
    (appealed,) = stream.messages(CaseAppealed)
    assert CASE_NUMBER == appealed.case_number

    await say(stream, remand(stream))
    (remanded,) = stream.messages(CaseRemanded)
    assert [1, 2, 3] == [each.number for each in remanded.application.items]
    again = stream.messages(CaseAssessed)[-1]
    assert again.reviewer_id != signed.reviewer_id
    assert [1, 2, 3] == [each.item for each in again.assessments]
    await say(stream, signature(again.reviewer_id))
    assert [1, 2] == [each.determination_version for each in stream.messages(DeterminationSigned)]
    assert "04/01/2015" in texts(channel, "2")["worker"]
    assert 0 == stream.results[Result.PARKED]


async def test_three_cases_become_one(stream: MemoryStream) -> None:
    """The numbers of all are known in the one that goes on, whatever the order."""
    third_item = ACUPUNCTURE.model_copy(update={"request": "MRI of the low back", "treatment": "mri"})
    third = f"{CASE_NUMBER[:-1]}3"
    filed = submission("third", items=(third_item,), utilization_review=LATER_REVIEW)
    await say(stream, submission(), second(), filed)
    await say(stream, consolidate(stream, SECOND, third), consolidate(stream, CASE_NUMBER, SECOND))

    joined = stream.messages(ItemsJoined)[-1]
    assert [1, 2, 3, 4] == [each.number for each in joined.application.items]
    assert {SECOND: {3: 1}, third: {4: 1}} == {each.case_number: each.items for each in joined.application.joined}
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    (signed,) = stream.messages(DeterminationSigned)
    assert [1, 2, 3, 4] == [each.item for each in signed.decisions]
    assert 3 == len({each.case_number for each in stream.messages(ReviewerAssigned)})


async def test_an_item_is_withdrawn_by_the_number_under_which_it_was_filed(stream: MemoryStream, channel: Channel) -> None:
    """The letter names it among those not decided, and it can be filed for again."""
    await say(stream, submission(), second(), consolidate(stream))
    by = {"actor": "Example Clerk", "reason": "By telephone.", "acted_at": stream.now}
    await say(stream, WithdrawApplication(case_number=SECOND, sent_by="employee", items=(), ground="withdrawn", **by))

    (withdrawn,) = stream.messages(ItemsWithdrawn)
    assert (CASE_NUMBER, (3,)) == (withdrawn.case_number, withdrawn.items)
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert [1, 2] == [each.item for each in stream.messages(DeterminationSigned)[0].decisions]
    assert "The dispute about this treatment was withdrawn, so" in texts(channel, "1")["worker"]
    await say(stream, submission("again", items=(ACUPUNCTURE,), utilization_review=LATER_REVIEW))
    assert f"{CASE_NUMBER[:-1]}3" in {each.case_number for each in stream.messages(CaseReadyForReview)}


async def test_services_that_are_killed_at_every_step_consolidate_once(stream: MemoryStream) -> None:
    """Each step is one message; state and signatures stand where the stream stands."""
    await say(stream, submission(), second())
    drafts = {each.case_number: each for each in stream.messages(CaseAssessed)}
    stream.publish(consolidate(stream))
    stream.publish(consolidate(stream))
    for _ in range(20):
        with suppress(RuntimeError):
            await stream.settle(rounds_max=1)
        for number, draft in drafts.items():
            stream.publish(signature(draft.reviewer_id, case_number=number, assessment_id=draft.assessment_id))
        for service in ("intake", "triage", "decision", "letters"):
            stream.restart(service)
    await stream.settle()

    decided = sorted((each.case_number, item.item) for each in stream.messages(DeterminationSigned) for item in each.decisions)
    assert 1 == len(stream.messages(ItemsJoined)) == len(stream.messages(CaseConsolidated))
    assert [] == decided
    await say(stream, signature(stream.messages(CaseAssessed)[-1].reviewer_id))
    assert [[1, 2, 3]] == [[item.item for item in each.decisions] for each in stream.messages(DeterminationSigned)]
    assert 0 == stream.results[Result.PARKED]
