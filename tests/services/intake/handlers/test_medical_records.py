"""Medical records complete a waiting case file."""

from datetime import date
from typing import Any

import pytest

from schemas.messages.application import FACTS_MAX, Fact, Source
from schemas.messages.intake import CaseReadyForReview, RecordsOverdue
from schemas.messages.lifecycle import CaseFileChanged, CaseRequestRefused, RecordsAdded, RecordsKept, ReviewLimited
from services.intake.errors import UnknownCase
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import ends, lapse, pacific, receive, waiting
from tests.services.intake.messages import LETTER, RECORD, records

UNSENT = RECORD.model_copy(update={"sent_by": None})
OWN = RECORD.model_copy(update={"sent_by": "employee"})
FACTS = tuple(Fact(name="visits_done", value=number) for number in range(FACTS_MAX + 1))


def test_a_medical_record_makes_a_waiting_case_ready() -> None:
    """The clock starts when the file is complete; the deadline for records ends."""
    tables = waiting()
    _, case = receive(tables, records(received_at=pacific("2015-04-22T11:00")))

    assert isinstance(case, CaseReadyForReview)
    assert (date(2015, 4, 17), date(2015, 4, 17), date(2015, 4, 22)) == (case.received_on, case.assigned_on, case.complete_on)
    assert pacific("2015-05-22T23:59:59") == case.determination_due_at
    assert RECORD in case.application.documents
    assert "ready" == tables.cases[CASE_NUMBER].stage
    assert [f"{CASE_NUMBER}/determination-due"] == ends(tables)


def test_facts_come_with_the_records() -> None:
    """Facts go to their items, with the paper they were read from."""
    fact = Fact(name="visits_done", value=6, source=Source(document="late-note", page=2))
    _, case = receive(waiting(), records(facts={2: (fact,)}))

    assert isinstance(case, CaseReadyForReview)
    assert [(), (fact,)] == [item.facts for item in case.application.items]


def test_papers_that_are_no_medical_record_are_kept() -> None:
    """They wait with the case until a record comes, and are in the file then."""
    tables = waiting()

    (added,) = receive(tables, records(documents=(LETTER,)))
    assert isinstance(added, RecordsAdded)
    assert "waiting" == tables.cases[CASE_NUMBER].stage

    _, case = receive(tables, records())

    assert isinstance(case, CaseReadyForReview)
    assert {LETTER, RECORD} <= set(case.application.documents)


def test_records_after_the_due_date_are_welcome() -> None:
    """A late file is still a file."""
    tables = waiting()
    tables.timers.clear()
    lapse(tables)

    assert isinstance(receive(tables, records(received_at=pacific("2015-08-01T11:00")))[-1], CaseReadyForReview)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facts": {3: (Fact(name="visits_done", value=6),)}}, "unknown-item"),
        ({"facts": {1: (Fact(name="visits_done", value=6, source=Source(document="nowhere")),)}}, "unknown-document"),
        ({"documents": (RECORD.model_copy(update={"id": "rfa"}),)}, "document-id-taken"),
        ({"documents": (RECORD, RECORD.model_copy(update={"title": "Another"}))}, "document-id-taken"),
        ({"facts": {1: FACTS}}, "file-too-large"),
    ],
    ids=["item", "document", "id on file", "id given twice", "too many facts"],
)
def test_records_that_do_not_fit_are_refused(changes: dict[str, Any], code: str) -> None:
    """The refusal names the state of the case, which keeps waiting."""
    tables = waiting()
    before = tables.cases[CASE_NUMBER]

    (refusal,) = receive(tables, records(**changes))

    assert isinstance(refusal, CaseRequestRefused)
    assert (code, "waiting") == (refusal.code, refusal.state)
    assert before == tables.cases[CASE_NUMBER]


def test_records_for_an_unknown_case_are_for_a_person() -> None:
    """The message is parked under the error's name."""
    with pytest.raises(UnknownCase):
        receive(waiting(), records(case_number="CM15-1330002"))


@pytest.mark.parametrize(
    ("stage", "because"), [("ready", "no-file-held"), ("determined", "review-ended"), ("ineligible", "review-ended")]
)
def test_records_without_a_file_to_join_are_kept_with_a_word(stage: Any, because: str) -> None:
    """A decided case does not change; an earlier version held no file of a case under review."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage=stage)})

    (kept,) = receive(tables, records())

    assert isinstance(kept, RecordsKept)
    assert (because, (RECORD,)) == (kept.because, kept.documents)
    assert {CASE_NUMBER: CaseState(stage=stage)} == tables.cases


@pytest.mark.parametrize("sender", ["employee", "attorney", "provider"])
def test_records_of_the_workers_side_leave_the_claims_administrator_its_time(sender: Any) -> None:
    """8 CCR 9792.10.5(a)(1): its clock goes on."""
    tables = waiting()

    assert [RecordsAdded] == [type(each) for each in receive(tables, records(documents=(UNSENT,), sent_by=sender))]
    assert [f"{CASE_NUMBER}/records-due"] == ends(tables)

    assert [RecordsOverdue, ReviewLimited, CaseReadyForReview] == [type(each) for each in lapse(tables)]
    assert "limited" == tables.cases[CASE_NUMBER].stage

    late = receive(tables, records(documents=(RECORD.model_copy(update={"id": "file"}),)))
    assert [RecordsAdded, CaseFileChanged] == [type(each) for each in late]
    assert "ready" == tables.cases[CASE_NUMBER].stage


def test_a_wait_that_an_earlier_version_left_without_a_clock_ends() -> None:
    """Such a case is overdue, though its state is called waiting."""
    tables = waiting()
    tables.timers.clear()

    found = receive(tables, records(documents=(OWN,)))

    assert [RecordsAdded, ReviewLimited, CaseReadyForReview] == [type(each) for each in found]


def test_a_paper_that_the_claims_administrator_sends_too_is_its_own_then() -> None:
    """The worker's copy came first; the file is complete with the other."""
    tables = waiting()
    receive(tables, records(documents=(OWN,)))

    assert [RecordsAdded, CaseReadyForReview] == [type(each) for each in receive(tables, records())]
    assert [RecordsKept] == [type(each) for each in receive(tables, records(documents=(OWN,)))]


def test_the_same_paper_twice_is_one() -> None:
    """A paper sent again, unchanged, does no harm."""
    tables = waiting()
    receive(tables, records(documents=(LETTER,)))
    _, case = receive(tables, records(documents=(LETTER, RECORD)))

    assert isinstance(case, CaseReadyForReview)
    assert 1 == case.application.documents.count(LETTER)
