"""Intake's handlers: given what is known, when a message arrives, then these messages and this state."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jurisdictions.files import UnknownJurisdiction, load_jurisdiction
from runtime.state.state import Timer
from schemas.lots import LotFull
from schemas.message import Message
from schemas.messages.application import Fact, Quantity, Signature, Source
from schemas.messages.decision import DeterminationSigned
from schemas.messages.intake import (
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    DeterminationOverdue,
    DuplicateFound,
    ReceiveRecords,
    RecordsOverdue,
    RecordsRequested,
    ScreenApplication,
    SubmissionRefused,
)
from services.intake.channels.errors import DocumentIdTaken, NotWaitingForRecords, UnknownCase, UnknownDocument, UnknownItem
from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.handlers.screening import (
    on_determination_due,
    on_determination_signed,
    on_receive_records,
    on_records_due,
    on_screen_application,
    on_submit_application,
)
from services.intake.state import CaseRecord, LastNumber, Tables
from tests.examples import CASE_NUMBER, RECEIVED_AT, application, submission
from tests.services.intake.messages import AT, LETTER, RECORD, no_records, records, screening, without

PACIFIC = ZoneInfo("America/Los_Angeles")
REVIEW = application().utilization_review


def screen(tables: Tables, message: ScreenApplication) -> list[Message]:
    """Screen an application under California's rules."""
    return on_screen_application(message, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def receive(tables: Tables, message: ReceiveRecords) -> list[Message]:
    """Receive records under California's rules."""
    return on_receive_records(message, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def pacific(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC)


def waiting() -> Tables:
    """What is known after an application without medical records was screened."""
    tables = Tables()
    screen(tables, screening(**no_records()))
    return tables


def ready() -> Tables:
    """What is known after a complete application was screened."""
    tables = Tables()
    screen(tables, screening())
    return tables


def determined(case_number: str = CASE_NUMBER) -> DeterminationSigned:
    """A signed determination, as far as intake looks at it."""
    return DeterminationSigned.model_construct(case_number=case_number)  # type: ignore[call-arg]


def codes(messages: list[Message]) -> list[str]:
    """The codes of the reasons that *messages* give."""
    return [reason.code for message in messages if isinstance(message, ApplicationFoundIneligible) for reason in message.reasons]


def test_a_new_submission_goes_to_its_lot() -> None:
    """It is forwarded with everything it said, to be screened where the applications of its injury meet."""
    tables = Tables()

    assert [screening()] == on_submit_application(submission(), AT, tables=tables)


def test_a_submission_is_taken_in_once() -> None:
    """A retry of the same body leads to nothing more."""
    tables = Tables()
    on_submit_application(submission(), AT, tables=tables)

    assert [] == on_submit_application(submission(), AT + timedelta(days=1), tables=tables)


def test_another_body_under_the_same_key_is_refused() -> None:
    """The first body counts; the refusal names both."""
    tables, other = Tables(), submission(employer="Another Example Works")
    on_submit_application(submission(), AT, tables=tables)

    expected = SubmissionRefused(
        submission_id=other.submission_id, body_digest=other.body_digest, accepted_digest=submission().body_digest
    )

    assert [expected] == on_submit_application(other, AT, tables=tables)
    assert [] == on_submit_application(submission(), AT, tables=tables)


def test_a_complete_application_is_ready_for_review() -> None:
    """It gets its number, is found eligible, and the decision clock starts with the receipt."""
    message, tables = screening(), Tables()

    assert [
        ApplicationReceived(
            case_number=CASE_NUMBER,
            submission_id=message.submission_id,
            channel="api",
            received_at=RECEIVED_AT,
            application=application(),
        ),
        ApplicationFoundEligible(case_number=CASE_NUMBER, submission_id=message.submission_id, assigned_on=date(2015, 4, 17)),
        CaseReadyForReview(
            case_number=CASE_NUMBER,
            application=application(),
            received_on=date(2015, 4, 17),
            assigned_on=date(2015, 4, 17),
            complete_on=date(2015, 4, 17),
            determination_due_at=pacific("2015-05-17T23:59:59"),
        ),
    ] == screen(tables, message)


def test_a_ready_case_shrinks_to_a_mark_and_its_clock() -> None:
    """The file is in the event; nothing of the worker stays in the case's record."""
    tables = ready()

    assert {CASE_NUMBER: CaseRecord(stage="ready")} == tables.cases
    assert {
        f"{CASE_NUMBER}/determination-due": Timer(
            clock="determination-due", subject=CASE_NUMBER, due_at=pacific("2015-05-17T23:59:59")
        )
    } == tables.timers


def test_a_submission_is_screened_once() -> None:
    """Whatever brings it again, a submission has one case."""
    tables = ready()

    assert [] == screen(tables, screening())
    assert len(tables.cases) == 1


def test_an_application_without_medical_records_waits_for_them() -> None:
    """8 CCR 9792.10.6(b)(2): nobody decides on the utilization review alone."""
    tables = Tables()
    _, eligible, requested = screen(tables, screening(**no_records()))

    assert isinstance(eligible, ApplicationFoundEligible)
    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 2)) == requested
    assert "waiting" == tables.cases[CASE_NUMBER].stage
    assert pacific("2015-05-02T23:59:59") == tables.timers[f"{CASE_NUMBER}/records-due"].due_at


