"""A review that becomes expedited, and regular again (8 CCR 9792.10.4(c))."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import Certification
from schemas.message import Message
from schemas.messages.acts.conversion import ConvertReview, ReviewConverted
from schemas.messages.application import Signature
from schemas.messages.intake import RecordsRequested
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged, InformationRequested
from schemas.messages.seats import CaseReturned
from services.intake.clocks.running import due_at
from services.intake.handlers.changing.converting import on_convert_review
from services.intake.handlers.information import on_case_returned
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import REVIEW, lapse, pacific, ready, screen, waiting
from tests.services.intake.messages import AT, screening

RULES = load_jurisdiction("ca-workers-comp")
CERTIFICATION = Certification(certified_on=date(2015, 4, 17), name="Robin Example, MD")
LATER = AT + timedelta(days=3)
CHIROPRACTIC, MASSAGE = application().items


def convert(tables: Tables, priority: Any = "expedited", at: datetime = AT, **changes: Any) -> list[Message]:
    """Convert the case of the example; without *changes* with a certification of today."""
    certification = CERTIFICATION if priority == "expedited" else None
    fields: dict[str, Any] = {"priority": priority, "certification": certification, **changes}
    command = ConvertReview(case_number=CASE_NUMBER, actor="Example Clerk", reason="By fax.", acted_at=at, **fields)
    return on_convert_review(command, at, tables=tables, jurisdiction_of=load_jurisdiction)


def ends(tables: Tables) -> dict[str, tuple[datetime | None, tuple[int, ...]]]:
    """Return when each clock of the only case runs out, and its items."""
    (number,) = tables.clocks
    running = tables.clocks[number].running
    return {name: (due_at(number, name, tables, RULES), clock.items) for name, clock in running.items()}


def test_a_review_becomes_expedited_and_regular_again() -> None:
    """72 hours from the conversion; back, thirty days from the start as before. Once each."""
    tables = ready()
    before = ends(tables)
    assert tables.cases[CASE_NUMBER].stage == "ready"

    changed, converted = convert(tables)
    assert isinstance(changed, ClockChanged)
    assert isinstance(converted, ReviewConverted)
    assert ("convert", "expedited", AT + timedelta(hours=72)) == (changed.change, changed.variant, converted.determination_due_at)
    assert (CERTIFICATION, "ready", None) == (converted.certification, converted.state, converted.records_due_on)
    assert [CaseUnchanged] == [type(each) for each in convert(tables)]

    *_, back = convert(tables, "standard", LATER)
    assert isinstance(back, ReviewConverted)
    assert before["determination-due"][0] == back.determination_due_at
    assert before == ends(tables)
    file = tables.cases[CASE_NUMBER].file
    assert file is not None
    assert ("standard", None) == (file.application.priority, file.application.physician_certification)


def test_records_are_due_a_day_after_the_conversion() -> None:
    """24 hours (8 CCR 9792.10.5(a)(1)); once they are in, the review is expedited."""
    tables = waiting()
    *_, converted, requested = convert(tables)

    assert isinstance(converted, ReviewConverted)
    assert ("waiting", None, date(2015, 4, 18)) == (converted.state, converted.determination_due_at, converted.records_due_on)
    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 4, 18)) == requested
    *_, _, again = convert(tables, "standard", AT + timedelta(hours=1))
    assert RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 4, 29)) == again


def test_the_reviewers_questions_are_asked_again_with_their_day() -> None:
    """One day of an expedited review, instead of five business days (8 CCR 9792.10.5)."""
    tables = ready()
    fields: dict[str, Any] = {"reviewer_id": "reviewer-1", "ground": "information-missing", "explanation": "They show it."}
    returned = CaseReturned.model_construct(case_number=CASE_NUMBER, missing=("Notes of March",), reassign=False, **fields)  # type: ignore[call-arg]
    on_case_returned(returned, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    *_, converted, asked = convert(tables)

    assert isinstance(converted, ReviewConverted)
    assert isinstance(asked, InformationRequested)
    assert ("information-pending", ("Notes of March",)) == (converted.state, asked.asked)
    assert date(2015, 4, 18) == RULES.local_date(asked.answer_due_at)


def test_an_overdue_case_has_another_priority_and_no_clock() -> None:
    """Its determination's clock starts as an expedited one, once papers come."""
    tables = waiting()
    lapse(tables)
    (converted,) = convert(tables)

    assert isinstance(converted, ReviewConverted)
    assert ("overdue", None, None) == (converted.state, converted.determination_due_at, converted.records_due_on)


