"""Notices that are issued, held, or not made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jurisdictions.files import load_jurisdiction
from schemas.messages.letters import LetterFile, LetterHeld, ServiceIntended
from schemas.messages.lifecycle import CaseTerminated
from schemas.messages.notices import NoticeHeld, NoticeIssued
from services.letters.handlers.issuing.assemble import facts_of
from services.letters.handlers.issuing.inputs import on_determination_signed
from services.letters.handlers.issuing.issue import ENDED
from services.letters.handlers.notifying.issue import DETERMINED, NOT_RENDERABLE, UNKNOWN_APPLICATION
from services.letters.letter import RecipientKind
from services.letters.notices import IneligibilityNotice, Notice
from services.letters.printing.pdf import LetterNotRenderable
from services.letters.state import CaseState, Credentials
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED
from tests.services.letters.handlers.notifying.notified import CASE, INELIGIBLE, received, tell

CREDENTIALS = Credentials(reviewer_id="R-0001", licensure=ASSIGNED.licensure, specialties=ASSIGNED.specialties)
TERMINATED = CaseTerminated(
    case_number=CASE, ground="settled", state="ready", at_reviewer=True, actor="Example Clerk", reason="A letter.", acted_at=AT
)


async def test_each_party_has_its_own_copy() -> None:
    """It has its address and, if it may appeal, its last day; facts and parties are forgotten."""
    recorder = received()
    issued, *services = await tell(recorder, INELIGIBLE)
    (copies,) = recorder.notice_copies

    assert isinstance(issued, NoticeIssued)
    assert ("ineligibility", date(2026, 4, 29), "ca-workers-comp-ineligibility@2") == (
        issued.notice,
        issued.dated_on,
        issued.layout,
    )
    assert [f"{CASE}.ineligibility.{party}.1" for party in copies] == [
        each.service_id for each in services if isinstance(each, ServiceIntended)
    ]
    worker, provider = copies["worker"], copies["provider"]
    assert isinstance(worker, IneligibilityNotice)
    assert isinstance(provider, IneligibilityNotice)
    assert worker.addressee is not None
    assert "Pat Example" == worker.addressee.name
    assert worker.appeal_until is not None
    assert provider.appeal_until is None
    assert ({}, None) == (recorder.parties, recorder.notices[CASE].facts)


async def test_findings_hold_a_notice_and_keep_its_parties() -> None:
    """It waits for a release, with an event; nothing is printed."""
    recorder = received(findings=(FINDING,))

    assert [NoticeHeld(case_number=CASE, notice="ineligibility", kind="ineligibility", findings=(FINDING,))] == await tell(
        recorder, INELIGIBLE
    )
    assert [] == recorder.notice_copies
    assert {CASE} == recorder.parties.keys()
    assert [] == await tell(recorder, INELIGIBLE)


async def test_a_case_whose_application_is_not_known_is_told() -> None:
    """An event of a case of before is held for a person; the case goes on."""
    recorder = Recorder()
    (held,) = await tell(recorder, INELIGIBLE)

    assert isinstance(held, NoticeHeld)
    assert (UNKNOWN_APPLICATION,) == held.findings
    assert [] == await tell(recorder, INELIGIBLE)


async def test_a_notice_that_cannot_be_set_holds_up_no_case() -> None:
    """It is held with an event instead of parking the case."""

    @dataclass
    class Unset(Recorder):
        def print_notice(self, _copies: Sequence[tuple[RecipientKind, Notice]]) -> tuple[LetterFile, ...]:
            raise LetterNotRenderable(CASE)

    (held,) = await tell(_received(Unset()), INELIGIBLE)

    assert isinstance(held, NoticeHeld)
    assert (NOT_RENDERABLE,) == held.findings


async def test_the_end_of_a_review_that_meets_a_determination_is_held() -> None:
    """Signed before the end was known: no party is told both; a person decides which holds."""
    recorder = received()
    recorder.case_files[CASE] = CaseState(facts=facts_of(READY), waiting=(SIGNED,))
    (held,) = await tell(recorder, TERMINATED)

    assert isinstance(held, NoticeHeld)
    assert ("termination", (DETERMINED,)) == (held.notice, held.findings)
    assert {CASE} == recorder.parties.keys()


async def test_a_determination_that_meets_the_end_of_its_review_is_held() -> None:
    """The parties were told of the end; they are kept while the letter waits for a person."""
    recorder = received()
    recorder.case_files[CASE] = CaseState(facts=facts_of(READY), credentials=(CREDENTIALS,))
    await tell(recorder, TERMINATED)
    (held,) = await on_determination_signed(SIGNED, AT, context=recorder.context)

    assert isinstance(held, LetterHeld)
    assert (ENDED,) == held.findings
    assert {CASE} == recorder.parties.keys()


async def test_no_entry_in_the_list_makes_no_notice() -> None:
    """A jurisdiction without such a notice tells no party, and nothing is kept."""
    rules = load_jurisdiction("ca-workers-comp").model_copy(update={"letter_notices": {}})
    recorder = received(jurisdiction=lambda _name: rules)

    assert [] == await tell(recorder, INELIGIBLE)
    assert ({}, {}) == (recorder.parties, recorder.notices)


def _received(recorder: Recorder) -> Recorder:
    """Return *recorder* with the application."""
    known = received()
    recorder.notices.update(known.notices)
    recorder.parties.update(known.parties)
    return recorder