@pytest.mark.parametrize(
    ("received_at", "day"),
    [
        ("2015-04-16T00:00", date(2015, 4, 16)),
        ("2015-04-16T23:59:59", date(2015, 4, 16)),
        ("2015-04-17T00:00", date(2015, 4, 17)),
        ("2015-04-19T12:00", date(2015, 4, 19)),
    ],
)
def test_the_parties_are_told_on_the_day_of_receipt(received_at: str, day: date) -> None:
    """8 CCR 9792.10.4(b) allows one working day, and screening takes none; days are those of California."""
    *_, case = screen(Tables(), screening(received_at=pacific(received_at)))

    assert isinstance(case, CaseReadyForReview)
    assert (day, day) == (case.received_on, case.assigned_on)


@pytest.mark.parametrize(
    ("changes", "received_at", "expected"),
    [
        ({"priority": "expedited"}, "2015-04-17T10:30", "2015-04-20T10:30"),
        ({"priority": "standard"}, "2015-04-17T10:30", "2015-05-17T23:59:59"),
        ({"utilization_review": {"formulary_drug": True}}, "2015-04-17T10:30", "2015-05-17T23:59:59"),
        ({"utilization_review": {"formulary_drug": True}, "year": 2018}, "2018-04-03T10:30", "2018-04-10T23:59:59"),
        (
            {"utilization_review": {"formulary_drug": True}, "year": 2018, "priority": "expedited"},
            "2018-04-03T10:30",
            "2018-04-06T10:30",
        ),
    ],
    ids=str,
)
def test_the_decision_clock_runs_on_its_own_track(changes: dict[str, Any], received_at: str, expected: str) -> None:
    """LC 4610.6(d): thirty days, seventy-two hours where health is in danger, five working days for the formulary since 2018."""
    review = REVIEW.model_copy(update=changes.pop("utilization_review", {}))
    if year := changes.pop("year", None):
        days = {name: getattr(review, name).replace(year=year) for name in ("requested_on", "decided_on", "denial_served_on")}
        review = review.model_copy(update=days)
        changes["signature"] = Signature(signed_by="employee", signed_on=date(year, 4, 1))
    *_, case = screen(Tables(), screening(received_at=pacific(received_at), utilization_review=review, **changes))

    assert isinstance(case, CaseReadyForReview)
    assert pacific(expected) == case.determination_due_at