@pytest.mark.parametrize(
    ("tables", "changes", "code"),
    [
        (ready(), {"certification": None}, "not-certified"),
        (ready(), {"certification": Certification(certified_on=date(2015, 4, 18), name="Robin Example, MD")}, "impossible-day"),
        (Tables(cases={CASE_NUMBER: CaseState(stage="determined")}), {}, "not-allowed"),
        (Tables(cases={CASE_NUMBER: CaseState(stage="ready")}), {}, "no-file-held"),
    ],
    ids=["not certified", "not yet", "determined", "no file"],
)
def test_a_conversion_without_its_ground_is_refused(tables: Tables, changes: dict[str, Any], code: str) -> None:
    """The refusal says why, and nothing changes."""
    before = dict(tables.cases)
    (refusal,) = convert(tables, **changes)

    assert isinstance(refusal, CaseRequestRefused)
    assert code == refusal.code
    assert before == tables.cases


def test_where_utilization_review_was_expedited_no_certification_is_needed_or_withdrawn() -> None:
    """8 CCR 9792.10.4(c)."""
    tables = Tables()
    review = REVIEW.model_copy(update={"expedited": True})
    screen(tables, screening(utilization_review=review))

    assert isinstance(convert(tables, certification=None)[-1], ReviewConverted)
    (refusal,) = convert(tables, "standard")
    assert isinstance(refusal, CaseRequestRefused)
    assert "expedited-by-utilization-review" == refusal.code


def _of_2019(priority: str = "standard") -> Tables:
    """Return a case of two items, of which the second is a drug of the formulary."""
    days = {name: getattr(REVIEW, name).replace(year=2019) for name in ("requested_on", "decided_on", "denial_served_on")}
    drug = MASSAGE.model_copy(update={"request": "Tramadol 50 mg, 60 tablets", "treatment": None, "formulary_status": "non-exempt"})
    tables = Tables()
    screen(
        tables,
        screening(
            received_at=pacific("2019-04-01T10:00"),
            utilization_review=REVIEW.model_copy(update=days),
            signature=Signature(signed_by="employee", signed_on=date(2019, 4, 1)),
            items=(CHIROPRACTIC, drug),
            priority=priority,
            physician_certification=CERTIFICATION if priority == "expedited" else None,
        ),
    )
    return tables


@pytest.mark.parametrize("priority", ["standard", "expedited"])
def test_a_drug_of_the_formulary_has_its_own_clock_again(priority: str) -> None:
    """Five business days from the start (LC 4610.6(d)(1)(A)), however the review began."""
    regular = ends(_of_2019())
    tables = _of_2019(priority)
    at = pacific("2019-04-01T12:00")
    if priority == "standard":
        _convert_2019(tables, "expedited", at)
    *_, converted = _convert_2019(tables, "standard", at + timedelta(hours=1))

    assert isinstance(converted, ReviewConverted)
    assert regular == ends(tables)
    assert pacific("2019-04-08T23:59:59") == converted.determination_due_at


def _convert_2019(tables: Tables, priority: Any, at: datetime) -> list[Message]:
    (number,) = tables.cases
    certification = Certification(certified_on=at.date(), name="Robin Example, MD") if priority == "expedited" else None
    command = ConvertReview(
        case_number=number, actor="Example Clerk", reason="x", acted_at=at, priority=priority, certification=certification
    )
    return on_convert_review(command, at, tables=tables, jurisdiction_of=load_jurisdiction)
