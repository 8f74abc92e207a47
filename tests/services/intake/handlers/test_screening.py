"""Numbers, duplicates, eligibility and readiness of applications."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jurisdictions.files import UnknownJurisdiction, load_jurisdiction
from runtime.state.state import Timer
from schemas.form.utilization_review import Certification
from schemas.lots import LotFull
from schemas.messages.application import Item, Quantity, Signature
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, DuplicateSuspected, EarlierReviewsFound
from schemas.messages.intake import (
    ApplicationDeferred,
    ApplicationFoundEligible,
    ApplicationFoundIneligible,
    ApplicationReceived,
    CaseReadyForReview,
    ExpeditedNotCertified,
    ItemClock,
    RecordsRequested,
)
from services.intake.domain.earlier_disputes import KnownItem, short_key
from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.earlier_filings import digested, earlier_keys
from services.intake.handlers.clocks import on_determination_signed
from services.intake.state import CaseState, Dispute, FiledCases, LastNumber, Tables, UnderReview
from tests.examples import CASE_NUMBER, RECEIVED_AT, application
from tests.services.intake.handlers.cases import (
    REVIEW,
    codes,
    determined,
    doubtful,
    ends,
    pacific,
    ready,
    receive,
    screen,
    unanswered,
)
from tests.services.intake.messages import AT, no_records, records, screening, without

TRAMADOL = (Item(number=1, request="Tramadol 50 mg, 60 tablets"),)
DAYS_OF_REVIEW = {name: getattr(REVIEW, name) for name in ("requested_on", "decided_on", "denial_served_on")}
CERTIFIED = {"physician_certification": Certification(certified_on=date(2015, 4, 14), name="Dana Inventedphysician")}


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
        ApplicationFoundEligible(
            case_number=CASE_NUMBER,
            submission_id=message.submission_id,
            assigned_on=date(2015, 4, 17),
            priority="standard",
            not_under_review=(),
        ),
        CaseReadyForReview(
            case_number=CASE_NUMBER,
            application=application(),
            received_on=date(2015, 4, 17),
            assigned_on=date(2015, 4, 17),
            complete_on=date(2015, 4, 17),
            determination_due_at=pacific("2015-05-17T23:59:59"),
            priority="standard",
            not_under_review=(),
            clocks=(ItemClock(items=(1, 2), determination_due_at=pacific("2015-05-17T23:59:59")),),
        ),
    ] == screen(tables, message)


def test_a_ready_case_has_its_file_and_its_clock() -> None:
    """Later records are added to the file; it goes with the determination."""
    tables = ready()

    case = tables.cases[CASE_NUMBER]
    assert ("ready", application()) == (case.stage, case.file.application if case.file else None)
    assert {
        f"{CASE_NUMBER}/determination-due": Timer(
            clock="determination-due", subject=CASE_NUMBER, due_at=pacific("2015-05-17T23:59:59")
        )
    } == {key: tables.timers[key] for key in ends(tables)}


def test_a_submission_is_screened_once() -> None:
    """A submission that comes again has the one case it had."""
    tables = ready()

    assert [] == screen(tables, screening())
    assert len(tables.cases) == 1


def test_an_application_without_medical_records_waits_for_them() -> None:
    """8 CCR 9792.10.6(b)(2): a utilization review decision alone is not a complete file."""
    tables = Tables()
    _, eligible, requested = screen(tables, screening(**no_records()))

    assert isinstance(eligible, ApplicationFoundEligible)
    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 4, 29)) == requested
    assert "waiting" == tables.cases[CASE_NUMBER].stage
    assert pacific("2015-04-29T23:59:59") == tables.timers[f"{CASE_NUMBER}/records-due"].due_at


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
    """8 CCR 9792.10.4(b) allows one working day; screening takes none, by California's days."""
    *_, case = screen(Tables(), screening(received_at=pacific(received_at)))

    assert isinstance(case, CaseReadyForReview)
    assert (day, day) == (case.received_on, case.assigned_on)