def test_where_health_is_in_danger_the_notice_does_not_wait() -> None:
    """Received on a Saturday, told on that Saturday; the records are due a day after."""
    received_at = pacific("2015-04-18T22:00")
    _, eligible, requested = screen(Tables(), screening(received_at=received_at, priority="expedited", **no_records()))

    assert isinstance(eligible, ApplicationFoundEligible)
    assert date(2015, 4, 18) == eligible.assigned_on
    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 4, 19)) == requested


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"signature": None}, ["NO_SIGNATURE"]),
        ({"documents": without("ur-decision")}, ["NO_UR_DECISION"]),
        ({"signature": Signature(signed_by="designee", signed_on=date(2015, 3, 26))}, ["INELIGIBLE_PARTY"]),
        ({"signature": None, "documents": without("ur-decision")}, ["NO_SIGNATURE", "NO_UR_DECISION"]),
        (
            {"items": tuple(item.model_copy(update={"quantity": Quantity(in_dispute="0")}) for item in application().items)},
            ["ALREADY_AUTHORIZED"],
        ),
    ],
    ids=", ".join,
)
def test_an_ineligible_application_gets_a_number_and_every_reason(changes: dict[str, Any], expected: list[str]) -> None:
    """Numbers are for applications, not for eligible cases; no clock runs."""
    tables = Tables()
    messages = screen(tables, screening(**changes))

    assert expected == codes(messages)
    assert [ApplicationReceived, ApplicationFoundIneligible] == [type(message) for message in messages]
    assert {CASE_NUMBER: CaseRecord(stage="ineligible")} == tables.cases
    assert {} == tables.timers
    assert {} == tables.disputes


@pytest.mark.parametrize(
    ("service_method", "formulary_drug", "received_at", "late"),
    [
        ("mail", False, "2015-05-01T23:59:59", False),
        ("mail", False, "2015-05-02T00:00:00", True),
        ("personal", False, "2015-04-26T23:59:59", False),
        ("personal", False, "2015-04-27T00:00:00", True),
        ("fax", False, "2015-04-27T00:00:00", True),
        ("electronic", False, "2015-04-27T00:00:00", True),
        ("mail", True, "2015-05-01T23:59:59", False),  # no formulary in 2015
    ],
)
def test_the_window_ends_at_midnight_in_california(
    service_method: str, received_at: str, *, formulary_drug: bool, late: bool
) -> None:
    """Thirty days from service, and five for mail."""
    review = REVIEW.model_copy(update={"service_method": service_method, "formulary_drug": formulary_drug})
    messages = screen(Tables(), screening(received_at=pacific(received_at), utilization_review=review))

    assert (["LATE"] if late else []) == codes(messages)


def test_a_late_application_is_told_why_in_words() -> None:
    """The sentence holds the dates as people here write them."""
    messages = screen(Tables(), screening(received_at=pacific("2015-05-02T09:00")))
    (reason,) = (reason for message in messages if isinstance(message, ApplicationFoundIneligible) for reason in message.reasons)

    for fact in ("03/27/2015", "mail", "05/01/2015", "05/02/2015"):
        assert fact in reason.text


def test_an_old_injury_is_outside_the_program() -> None:
    """LC 4610.5(a); such a dispute has no window it could have missed."""
    review = REVIEW.model_copy(
        update={"requested_on": date(2012, 6, 1), "decided_on": date(2012, 6, 5), "denial_served_on": date(2012, 6, 5)}
    )
    messages = screen(Tables(), screening(injured_on=date(2010, 1, 4), utilization_review=review))

    assert ["WRONG_PROGRAM"] == codes(messages)


def test_dates_that_cannot_be_are_for_a_person_to_correct() -> None:
    """Nothing is found against a worker on dates that contradict one another, and nothing is kept."""
    review = REVIEW.model_copy(update={"decided_on": date(2015, 3, 1)})

    with pytest.raises(ImpossibleDates, match="decided_on is before"):
        screen(Tables(), screening(utilization_review=review))


def test_an_unknown_jurisdiction_is_named() -> None:
    """Whose rules would hold is not guessed."""
    with pytest.raises(UnknownJurisdiction):
        screen(Tables(), screening(jurisdiction="atlantis"))


def test_the_same_application_by_another_way_is_a_duplicate() -> None:
    """Other client, other key, the name spelt otherwise: every item is under review already."""
    tables, employee = ready(), application().employee
    second = screening("second", employee=employee.model_copy(update={"name": "EXAMPLEWORKER, Pat"}))

    assert [DuplicateFound(submission_id=second.submission_id, duplicate_of=CASE_NUMBER)] == screen(tables, second)
    assert [] == screen(tables, second)
    assert len(tables.cases) == 1


