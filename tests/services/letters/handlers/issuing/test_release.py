"""Release of a held letter: given a held letter, when staff release it, then it is issued."""

from dataclasses import replace

import pytest

from schemas.messages.letters import (
    HeldFinding,
    LetterIssued,
    LetterReleased,
    LetterRequestRefused,
    Release,
    ReleaseLetter,
    ServiceIntended,
)
from services.letters.handlers.issuing.release import on_release_letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import with_ids
from tests.services.letters.cases import CASE, PARTIES, signed
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import AT
from tests.services.letters.lint.mutations import found_by, with_sentence
from tests.services.letters.sample import LETTER

SECOND_FINDING = FINDING.model_copy(update={"id": "outcome.1", "rule": "outcome"})
BOTH = (FINDING, SECOND_FINDING)
REASON = "The date is that of an earlier injury."


def release(*findings: str) -> ReleaseLetter:
    """Return a clerk's command that accepts *findings*."""
    return ReleaseLetter(notice=None, case_number=CASE, actor="Example Clerk", reason=REASON, findings=findings)


async def test_a_release_that_accepts_every_finding_issues_the_letter() -> None:
    """The audit event comes first, then the letter, then service on each party."""
    recorder = await signed(BOTH)

    released, issued, *services = await on_release_letter(release("outcome.1", FINDING.id), AT, context=recorder.context)

    accepted = Release(actor="Example Clerk", reason=REASON, findings=("outcome.1", FINDING.id))
    assert LetterReleased(case_number=CASE, determination_version=1, release=accepted) == released
    assert isinstance(issued, LetterIssued)
    assert (1, accepted) == (issued.determination_version, issued.release)
    assert list(PARTIES) == [each.party for each in services if isinstance(each, ServiceIntended)]
    assert [LETTER] == recorder.letters


async def test_warnings_of_a_held_letter_are_recorded_at_its_release() -> None:
    """The error that held it is named by the release."""
    warning = FINDING.model_copy(update={"id": "treatment.1", "rule": "treatment", "severity": "warning"})
    recorder = await signed((FINDING, warning))

    _, issued, *_ = await on_release_letter(release(FINDING.id, "treatment.1"), AT, context=recorder.context)

    assert isinstance(issued, LetterIssued)
    assert (warning,) == issued.warnings


async def test_a_released_letter_is_no_longer_held() -> None:
    """The state keeps the issued version; a second release finds no held letter."""
    recorder = await signed([FINDING])
    await on_release_letter(release(FINDING.id), AT, context=recorder.context)

    case_file = recorder.case_files[CASE]
    assert (None, (1,), ()) == (case_file.held, case_file.issued, case_file.waiting)
    (refused,) = await on_release_letter(release(FINDING.id), AT, context=recorder.context)
    assert isinstance(refused, LetterRequestRefused)
    assert "NOTHING_HELD" == refused.code
    assert 1 == len(recorder.letters)


async def test_a_letter_is_not_checked_again_at_its_release() -> None:
    """Staff accepted the findings of this letter, so the same findings do not hold it again."""
    recorder = await signed([FINDING])
    assert (FINDING,) == recorder.findings

    events = await on_release_letter(release(FINDING.id), AT, context=recorder.context)

    assert isinstance(events[1], LetterIssued)


@pytest.mark.parametrize(
    ("accepted", "code", "named"),
    [
        ((FINDING.id,), "FINDINGS_NOT_ACCEPTED", "outcome.1"),
        (("outcome.1",), "FINDINGS_NOT_ACCEPTED", FINDING.id),
        ((FINDING.id, "outcome.1", "outcome.2"), "NO_SUCH_FINDING", "outcome.2"),
        (("outcome.2",), "NO_SUCH_FINDING", "outcome.2"),
    ],
    ids=["second left out", "first left out", "one too many", "another letter's"],
)
async def test_a_release_that_does_not_match_the_findings_is_refused(accepted: tuple[str, ...], code: str, named: str) -> None:
    """The refusal names the finding at fault; the letter stays held and is not printed."""
    recorder = await signed(BOTH)
    before = dict(recorder.case_files)

    (refused,) = await on_release_letter(release(*accepted), AT, context=recorder.context)

    assert isinstance(refused, LetterRequestRefused)
    assert ("release-letter", code) == (refused.request, refused.code)
    assert named in refused.text
    assert (before, [], {}) == (recorder.case_files, recorder.letters, recorder.effects)


@pytest.mark.parametrize("place", ["clinical_summary", "items/0/rationale", "items/0/closing", "reviewer/specialties_text"])
async def test_a_letter_with_its_reviewers_name_is_never_released(place: str) -> None:
    """Whichever findings the command accepts, the name stays in (Labor Code 4610.6(f))."""
    recorder = await signed((FINDING, reviewers_name(f"/{place}")))
    before = dict(recorder.case_files)

    for accepted in ((FINDING.id, "names.1"), ("names.1",), (FINDING.id,)):
        (refused,) = await on_release_letter(release(*accepted), AT, context=recorder.context)

        assert isinstance(refused, LetterRequestRefused)
        assert "REVIEWER_NAMED" == refused.code
        assert "names.1: the letter has its reviewer's name" in refused.text
        assert "correct the determination" in refused.text
    assert (before, [], {}) == (recorder.case_files, recorder.letters, recorder.effects)


@pytest.mark.parametrize("place", ["recipients/0", "documents_reviewed/1/title", "items/0/request"])
async def test_another_person_of_the_reviewers_name_can_be_released(place: str) -> None:
    """No correction could change the words of the file and the parties."""
    recorder = await signed([reviewers_name(f"/{place}")])

    _, issued, *_ = await on_release_letter(release("names.1"), AT, context=recorder.context)

    assert isinstance(issued, LetterIssued)


def reviewers_name(place: str) -> HeldFinding:
    """Return the finding of the rule about the reviewer's name, at *place*."""
    facts = CaseFacts(reviewer_names=("Dr. Robin Example-Reviewer",))
    (found,) = found_by("names", with_sentence("summary", "I, Robin Example-Reviewer, have decided."), facts)
    return with_ids([replace(found, place=place)])[0]


async def test_a_case_without_a_held_letter_has_none_to_release() -> None:
    """An unknown case is refused like one whose letter was issued at once."""
    for context in (Recorder().context, (await signed()).context):
        (refused,) = await on_release_letter(release(FINDING.id), AT, context=context)
        assert isinstance(refused, LetterRequestRefused)
        assert "NOTHING_HELD" == refused.code


async def test_a_draft_can_be_released_and_is_served_on_no_party() -> None:
    """A release accepts findings; it does not turn a draft into a decision."""
    recorder = await signed([FINDING], signature="automatic")

    _, issued = await on_release_letter(release(FINDING.id), AT, context=recorder.context)

    assert isinstance(issued, LetterIssued)
    assert issued.draft
    assert {} == recorder.effects