def test_a_notice_is_never_backdated_to_the_receipt() -> None:
    """Screened twenty days late, the records are due from the notice; so too if expedited.

    8 CCR 9792.10.4(b), 9792.10.5(a)(1).
    """
    late = pacific("2015-05-07T12:00")
    _, eligible, requested = screen(Tables(), screening(**no_records()), at=late)

    assert isinstance(eligible, ApplicationFoundEligible)
    assert date(2015, 5, 7) == eligible.assigned_on
    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 19)) == requested

    tables = Tables()
    screen(tables, screening(priority="expedited", **CERTIFIED, **no_records()), at=pacific("2015-04-18T16:30"))
    assert pacific("2015-04-19T16:30") == tables.timers[f"{CASE_NUMBER}/records-due"].due_at


def test_a_notice_by_mail_gives_three_days_more() -> None:
    """8 CCR 9792.10.5(a)(1): fifteen days by mail, twelve electronically."""
    *_, requested = screen(Tables(), screening(**no_records(), service_addresses=()))

    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 2)) == requested


@pytest.mark.parametrize(
    ("changes", "received_at", "expected"),
    [
        ({"priority": "expedited", **CERTIFIED}, "2015-04-17T10:30", "2015-04-20T10:30"),
        ({"priority": "expedited"}, "2015-04-17T10:30", "2015-05-17T23:59:59"),
        ({"priority": "standard"}, "2015-04-17T10:30", "2015-05-17T23:59:59"),
        ({"items": TRAMADOL}, "2015-04-17T10:30", "2015-05-17T23:59:59"),
        ({"items": TRAMADOL, "year": 2018}, "2018-04-03T10:30", "2018-04-10T23:59:59"),
        (
            {"items": TRAMADOL, "year": 2018, "priority": "expedited", **CERTIFIED},
            "2018-04-03T10:30",
            "2018-04-06T10:30",
        ),
    ],
    ids=str,
)
def test_the_decision_clock_runs_on_its_own_track(changes: dict[str, Any], received_at: str, expected: str) -> None:
    """LC 4610.6(d): 30 days, 72 hours if expedited, 5 working days for the formulary.

    The formulary has its own clock since 2018.
    """
    review = REVIEW
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
    message = screening(received_at=received_at, priority="expedited", **CERTIFIED, **no_records())
    _, eligible, requested = screen(Tables(), message)

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
    assert {CASE_NUMBER: CaseState(stage="ineligible", ended_at=RECEIVED_AT)} == tables.cases
    assert {} == tables.timers
    assert {} == tables.filed


@pytest.mark.parametrize(
    ("service_method", "formulary_drug", "received_at", "late"),
    [
        ("mail", False, "2015-05-01T23:59:59", False),
        ("mail", False, "2015-05-02T00:00:00", True),
        ("personal", False, "2015-04-27T23:59:59", False),  # the thirtieth day is a Sunday
        ("personal", False, "2015-04-28T00:00:00", True),
        ("fax", False, "2015-04-27T23:59:59", False),
        ("fax", False, "2015-04-28T00:00:00", True),
        ("electronic", False, "2015-04-28T00:00:00", True),
        ("mail", True, "2015-05-01T23:59:59", False),  # no formulary in 2015
    ],
)
def test_the_window_ends_at_midnight_in_california(
    service_method: str, received_at: str, *, formulary_drug: bool, late: bool
) -> None:
    """Thirty days from service, and five for mail; a last day on a weekend is carried over."""
    review = REVIEW.model_copy(update={"service_method": service_method, "formulary_drug": formulary_drug})
    tables = Tables()
    messages = screen(tables, screening(received_at=pacific(received_at), utilization_review=review))

    assert (["LATE"] if late else []) == codes([*messages, *unanswered(tables)])