def test_an_application_with_one_new_item_is_no_duplicate() -> None:
    """8 CCR 9792.10.3(a)(2) speaks of the same treatment; a new one is reviewed."""
    tables = ready()
    first, second = application().items
    messages = screen(tables, screening("second", items=(first, second.model_copy(update={"request": "Acupuncture, 6 visits"}))))

    assert "CM15-1330002" == messages[0].subject
    assert isinstance(messages[-1], CaseReadyForReview)


def test_items_of_several_cases_together_are_a_duplicate() -> None:
    """Also when no single case has them all; the first item's case is named."""
    tables, (first, second) = Tables(), application().items
    screen(tables, screening("one", items=(second,)))
    screen(tables, screening("two", items=(first,)))
    both = screening("both")

    assert [DuplicateFound(submission_id=both.submission_id, duplicate_of="CM15-1330002")] == screen(tables, both)


@pytest.mark.parametrize("changes", [{"decided_on": date(2015, 3, 26)}, {"decided_on": date(2015, 3, 25)}], ids=str)
def test_another_decision_is_another_dispute(changes: dict[str, Any]) -> None:
    """The same treatment denied anew is reviewed anew."""
    messages = screen(ready(), screening("second", utilization_review=REVIEW.model_copy(update=changes)))

    assert isinstance(messages[0], ApplicationReceived)


def test_who_mends_an_ineligible_application_is_no_duplicate() -> None:
    """An application that was found ineligible put nothing under review."""
    tables = Tables()
    screen(tables, screening("unsigned", signature=None))
    messages = screen(tables, screening("signed"))

    assert isinstance(messages[-1], CaseReadyForReview)


def test_a_determined_case_still_has_duplicates() -> None:
    """What was decided is not filed again for the same decision."""
    tables = ready()
    on_determination_signed(determined(), AT, tables=tables)

    assert isinstance(screen(tables, screening("second"))[0], DuplicateFound)


def test_numbers_run_by_lot_and_year_received() -> None:
    """The year is that of the receipt in California, whatever the date in Greenwich."""
    tables = Tables()
    decided = {"requested_on": date(2015, 12, 1), "decided_on": date(2015, 12, 7), "denial_served_on": date(2015, 12, 7)}
    changes: dict[str, Any] = {
        "utilization_review": REVIEW.model_copy(update=decided),
        "signature": Signature(signed_by="employee", signed_on=date(2015, 12, 20)),
    }
    (first, second), late = application().items, datetime(2016, 1, 1, 7, 59, 59, tzinfo=UTC)

    assert "CM15-1330001" == screen(tables, screening("a", late, items=(first,), **changes))[0].subject
    assert "CM16-1330001" == screen(tables, screening("b", late + timedelta(seconds=1), items=(second,), **changes))[0].subject
    assert {"2015-133": LastNumber(running_number=1), "2016-133": LastNumber(running_number=1)} == tables.lots


def test_a_full_lot_gives_no_number() -> None:
    """The application is parked, not lost, and the lot stays as it was."""
    tables = Tables(lots={"2015-133": LastNumber(running_number=9_999)})

    with pytest.raises(LotFull):
        screen(tables, screening())

    assert LastNumber(running_number=9_999) == tables.lots["2015-133"]


def test_a_medical_record_makes_a_waiting_case_ready() -> None:
    """The clock starts when the file is complete; what waited for records stops waiting."""
    tables = waiting()
    (case,) = receive(tables, records(received_at=pacific("2015-04-22T11:00")))

    assert isinstance(case, CaseReadyForReview)
    assert (date(2015, 4, 17), date(2015, 4, 17), date(2015, 4, 22)) == (case.received_on, case.assigned_on, case.complete_on)
    assert pacific("2015-05-22T23:59:59") == case.determination_due_at
    assert RECORD in case.application.documents
    assert {CASE_NUMBER: CaseRecord(stage="ready")} == tables.cases
    assert [f"{CASE_NUMBER}/determination-due"] == list(tables.timers)


