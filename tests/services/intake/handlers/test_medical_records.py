"""Medical records complete a waiting case file."""

from datetime import date
from typing import Any

import pytest

from schemas.messages.application import Fact, Source
from schemas.messages.intake import (
    CaseReadyForReview,
)
from services.intake.errors import DocumentIdTaken, NotWaitingForMedicalRecords, UnknownCase, UnknownDocument, UnknownItem
from services.intake.handlers.clocks import on_records_due
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import pacific, receive, waiting
from tests.services.intake.messages import AT, LETTER, RECORD, records


def test_a_medical_record_makes_a_waiting_case_ready() -> None:
    """The clock starts when the file is complete; the deadline for records ends."""
    tables = waiting()
    (case,) = receive(tables, records(received_at=pacific("2015-04-22T11:00")))

    assert isinstance(case, CaseReadyForReview)
    assert (date(2015, 4, 17), date(2015, 4, 17), date(2015, 4, 22)) == (case.received_on, case.assigned_on, case.complete_on)
    assert pacific("2015-05-22T23:59:59") == case.determination_due_at
    assert RECORD in case.application.documents
    assert {CASE_NUMBER: CaseState(stage="ready")} == tables.cases
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
    """The message is parked under the error's name, and the case keeps waiting."""
    tables = waiting()
    before = tables.cases[CASE_NUMBER]

    with pytest.raises(error):
        receive(tables, records(**changes))

    assert before == tables.cases[CASE_NUMBER]


@pytest.mark.parametrize("stage", ["ready", "determined", "ineligible"])
def test_records_for_a_case_that_does_not_wait_are_for_a_person(stage: Any) -> None:
    """The records are neither lost nor added to a file under review."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage=stage)})

    with pytest.raises(NotWaitingForMedicalRecords, match=stage):
        receive(tables, records())


def test_the_same_paper_twice_is_one() -> None:
    """A paper sent again, unchanged, does no harm."""
    tables = waiting()
    receive(tables, records(documents=(LETTER,)))
    (case,) = receive(tables, records(documents=(LETTER, RECORD)))

    assert isinstance(case, CaseReadyForReview)
    assert 1 == case.application.documents.count(LETTER)
