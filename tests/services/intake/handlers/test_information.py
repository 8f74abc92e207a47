"""The reviewer's questions to the parties, and their clock."""

from datetime import datetime
from typing import Any

from jurisdictions.files import load_jurisdiction
from schemas.messages.lifecycle import InformationOverdue, InformationRequested
from schemas.messages.seats import CaseReturned
from services.intake.handlers.information import on_case_returned, on_further_records_due
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import others, pacific, ready, waiting
from tests.services.intake.messages import AT

CLOCK = f"{CASE_NUMBER}/further-records-due"


def ask(tables: Tables, at: datetime = AT, **changes: Any) -> list[Any]:
    """Let the reviewer return the case for missing information."""
    fields: dict[str, Any] = {"ground": "information-missing", "reassign": False, "explanation": "It decides.", "missing": ("MRI",)}
    returned = CaseReturned(case_number=CASE_NUMBER, reviewer_id="R-1", returned_at=at, **{**fields, **changes})
    return others(on_case_returned(returned, at, tables=tables, jurisdiction_of=load_jurisdiction))


def test_the_parties_have_five_business_days() -> None:
    """A second question has a clock of its own, and both stay open."""
    tables = ready()
    (requested,) = ask(tables, pacific("2015-04-17T12:00"))

    assert isinstance(requested, InformationRequested)
    assert pacific("2015-04-24T23:59:59") == requested.answer_due_at == tables.timers[CLOCK].due_at

    ask(tables, pacific("2015-04-20T12:00"), missing=("notes",))
    assert pacific("2015-04-27T23:59:59") == tables.timers[CLOCK].due_at
    assert [("MRI", "notes")] == [each.asked for each in lapse(tables)]


def lapse(tables: Tables) -> list[InformationOverdue]:
    """Let the time for the answer pass."""
    timer = tables.timers.pop(CLOCK, None)
    found = on_further_records_due(CASE_NUMBER, timer.due_at if timer else AT, tables=tables, jurisdiction_of=load_jurisdiction)
    return [each for each in found if isinstance(each, InformationOverdue)]


def test_the_review_goes_on_after_the_lapse() -> None:
    """The lapse is said once."""
    tables = ready()
    ask(tables)

    assert 1 == len(lapse(tables))
    assert "ready" == tables.cases[CASE_NUMBER].stage
    assert [] == lapse(tables)


def test_a_case_that_is_not_in_review_asks_nobody() -> None:
    """Neither one that waits, nor a decided one, nor one that goes to another reviewer."""
    assert [] == ask(waiting())
    assert [] == ask(Tables(cases={CASE_NUMBER: CaseState(stage="determined")}))
    assert [] == ask(ready(), reassign=True, ground="conflict-of-interest")
