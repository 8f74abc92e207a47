"""Ends of a review without a determination."""

from datetime import date, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.message import Message
from schemas.messages.lifecycle import (
    AuthorizeTreatment,
    CaseRequestRefused,
    CaseTerminated,
    CaseUnchanged,
    TreatmentAuthorised,
    WithdrawApplication,
)
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.ending import on_authorize_treatment, on_withdraw_application
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import determined, others, ready, screen, waiting
from tests.services.intake.messages import AT, screening

WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": AT}


def withdraw(tables: Tables, sent_by: Any = "employee", ground: Any = "withdrawn") -> list[Message]:
    """Withdraw the application."""
    return others(on_withdraw_application(WithdrawApplication(**WHO, sent_by=sent_by, ground=ground), AT, tables=tables))


def authorize(tables: Tables, *items: int) -> list[Message]:
    """Let the claims administrator authorise *items*, or all."""
    return authorize_on(tables, AT.date(), *items)


def authorize_on(tables: Tables, on: date, *items: int) -> list[Message]:
    """Let the claims administrator authorise *items* on a day."""
    command = AuthorizeTreatment(**WHO, items=items, authorised_on=on)
    return others(on_authorize_treatment(command, AT, tables=tables, jurisdiction_of=load_jurisdiction))


@pytest.mark.parametrize("tables", [waiting(), ready()], ids=["waiting", "ready"])
def test_a_withdrawn_case_has_neither_file_nor_clock(tables: Tables) -> None:
    """Of the worker nothing stays but the mark."""
    (ended,) = withdraw(tables)

    assert isinstance(ended, CaseTerminated)
    assert {CASE_NUMBER: CaseState(stage="terminated")} == tables.cases
    assert {} == tables.timers
    assert {} == tables.filed
    assert [CaseUnchanged, CaseUnchanged] == [type(each) for each in (*withdraw(tables), *authorize(tables, 1))]


@pytest.mark.parametrize("stage", ["ineligible", "determined"])
def test_an_ended_review_is_not_ended_again(stage: Any) -> None:
    """The refusal names the state."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage=stage)})

    for (refusal,) in (withdraw(tables), authorize(tables)):
        assert isinstance(refusal, CaseRequestRefused)
        assert ("not-allowed", stage) == (refusal.code, refusal.state)


def test_items_are_dropped_one_by_one_until_none_is_left() -> None:
    """An unknown item drops none of those named with it."""
    tables = ready()
    (refusal,) = authorize(tables, 1, 9)
    assert isinstance(refusal, CaseRequestRefused)

    assert [TreatmentAuthorised] == [type(each) for each in authorize(tables, 1)][:1]
    assert [CaseUnchanged] == [type(each) for each in authorize(tables, 1)]
    (ended,) = authorize(tables, 1, 2)
    assert isinstance(ended, CaseTerminated)
    assert "authorised" == ended.ground
    assert CASE_NUMBER in tables.filed


def test_a_case_of_an_earlier_version_is_authorised_as_a_whole() -> None:
    """Its file is not held, so a single item cannot be dropped."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage="ready")})

    (refusal,) = authorize(tables, 1)
    assert isinstance(refusal, CaseRequestRefused)
    assert "no-file-held" == refusal.code
    assert [CaseTerminated] == [type(each) for each in authorize(tables)]


def test_a_late_signature_leaves_an_ended_case_ended() -> None:
    """Staff see it in an event."""
    tables = ready()
    withdraw(tables)
    signed = determined().model_copy(update={"determination_version": 1})

    assert ["signed-after-end"] == [
        each.type.rpartition(".")[2]
        for each in on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    ]
    assert "terminated" == tables.cases[CASE_NUMBER].stage


def test_an_item_of_an_application_that_is_deferred_at_the_screen_is_authorised() -> None:
    """It has no file yet; what it was deferred with is screened without the item."""
    tables = Tables()
    screen(tables, screening(liability_dispute=LiabilityDispute(reason="The neck is disputed.")))
    (unknown,) = authorize(tables, 9)
    assert isinstance(unknown, CaseRequestRefused)
    assert "unknown-item" == unknown.code

    (event,) = authorize(tables, 1)
    assert isinstance(event, TreatmentAuthorised)
    assert ["0", "6"] == [each.quantity.in_dispute for each in tables.deferred[CASE_NUMBER].application.items]
    assert [CaseUnchanged] == [type(each) for each in authorize(tables, 1)]
    (ended,) = authorize(tables, 2)
    assert isinstance(ended, CaseTerminated)


@pytest.mark.parametrize("on", [application().injured_on - timedelta(days=1), AT.date() + timedelta(days=1)])
def test_an_authorisation_has_a_day_between_the_injury_and_today(on: date) -> None:
    """A slip of the pen ends no review."""
    tables = ready()
    (refusal,) = authorize_on(tables, on)
    assert isinstance(refusal, CaseRequestRefused)
    assert "impossible-day" == refusal.code
    assert "ready" == tables.cases[CASE_NUMBER].stage
