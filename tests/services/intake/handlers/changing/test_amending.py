"""Corrections of an application after it came."""

from datetime import date
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.message import Message
from schemas.messages.acts.amendment import AmendApplication, Amended, Amendment, ApplicationAmended
from schemas.messages.intake import ApplicationFoundIneligible, CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged, CaseRequestRefused, CaseUnchanged
from services.intake.handlers.changing.amending import on_amend_application
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import REVIEW, lapse, ready, receive, screen, waiting
from tests.services.intake.messages import AT, no_records, records, screening

SUBMISSION = "00000000-0000-0000-0000-000000000001"
NAMED = application().employee.name
CORRECTED = "Patricia Example"


def amend(tables: Tables, *changes: tuple[Any, str], item: int | None = None) -> list[Message]:
    """Correct fields of the example's application."""
    command = AmendApplication(
        case_number=CASE_NUMBER,
        submission_id=SUBMISSION,
        changes=tuple(Amendment(field=field, item=item if field == "request" else None, value=value) for field, value in changes),
        actor="Example Clerk",
        reason="By letter.",
        acted_at=AT,
    )
    return on_amend_application(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def deferred() -> Tables:
    """Return the state after an application with disputed liability was screened."""
    tables = Tables()
    screen(tables, screening(liability_dispute=LiabilityDispute(reason="The back is disputed.")))
    return tables


def overdue() -> Tables:
    """Return the state after the time for records ran out without any."""
    tables = Tables()
    screen(tables, screening(**no_records()))
    lapse(tables)
    return tables


@pytest.mark.parametrize(
    ("tables", "kinds"),
    [
        (waiting(), [ApplicationAmended]),
        (overdue(), [ApplicationAmended]),
        (deferred(), [ApplicationAmended]),
        (ready(), [ApplicationAmended, CaseFileChanged]),
    ],
    ids=["waiting", "overdue", "deferred", "ready"],
)
def test_a_misspelt_name_is_corrected_once(tables: Tables, kinds: list[type[Message]]) -> None:
    """The event has the value before and after, and the reviewer gets the corrected file."""
    stage = tables.cases[CASE_NUMBER].stage
    events = amend(tables, ("employee-name", CORRECTED))

    assert kinds == [type(each) for each in events]
    amended = events[0]
    assert isinstance(amended, ApplicationAmended)
    assert (Amended(field="employee-name", item=None, before=NAMED, after=CORRECTED),) == amended.changes
    assert (CORRECTED, len(kinds) > 1) == (amended.application.employee.name, amended.at_reviewer)
    assert stage == tables.cases[CASE_NUMBER].stage
    assert [CaseUnchanged] == [type(each) for each in amend(tables, ("employee-name", CORRECTED))]


def test_the_review_begins_with_the_corrected_application() -> None:
    """Records that come later complete the file with it."""
    tables = waiting()
    amend(tables, ("claim-number", "EXAMPLE-2"), ("born-on", "1970-02-03"), ("employer", "Another Example Works"))
    (begun,) = (each for each in receive(tables, records()) if isinstance(each, CaseReadyForReview))

    found = begun.application
    assert ("EXAMPLE-2", date(1970, 2, 3), "Another Example Works") == (
        found.claims_administrator.claim_number,
        found.employee.born_on,
        found.employer,
    )


@pytest.mark.parametrize(
    ("tables", "changes", "item", "code"),
    [
        (ready(), [("denial-served-on", "2015-03-28")], None, "too-late-to-amend"),
        (ready(), [("request", "Acupuncture, 6 visits")], 1, "too-late-to-amend"),
        (waiting(), [("request", "Acupuncture, 6 visits")], 9, "unknown-item"),
        (waiting(), [("born-on", "the third")], None, "impossible-value"),
        (ready(), [("born-on", "2099-01-01")], None, "impossible-value"),
        (ready(), [("born-on", "2015-03-01")], None, "impossible-value"),
        (ready(), [("born-on", "1890-01-01")], None, "impossible-value"),
        (waiting(), [("denial-served-on", "2099-01-01")], None, "impossible-day"),
        (waiting(), [("employer", "Another"), ("born-on", "2015-02-30")], None, "impossible-value"),
        (Tables(cases={CASE_NUMBER: CaseState(stage="determined")}), [("employer", "Another")], None, "not-allowed"),
        (Tables(cases={CASE_NUMBER: CaseState(stage="ready")}), [("employer", "Another")], None, "no-file-held"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_as_a_whole(
    tables: Tables, changes: list[tuple[Any, str]], item: int | None, code: str
) -> None:
    """The refusal names the state and says which fields it allows."""
    before = dict(tables.cases)
    (refusal,) = amend(tables, *changes, item=item)

    assert isinstance(refusal, CaseRequestRefused)
    assert (code, before) == (refusal.code, tables.cases)
    if code == "too-late-to-amend":
        assert "it allows: employee-name, born-on, claim-number, employer." in refusal.text


def test_a_corrected_day_of_service_ends_a_late_application() -> None:
    """Its window is tested again before the review (8 CCR 9792.10.3(a); LC 4610.5(h)(1))."""
    tables = waiting()
    decided = REVIEW.model_copy(update={"requested_on": date(2015, 2, 25), "decided_on": date(2015, 3, 2)})
    file = tables.cases[CASE_NUMBER].file
    assert file is not None
    early = file.model_copy(update={"application": file.application.model_copy(update={"utilization_review": decided})})
    tables.cases[CASE_NUMBER] = CaseState(stage="waiting", file=early)

    events = amend(tables, ("denial-served-on", "2015-03-02"))

    (against,) = (each for each in events if isinstance(each, ApplicationFoundIneligible))
    assert (SUBMISSION, ["LATE"]) == (against.submission_id, [each.code for each in against.reasons])
    assert ("ineligible", {}, {}) == (tables.cases[CASE_NUMBER].stage, tables.timers, tables.filed)


def test_an_item_has_its_right_words_before_the_review() -> None:
    """Another application for them is a duplicate of this case from then on."""
    tables = waiting()
    (amended,) = amend(tables, ("request", "Acupuncture, 12 visits"), item=1)

    assert isinstance(amended, ApplicationAmended)
    assert "Acupuncture, 12 visits" == amended.application.items[0].request
    again = application().items[0].model_copy(update={"request": "Acupuncture, 12 visits"})
    (found, *_) = screen(tables, screening("again", items=(again,)))
    assert "duplicate-found" == found.type.rpartition(".")[2]


def test_a_corrected_claim_is_compared_with_other_cases() -> None:
    """The same treatment under another misspelt name is told, and drops nothing by itself."""
    tables = Tables()
    screen(tables, screening())
    person = application().employee.model_copy(update={"name": "Quinn Otherperson", "born_on": date(1950, 1, 1)})
    claim = application().claims_administrator.model_copy(update={"claim_number": "OTHER-7"})
    (received, *_) = screen(tables, screening("other", employee=person, claims_administrator=claim))
    number = received.case_number  # type: ignore[attr-defined]
    assert CASE_NUMBER != number

    own, named = application().claims_administrator.claim_number, application().employee
    changes = tuple(
        Amendment(field=field, item=None, value=value)  # type: ignore[arg-type]
        for field, value in (("claim-number", own), ("employee-name", named.name), ("born-on", str(named.born_on)))
    )
    command = AmendApplication(
        case_number=number, submission_id=SUBMISSION, changes=changes, actor="Example Clerk", reason="x", acted_at=AT
    )
    amended, *_ = on_amend_application(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert isinstance(amended, ApplicationAmended)
    assert {CASE_NUMBER} == {each.case_number for each in amended.possible_duplicates}
    assert "ready" == tables.cases[number].stage
