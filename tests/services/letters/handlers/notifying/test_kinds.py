"""The table of notices and the jurisdiction's list."""

from datetime import date
from typing import Any, Literal

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Event
from schemas.messages.duplicates import DuplicateFound, ItemMatch
from schemas.messages.intake import ApplicationDeferred, ApplicationFoundEligible, Arrival, Reason, RecordsOverdue
from schemas.messages.lifecycle import LiabilityResolved
from services.letters.handlers.notifying.kinds import NOTICES, months_before
from services.letters.notices import AssignmentNotice, DuplicateNotice, Notice, ResumptionNotice
from tests.services.letters.context import Recorder
from tests.services.letters.events import APPLICATION, AT
from tests.services.letters.handlers.notifying.notified import CASE, RECEIVED, SUBMISSION, received, tell

RULES = load_jurisdiction("ca-workers-comp")


def test_california_lists_every_notice() -> None:
    """Each kind has an entry."""
    assert {kind.name for kind in NOTICES.values()} == RULES.letter_notices.keys()


def eligible(priority: Literal["standard", "expedited"] | None = "standard", **changes: Any) -> ApplicationFoundEligible:
    """Return the event that the sample's application is eligible."""
    event = ApplicationFoundEligible(
        case_number=CASE, submission_id=SUBMISSION, assigned_on=date(2026, 4, 29), priority=priority, not_under_review=()
    )
    return event.model_copy(update=changes)


async def written(event: Event, recorder: Recorder | None = None) -> dict[Any, Notice]:
    """Return the copies of the notice of *event* by recipient."""
    recorder = recorder or received()
    await tell(recorder, event)
    (copies,) = recorder.notice_copies
    return copies


@pytest.mark.parametrize(
    ("priority", "method", "due_on", "hours"),
    [
        ("standard", "mail", date(2026, 5, 14), None),
        ("standard", "electronic", date(2026, 5, 11), None),
        ("expedited", "mail", None, 24),
        (None, "mail", date(2026, 5, 14), None),
    ],
)
async def test_records_are_due_by_the_way_the_claims_administrator_is_served(
    priority: Any, method: Any, due_on: date | None, hours: int | None
) -> None:
    """15 days by mail, 12 electronically, 24 hours if expedited (8 CCR 9792.10.5(a)(1))."""
    recorder = received()
    known = recorder.parties[CASE]
    parties = tuple(
        each.model_copy(update={"method": method if each.kind == "claims-administrator" else None}) for each in known.parties
    )
    recorder.parties[CASE] = known.model_copy(update={"parties": parties})
    copies = await written(eligible(priority), recorder)

    assert ["worker", "claims-administrator", "provider"] == list(copies)
    for copy in copies.values():
        assert isinstance(copy, AssignmentNotice)
        assert (due_on, hours) == (copy.records_due_on, copy.records_due_hours)
        assert ("Expedited" if priority == "expedited" else "Standard") == copy.priority
        assert date(2025, 9, 16) == copy.records_from_on
        assert ("PO Box 1", "Exampleville, CA 90000") == copy.send_to
        assert tuple(item.request for item in APPLICATION.items) == copy.requests


@pytest.mark.parametrize(
    ("notified_on", "until"),
    [(date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 6, 1), date(2026, 7, 1)), (date(2012, 12, 31), None)],
)
async def test_the_end_of_a_deferral_names_the_last_day_to_file_another(notified_on: date, until: date | None) -> None:
    """Thirty days, carried over a Sunday; before the law there was none, and no case waits."""
    event = LiabilityResolved(
        case_number=CASE, outcome="liable", notified_on=notified_on, actor="Example Clerk", reason="It came.", acted_at=AT
    )

    for copy in (await written(event)).values():
        assert isinstance(copy, ResumptionNotice)
        assert (notified_on, until) == (copy.notified_on, copy.file_until)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 16), 6, date(2025, 9, 16)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(1900, 1, 1), 6, date(1900, 7, 1)),
    ],
)
def test_months_are_counted_back_to_a_day_that_there_is(day: date, months: int, before: date) -> None:
    """A month without that day ends on its last; the first year that a letter knows is 1900."""
    assert before == months_before(day, months)


async def test_overdue_records_are_told_once_for_each_day_they_were_due() -> None:
    """So is the physician, who may send papers; a later day makes another notice."""
    recorder = received()
    for day in (14, 14, 20):
        await tell(recorder, RecordsOverdue(case_number=CASE, records_due_on=date(2026, 5, day)))

    assert [["claims-administrator", "worker", "provider"]] * 2 == [list(copies) for copies in recorder.notice_copies]
    assert ["records-overdue", "records-overdue-2"] == [each.notice for each in recorder.notices[CASE].issued]
    assert f"{CASE}.records-overdue-2.worker.1" in recorder.services
    assert {False} == {each.appeal for each in recorder.services.values()}


async def test_a_deferral_is_told_with_its_reasons() -> None:
    """The case goes on, so facts and parties are kept."""
    recorder = received()
    reasons = (Reason(code="LIABILITY_DEFERRED", text="Liability is disputed."),)
    copies = await written(ApplicationDeferred(case_number=CASE, submission_id=SUBMISSION, reasons=reasons), recorder)

    assert ["worker", "claims-administrator", "provider"] == list(copies)
    assert recorder.parties
    assert recorder.notices[CASE].facts is not None


async def test_a_duplicate_is_told_in_the_case_that_it_repeats() -> None:
    """To the parties of the duplicate itself, each time another comes; the case goes on."""
    recorder = received()
    worker = APPLICATION.employee.model_copy(update={"name": "Pat M. Example"})
    arrival = Arrival(
        submission_id=SUBMISSION, channel="api", received_at=AT, application=APPLICATION.model_copy(update={"employee": worker})
    )
    items = tuple(
        ItemMatch(item=each.number, case_number=CASE, case_item=each.number, agreed=(), open=()) for each in APPLICATION.items
    )
    found = DuplicateFound(submission_id=SUBMISSION, duplicate_of=CASE, items=items, submission=arrival)
    copies = await written(found, recorder)
    worker_copy = copies["worker"]

    assert isinstance(worker_copy, DuplicateNotice)
    assert worker_copy.addressee is not None
    assert ("Pat M. Example", SUBMISSION) == (worker_copy.addressee.name, worker_copy.submission)
    assert [CASE, CASE] == [each.case_number for each in worker_copy.items]
    assert worker_copy.appeal_until is not None
    assert "Pat Example" == recorder.parties[CASE].parties[0].name
    assert [] == await tell(recorder, found)
    other = found.model_copy(update={"submission_id": SUBMISSION.replace("1f0c", "2f0c")})
    assert "duplicate-2" == getattr((await tell(recorder, other))[0], "notice", None)
    assert found.partition(4) == RECEIVED.partition(4)
    assert [] == await tell(
        recorder, found.model_copy(update={"submission": None, "submission_id": SUBMISSION.replace("1f", "3f")})
    )