def test_a_late_application_is_told_why_in_words() -> None:
    """The sentence holds the dates as people here write them."""
    tables = Tables()
    messages = [*screen(tables, screening(received_at=pacific("2015-05-02T09:00"))), *unanswered(tables)]
    (reason,) = (reason for message in messages if isinstance(message, ApplicationFoundIneligible) for reason in message.reasons)

    for fact in ("03/27/2015", "mail", "05/01/2015", "05/02/2015", "5 days for service by mail", "taken as California"):
        assert fact in reason.text


@pytest.mark.parametrize(
    ("served_on", "service_method", "received_at"),
    [
        (date(2015, 3, 27), "personal", "2015-04-27T16:00:00"),  # the thirtieth day is a Sunday
        (date(2015, 11, 20), "mail", "2015-12-28T16:00:00"),  # the last day is Christmas, a Friday
        (date(2015, 3, 12), "fax", "2015-04-13T09:00:00"),  # the thirtieth day is a Saturday
    ],
)
def test_a_last_day_on_a_weekend_or_holiday_is_carried_over(served_on: date, service_method: str, received_at: str) -> None:
    """CCP 12a: to the next day that is none."""
    days = {"requested_on": served_on, "decided_on": served_on, "denial_served_on": served_on}
    review = REVIEW.model_copy(update={**days, "service_method": service_method})
    signature = Signature(signed_by="employee", signed_on=served_on)
    message = screening(received_at=pacific(received_at), utilization_review=review, signature=signature)

    assert [] == codes(screen(Tables(), message))


@pytest.mark.parametrize(
    ("mailed_from", "home", "received_at", "late"),
    [
        (None, None, "2015-05-01T23:00", False),
        (None, None, "2015-05-02T00:00", True),
        ("california", "another-state", "2015-05-06T23:00", False),  # days 36 to 40
        ("another-state", "california", "2015-05-06T23:00", False),
        ("another-state", None, "2015-05-07T00:00", True),
        (None, "abroad", "2015-05-18T23:00", False),  # day 50 is a Saturday
        (None, "abroad", "2015-05-19T00:00", True),
    ],
)
def test_the_days_for_mail_depend_on_the_places(mailed_from: Any, home: Any, received_at: str, *, late: bool) -> None:
    """CCP 1013(a): 5, 10 or 20 days, by the farther place, that of mailing or the worker's."""
    review = REVIEW.model_copy(update={"mailed_from": mailed_from})
    employee = application().employee.model_copy(update={"place": home})
    message = screening(received_at=pacific(received_at), utilization_review=review, employee=employee)

    tables = Tables()
    messages = screen(tables, message)

    assert (["LATE"] if late else []) == codes([*messages, *unanswered(tables)])


def test_an_application_before_service_of_the_decision_is_accepted() -> None:
    """Service ends the window, it does not open it: received on 17 April, mailed on the 20th."""
    review = REVIEW.model_copy(update={"denial_served_on": date(2015, 4, 20)})

    assert [] == codes(screen(Tables(), screening(utilization_review=review)))


def test_an_old_injury_is_outside_the_program() -> None:
    """LC 4610.5(a); such a dispute has no window it could have missed."""
    review = REVIEW.model_copy(
        update={"requested_on": date(2012, 6, 1), "decided_on": date(2012, 6, 5), "denial_served_on": date(2012, 6, 5)}
    )
    messages = screen(Tables(), screening(injured_on=date(2010, 1, 4), utilization_review=review))

    assert ["WRONG_PROGRAM"] == codes(messages)


def test_dates_that_cannot_be_are_for_a_person_to_correct() -> None:
    """Dates that contradict one another decide nothing, and nothing is kept."""
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

    (found,) = screen(tables, second)

    assert isinstance(found, DuplicateFound)
    assert (second.submission_id, CASE_NUMBER) == (found.submission_id, found.duplicate_of)
    assert [] == screen(tables, second)
    assert len(tables.cases) == 1


