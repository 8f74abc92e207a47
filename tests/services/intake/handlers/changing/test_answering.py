"""Answers about the eligibility: with the last one, or without one, the case is screened."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.message import Message
from schemas.messages.acts.amendment import AmendApplication, Amendment, ApplicationAmended
from schemas.messages.acts.questions import FactsAsked, FactsOverdue
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineMissed
from schemas.messages.lifecycle import CaseRequestRefused, RecordsAdded, ResolveLiability
from services.intake.handlers.changing.amending import on_amend_application
from services.intake.handlers.changing.answering import on_answer_due
from services.intake.handlers.liability import on_resolve_liability
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, application, submission
from tests.services.intake.handlers.cases import REVIEW, codes, pacific, receive, screen
from tests.services.intake.messages import records, screening

AT = pacific("2015-05-04T09:00")
"""Late for mail within California, in time for mail from another state."""
PLACES = ("california", "another-state", "abroad")


def waiting(**changes: Any) -> Tables:
    """Return the state after an application that is late by the known facts was screened."""
    tables = Tables()
    screen(tables, screening(received_at=AT, **changes))
    return tables


def answer(tables: Tables, *changes: tuple[Any, str]) -> list[Message]:
    """Answer questions, one command for all."""
    command = AmendApplication(
        case_number=CASE_NUMBER,
        submission_id=submission().submission_id,
        changes=tuple(Amendment(field=field, item=None, value=value) for field, value in changes),
        actor="Example Clerk",
        reason="By telephone.",
        acted_at=AT + timedelta(hours=1),
    )
    return on_amend_application(command, command.acted_at, tables=tables, jurisdiction_of=load_jurisdiction)


def test_the_last_answer_lets_the_application_be_screened() -> None:
    """Its decision clock runs from the complete file, as if the fact had been there."""
    tables = waiting()
    answer(tables, ("mailed-from", "another-state"))
    events = answer(tables, ("employee-place", "california")) if tables.questioned else []

    assert {} == tables.questioned
    assert "ready" == tables.cases[CASE_NUMBER].stage
    assert f"{CASE_NUMBER}/answer-due" not in tables.timers
    assert not any(isinstance(each, FactsAsked) for each in events)


@given(mailed_from=st.sampled_from(PLACES), home=st.sampled_from(PLACES), days=st.integers(0, 30), together=st.booleans())
def test_answers_lead_where_the_facts_would_have_led(mailed_from: str, home: str, days: int, *, together: bool) -> None:
    """In any order, one by one or together, and on any day."""
    at = pacific("2015-04-25T09:00") + timedelta(days=days)
    known = screening(
        received_at=at,
        utilization_review=REVIEW.model_copy(update={"mailed_from": mailed_from}),
        employee=application().employee.model_copy(update={"place": home}),
    )
    expected, tables = screen(Tables(), known), Tables()
    events = screen(tables, screening(received_at=at))
    answers = [("mailed-from", mailed_from), ("employee-place", home)]
    for some in [answers] if together else [[each] for each in answers]:
        if CASE_NUMBER in tables.questioned:
            events += answer(tables, *some)

    assert not tables.questioned
    assert codes(expected) == codes(events)


def test_without_an_answer_the_known_facts_decide_once() -> None:
    """A clock that was stopped meanwhile says nothing."""
    tables = waiting()
    due_at = tables.timers[f"{CASE_NUMBER}/answer-due"].due_at
    events = on_answer_due(CASE_NUMBER, due_at, tables=tables, jurisdiction_of=load_jurisdiction)

    assert pacific("2015-05-11T23:59:59") == due_at
    assert [DeadlineMissed, FactsOverdue, ClockChanged] == [type(each) for each in events[:3]]
    assert ["LATE"] == codes(events)
    assert [] == on_answer_due(CASE_NUMBER, due_at, tables=tables, jurisdiction_of=load_jurisdiction)
    assert "ineligible" == tables.cases[CASE_NUMBER].stage


def test_records_are_on_file_when_it_is_screened() -> None:
    """They came while the facts were missing."""
    tables = waiting()

    assert [RecordsAdded] == [type(each) for each in receive(tables, records())]
    assert "facts-pending" == tables.cases[CASE_NUMBER].stage


@pytest.mark.parametrize(
    ("field", "value"), [("employee-name", "Pat Example"), ("mailed-from", "the moon"), ("emergency-care", "yes")]
)
def test_another_correction_and_no_answer_are_refused(field: Any, value: str) -> None:
    """Nothing changes, and the case still waits."""
    tables = waiting()

    assert [CaseRequestRefused] == [type(each) for each in answer(tables, (field, value))]
    assert CASE_NUMBER in tables.questioned


def test_an_answer_can_lead_to_a_deferral_whose_end_starts_the_clocks() -> None:
    """Proof of representation first; the dispute about liability is resolved two months later."""
    signature = application().signature
    assert signature is not None
    dispute = LiabilityDispute(reason="The injury is disputed.")
    tables = waiting(liability_dispute=dispute, signature=signature.model_copy(update={"signed_by": "attorney"}))
    answer(tables, ("proof-of-representation", "yes"))
    assert "deferred" == tables.cases[CASE_NUMBER].stage
    at = AT + timedelta(days=60)
    resolved = ResolveLiability(
        case_number=CASE_NUMBER, outcome="liable", notified_on=at.date(), actor="Example Clerk", reason="Notice.", acted_at=at
    )
    events = on_resolve_liability(resolved, at, tables=tables, jurisdiction_of=load_jurisdiction)

    assert [at.date()] == [each.complete_on for each in events if isinstance(each, CaseReadyForReview)]


def test_an_answer_is_told_like_a_correction() -> None:
    """With the value before, none, and after it."""
    (told,) = (each for each in answer(waiting(), ("mailed-from", "abroad")) if isinstance(each, ApplicationAmended))

    assert [("mailed-from", None, "abroad")] == [(each.field, each.before, each.after) for each in told.changes]