def test_facts_come_with_the_records() -> None:
    """Facts go to their items, with the paper they were read from."""
    fact = Fact(name="visits_done", value=6, source=Source(document="late-note", page=2))
    (case,) = receive(waiting(), records(facts={2: (fact,)}))

    assert isinstance(case, CaseReadyForReview)
    assert [(), (fact,)] == [item.facts for item in case.application.items]


def test_papers_that_are_no_medical_record_are_kept() -> None:
    """They wait with the case until a record comes, and are in the file then."""
    tables = waiting()

    assert [] == receive(tables, records(documents=(LETTER,)))
    assert "waiting" == tables.cases[CASE_NUMBER].stage

    (case,) = receive(tables, records())

    assert isinstance(case, CaseReadyForReview)
    assert {LETTER, RECORD} <= set(case.application.documents)


def test_records_after_the_due_date_are_welcome() -> None:
    """A late file is still a file."""
    tables = waiting()
    tables.timers.clear()
    on_records_due(CASE_NUMBER, AT, tables=tables)

    assert isinstance(receive(tables, records(received_at=pacific("2015-08-01T11:00")))[0], CaseReadyForReview)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"facts": {3: (Fact(name="visits_done", value=6),)}}, UnknownItem),
        ({"facts": {1: (Fact(name="visits_done", value=6, source=Source(document="nowhere")),)}}, UnknownDocument),
        ({"documents": (RECORD.model_copy(update={"id": "rfa"}),)}, DocumentIdTaken),
        ({"documents": (RECORD, RECORD.model_copy(update={"title": "Another"}))}, DocumentIdTaken),
        ({"case_number": "CM15-1330002"}, UnknownCase),
    ],
    ids=["item", "document", "id on file", "id given twice", "case"],
)
def test_records_that_do_not_fit_are_for_a_person(changes: dict[str, Any], error: type[Exception]) -> None:
    """Nothing is ignored: the message is parked under the name of what is wrong, and the case waits on."""
    tables = waiting()
    before = tables.cases[CASE_NUMBER]

    with pytest.raises(error):
        receive(tables, records(**changes))

    assert before == tables.cases[CASE_NUMBER]


@pytest.mark.parametrize("stage", ["ready", "determined", "ineligible"])
def test_records_for_a_case_that_does_not_wait_are_for_a_person(stage: Any) -> None:
    """They are neither lost nor slipped into a file that somebody is reviewing."""
    tables = Tables(cases={CASE_NUMBER: CaseRecord(stage=stage)})

    with pytest.raises(NotWaitingForRecords, match=stage):
        receive(tables, records())


def test_the_same_paper_twice_is_one() -> None:
    """A paper sent again, unchanged, does no harm."""
    tables = waiting()
    receive(tables, records(documents=(LETTER,)))
    (case,) = receive(tables, records(documents=(LETTER, RECORD)))

    assert isinstance(case, CaseReadyForReview)
    assert 1 == case.application.documents.count(LETTER)


def test_records_that_did_not_come_are_reported() -> None:
    """The case goes on waiting."""
    tables = waiting()

    assert [RecordsOverdue(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 2))] == on_records_due(
        CASE_NUMBER, AT, tables=tables
    )
    assert "waiting" == tables.cases[CASE_NUMBER].stage


def test_a_case_that_waits_no_more_is_not_overdue() -> None:
    """A clock that fires after the records came says nothing."""
    assert [] == on_records_due(CASE_NUMBER, AT, tables=ready())


def test_a_late_determination_is_reported_and_nothing_closed() -> None:
    """CHP v. WCAB (Margaris), 2016: late is still binding."""
    due_at = pacific("2015-05-17T23:59:59")

    assert [DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=due_at)] == on_determination_due(CASE_NUMBER, due_at)


def test_a_signed_determination_stops_the_clocks() -> None:
    """Of the case only a mark stays."""
    tables = ready()

    assert [] == on_determination_signed(determined(), AT, tables=tables)
    assert {} == tables.timers
    assert {CASE_NUMBER: CaseRecord(stage="determined")} == tables.cases


def test_a_determination_of_no_case_is_for_a_person() -> None:
    """Somebody decided what was never filed here."""
    with pytest.raises(UnknownCase):
        on_determination_signed(determined(), AT, tables=Tables())