def test_a_duplicate_has_its_evidence_and_its_application() -> None:
    """Which fields agreed, item by item; the application is kept to undo the finding."""
    tables = ready()
    second = screening("second")
    (found,) = screen(tables, second)

    assert isinstance(found, DuplicateFound)
    assert [(1, CASE_NUMBER, 1, ()), (2, CASE_NUMBER, 2, ())] == [
        (each.item, each.case_number, each.case_item, each.open) for each in found.items
    ]
    assert {"injured_on", "name", "born_on", "decided_on", "request", "quantity"} <= set(found.items[0].agreed)
    assert found.submission is not None
    assert (second.application, second.received_at) == (found.submission.application, found.submission.received_at)


def test_a_known_item_is_dropped_and_a_new_one_reviewed() -> None:
    """8 CCR 9792.10.3(a)(2) speaks of the same treatment: one is not decided twice."""
    tables = ready()
    first, second = application().items
    new = second.model_copy(update={"request": "Acupuncture, 6 visits", "treatment": "acupuncture"})
    received, dropped, *_, case = screen(tables, screening("second", items=(first, new)))

    assert isinstance(received, ApplicationReceived)
    assert (first, new) == received.application.items
    assert isinstance(dropped, DuplicateItemsDropped)
    assert [(1, CASE_NUMBER, 1)] == [(each.item, each.case_number, each.case_item) for each in dropped.items]
    assert isinstance(case, CaseReadyForReview)
    assert (new,) == case.application.items
    assert [] == screen(tables, screening("second", items=(first, new)))


def test_an_ancillary_of_a_dropped_item_stands_alone() -> None:
    """Its parent is decided elsewhere, and does not take it along."""
    first, second = application().items
    tables = Tables()
    screen(tables, screening("one", items=(first,)))
    ancillary = second.model_copy(update={"parent": first.number})
    *_, case = screen(tables, screening("both", items=(first, ancillary)))

    assert isinstance(case, CaseReadyForReview)
    assert [(second.number, None)] == [(each.number, each.parent) for each in case.application.items]


def test_items_of_several_cases_together_are_a_duplicate() -> None:
    """Also when no single case has them all; the first item's case is named."""
    tables, (first, second) = Tables(), application().items
    screen(tables, screening("one", items=(second,)))
    screen(tables, screening("two", items=(first,)))
    (found,) = screen(tables, screening("both"))

    assert isinstance(found, DuplicateFound)
    assert "CM15-1330002" == found.duplicate_of
    assert ["CM15-1330002", "CM15-1330001"] == [each.case_number for each in found.items]


@pytest.mark.parametrize("days", [3, 8], ids=str)
def test_another_decision_is_another_dispute(days: int) -> None:
    """The same treatment denied anew is reviewed anew, and the earlier review is told."""
    later = REVIEW.model_copy(update={"decided_on": REVIEW.decided_on - timedelta(days=days), "requested_on": date(2015, 3, 18)})
    earlier = screening("first", utilization_review=later)
    tables = Tables()
    screen(tables, earlier)
    messages = screen(tables, screening("second"))

    assert isinstance(messages[0], ApplicationReceived)
    (told,) = (each for each in messages if isinstance(each, EarlierReviewsFound))
    assert [(1, 1), (2, 2)] == [(each.item, each.case_item) for each in told.reviews]


@pytest.mark.parametrize("days", [1, 2])
def test_a_decision_dated_a_day_or_two_apart_is_the_same(days: int) -> None:
    """One paper has the day of the decision, another that of its letter; the request is one."""
    later = REVIEW.model_copy(update={"decided_on": REVIEW.decided_on - timedelta(days=days)})

    assert isinstance(screen(ready(), screening("second", utilization_review=later))[0], DuplicateFound)


def test_what_may_be_a_duplicate_waits_for_a_person() -> None:
    """Both requests are named, and the case has its number and waits five business days."""
    tables = ready()
    received, suspected = screen(tables, doubtful())

    assert isinstance(received, ApplicationReceived)
    assert isinstance(suspected, DuplicateSuspected)
    assert [(1, CASE_NUMBER, 1, ("request",))] == [
        (each.item, each.case_number, each.case_item, each.open) for each in suspected.items
    ]
    assert pacific("2015-04-24T23:59:59") == suspected.settle_by
    assert pacific("2015-04-24T23:59:59") == tables.timers["CM15-1330002/duplicate-unsettled"].due_at
    assert "CM15-1330002" not in tables.cases


