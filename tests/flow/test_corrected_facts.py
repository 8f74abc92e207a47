"""A fact is corrected between draft and signature, with all services."""

from runtime.content.store import FolderLetterStore
from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.application import Document, Fact, Source
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused
from schemas.messages.intake import ReceiveRecords
from schemas.messages.letters import LetterIssued
from tests.examples import CASE_NUMBER, signature, submission
from tests.services.decision.decisions import corrected_fact


async def test_a_corrected_fact_changes_proposal_and_letter(staffed: MemoryStream, settings: Settings) -> None:
    """Records that say otherwise come between the correction and the signature."""
    staffed.publish(submission())
    await staffed.settle()
    staffed.publish(corrected_fact())
    await staffed.settle()
    late = Document(id="late-note", kind="medical-record", title="Progress note of the last visit", sent_by="claims-administrator")
    staffed.publish(
        ReceiveRecords(
            case_number=CASE_NUMBER,
            sent_by="claims-administrator",
            documents=(late,),
            facts={1: (Fact(name="previous_treatment", value=True, source=Source(document="late-note", page=2)),)},
            received_at=staffed.now,
            actor="Example Clerk",
            reason="came by mail",
        )
    )
    await staffed.settle()
    drafts = staffed.messages(CaseAssessed)

    assert ["upheld", "overturned", "overturned"] == [each.assessments[0].proposal for each in drafts]
    assert ["previous_treatment"] == [each.name for each in drafts[-1].assessments[0].unused_facts]

    for draft in (drafts[0], drafts[-1]):
        staffed.publish(signature(draft.reviewer_id, assessment_id=draft.assessment_id))
        await staffed.settle()
    (refused,), (signed,), (issued,) = (staffed.messages(kind) for kind in (SignatureRefused, DeterminationSigned, LetterIssued))
    assert ("outdated-assessment", "overturned") == (refused.code, signed.decisions[0].outcome)
    text = next(each.sha256 for each in issued.files if (each.recipient, each.format) == ("worker", "text"))
    letter = " ".join(FolderLetterStore(settings.data_dir / "letters").get(text).decode().split())
    assert 'Progress notes, page 3 records "no chiropractic care to date"' in letter
    assert 0 == staffed.results[Result.PARKED]
