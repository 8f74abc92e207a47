"""The former review of a case, read from its events."""

from cli.case.acts.former_review import former_review
from schemas.messages.application import Document
from schemas.messages.intake import ApplicationReceived, CaseReadyForReview
from schemas.messages.lifecycle import RecordsKept
from schemas.wire.codec import read
from tests.examples import RECEIVED_AT, ROOT, application, case_ready
from tests.services.letters.verification.case_events import ASSIGNED, SIGNED

RECEIVED = ApplicationReceived(
    case_number=SIGNED.case_number,
    submission_id="00000000-0000-0000-0000-000000000001",
    channel="api",
    received_at=RECEIVED_AT,
    application=application(),
)
NOTE = Document(id="a-late-note", kind="medical-record", title="A late note")


def kept(because: str) -> RecordsKept:
    """Return papers that changed nothing."""
    example = read(RecordsKept, 1, (ROOT / "schemas/examples/imr.intake.records-kept/1.json").read_bytes())
    return example.model_copy(update={"because": because, "documents": (NOTE,), "facts": {}, "sent_by": "provider"})


def test_without_an_application_there_is_none() -> None:
    """An unknown case, for example."""
    assert former_review([SIGNED]) is None


def test_papers_that_came_after_the_end_are_part_of_the_file() -> None:
    """An overlooked paper is a reason for which courts remand."""
    former = former_review([RECEIVED, case_ready(), ASSIGNED, SIGNED, kept("review-ended")])
    assert former is not None
    assert NOTE.id in {each.id for each in former.application.documents}
    assert SIGNED.determination_version == former.determination_version
    assert {ASSIGNED.reviewer_id, SIGNED.reviewer_id} <= set(former.reviewers)


def test_papers_on_file_already_are_not_added_again() -> None:
    """They are the same papers."""
    former = former_review([RECEIVED, kept("already-on-file")])
    assert former is not None
    assert application() == former.application
    assert isinstance(case_ready(), CaseReadyForReview)


def test_papers_that_do_not_fit_are_named_with_the_reason() -> None:
    """They are on record in no other file, so somebody has to send them again."""
    other = NOTE.model_copy(update={"title": "Another note"})
    further = kept("no-file-held").model_copy(update={"documents": (other,)})
    former = former_review([RECEIVED, kept("review-ended"), further])
    assert former is not None
    assert [NOTE.title] == [each.title for each in former.application.documents if each.id == NOTE.id]
    (left_out,) = former.left_out
    assert ((other,), "another document is on file as 'a-late-note'") == (left_out.documents, left_out.because)