def test_where_health_is_in_danger_no_duplicate_is_waited_for() -> None:
    """LC 4610.6(d): three days are too short for a question."""
    _, suspected, *_, case = screen(ready(), doubtful(priority="expedited", **CERTIFIED))

    assert isinstance(suspected, DuplicateSuspected)
    assert suspected.settle_by is None
    assert isinstance(case, CaseReadyForReview)


def test_an_ineligible_application_need_not_wait() -> None:
    """Whether it is a duplicate changes nothing."""
    tables = ready()

    assert ["NO_SIGNATURE"] == codes(screen(tables, doubtful(signature=None)))
    assert {} == tables.suspected


def test_two_workers_may_have_one_claim_number() -> None:
    """One accident, one number, several injured: no name in common, no duplicate."""
    tables, employee = Tables(), application().employee
    screen(tables, screening("first", employee=employee.model_copy(update={"name": "Ana Firstworker", "born_on": None})))
    messages = screen(
        tables, screening("second", employee=employee.model_copy(update={"name": "Boris Secondrider", "born_on": None}))
    )

    assert isinstance(messages[-1], CaseReadyForReview)
    assert [ApplicationReceived, ApplicationFoundEligible, CaseReadyForReview] == [type(each) for each in messages]


@pytest.mark.parametrize("generation", [1, 2])
@pytest.mark.parametrize(("born_on", "certain"), [(application().employee.born_on, True), (None, False)], ids=str)
def test_a_case_of_an_earlier_version_is_known(generation: int, born_on: date | None, *, certain: bool) -> None:
    """Kept before evidence was: certain with name and birth, else a question."""
    tables, known, number = Tables(), application(), "CM15-1330009"
    items, key = tuple(map(digested, known.items)), earlier_keys(known)["name"]
    if generation == 1:
        longer = (replace(item, request_digest=item.request_digest + "0" * 32) for item in items)
        tables.disputes[key] = Dispute(items=tuple(KnownItem(item, known.employee.born_on, number) for item in longer))
    else:
        tables.disputes[short_key(key)] = Dispute(cases=(number,))
        tables.under_review[number] = UnderReview(items=items, born_on=known.employee.born_on)
    employee = known.employee.model_copy(update={"born_on": born_on})
    messages = screen(tables, screening("second", employee=employee))

    assert (DuplicateFound if certain else ApplicationReceived) is type(messages[0])
    assert certain or isinstance(messages[1], DuplicateSuspected)


def test_who_mends_an_ineligible_application_is_no_duplicate() -> None:
    """An application that was found ineligible put nothing under review."""
    tables = Tables()
    screen(tables, screening("unsigned", signature=None))
    messages = screen(tables, screening("signed"))

    assert isinstance(messages[-1], CaseReadyForReview)


def test_a_determined_case_still_has_duplicates() -> None:
    """A decided item is not filed again for the same utilization review decision."""
    tables = ready()
    on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert isinstance(screen(tables, screening("second"))[0], DuplicateFound)


def test_numbers_run_by_lot_and_year_received() -> None:
    """The year is that of the receipt in California, not in Greenwich."""
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


def test_the_items_of_a_case_are_kept_once() -> None:
    """Each key, by name and by claim, names the case."""
    administrator = application().claims_administrator.model_copy(update={"claim_number": "NEC-2015-EXAMPLE"})
    tables = Tables()
    screen(tables, screening(claims_administrator=administrator))

    assert [FiledCases(case_numbers=(CASE_NUMBER,))] * 2 == list(tables.filed_under.values())
    assert [CASE_NUMBER] == list(tables.filed)
    assert {} == tables.disputes


def test_an_expedited_review_without_certification_runs_as_a_standard_one() -> None:
    """8 CCR 9792.10.4(c): it is told, and the priority of the case is the standard one."""
    _, eligible, told, case = screen(Tables(), screening(priority="expedited"))

    assert isinstance(eligible, ApplicationFoundEligible)
    assert isinstance(told, ExpeditedNotCertified)
    assert isinstance(case, CaseReadyForReview)
    assert ("standard", "standard", "standard") == (eligible.priority, case.priority, case.application.priority)
    assert "certification" in told.text


def test_disputed_liability_defers_and_never_closes() -> None:
    """8 CCR 9792.10.3(d): the case keeps its number and its application, and no clock runs."""
    tables = Tables()
    received, deferred = screen(tables, screening(disputed_for_other_reasons=True))

    assert isinstance(received, ApplicationReceived)
    assert isinstance(deferred, ApplicationDeferred)
    assert ["LIABILITY_DEFERRED"] == [reason.code for reason in deferred.reasons]
    assert "deferred" == tables.cases[CASE_NUMBER].stage
    assert application(disputed_for_other_reasons=True) == tables.deferred[CASE_NUMBER].application
    assert {} == tables.timers
    assert CASE_NUMBER in tables.filed  # a second application for the treatment is a duplicate


def authorised_massage() -> tuple[Item, ...]:
    """Return the example's items; of the massage all six visits were authorised."""
    chiropractic, massage = application().items
    return chiropractic, massage.model_copy(update={"quantity": Quantity(requested="6", authorised="6", unit="visits")})


def test_an_authorised_item_is_not_under_review() -> None:
    """LC 4610.5(c)(1), (g): the case goes on for the rest, and the events name the item."""
    tables = Tables()
    *_, eligible, case = screen(tables, screening(items=authorised_massage()))

    assert isinstance(eligible, ApplicationFoundEligible)
    assert isinstance(case, CaseReadyForReview)
    assert [("ALREADY_AUTHORIZED", (2,))] == [(each.code, each.items) for each in case.not_under_review]
    assert eligible.not_under_review == case.not_under_review
    assert [(1,)] == [clock.items for clock in case.clocks]
    assert ["6", "0"] == [item.quantity.in_dispute for item in case.application.items]
    assert [1] == [len(each.filing.items) for each in tables.filed.values()]


def test_an_item_that_waits_for_records_keeps_its_reasons() -> None:
    """The reasons against single items are in the file until it is complete."""
    tables = Tables()
    screen(
        tables,
        screening(**{**no_records(), "items": tuple(each.model_copy(update={"facts": ()}) for each in authorised_massage())}),
    )

    *_, case = receive(tables, records())

    assert isinstance(case, CaseReadyForReview)
    assert [("ALREADY_AUTHORIZED", (2,))] == [(each.code, each.items) for each in case.not_under_review]


def test_each_clock_of_a_case_rings_and_all_stop_with_the_determination() -> None:
    """LC 4610.6(d)(1)(A): 5 business days for the drug alone, 30 days for the fusion."""
    tables = Tables()
    review = REVIEW.model_copy(update={name: day.replace(year=2019) for name, day in DAYS_OF_REVIEW.items()})
    *_, case = screen(
        tables,
        screening(
            received_at=pacific("2019-04-01T10:00"),
            utilization_review=review,
            signature=Signature(signed_by="employee", signed_on=date(2019, 3, 29)),
            items=(Item(number=1, request="Tramadol 50 mg, 60 tablets"), Item(number=2, request="Lumbar fusion L4-L5")),
        ),
    )

    assert isinstance(case, CaseReadyForReview)
    assert [((1,), pacific("2019-04-08T23:59:59")), ((2,), pacific("2019-05-01T23:59:59"))] == [
        (clock.items, clock.determination_due_at) for clock in case.clocks
    ]
    assert {clock.determination_due_at for clock in case.clocks} == {tables.timers[key].due_at for key in ends(tables)}

    on_determination_signed(determined(case.case_number), AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert {} == tables.timers
