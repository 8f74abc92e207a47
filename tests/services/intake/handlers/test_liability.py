"""The end of a dispute about liability."""

from datetime import date, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.form.utilization_review import LiabilityDispute
from schemas.message import Message
from schemas.messages.intake import ApplicationFoundEligible
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged, LiabilityResolved, ResolveLiability
from services.intake.handlers.liability import on_resolve_liability
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import screen
from tests.services.intake.messages import AT, screening

WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By letter.", "acted_at": AT}


def deferred() -> Tables:
    """Return the state after an application with disputed liability was screened."""
    tables = Tables()
    screen(tables, screening(liability_dispute=LiabilityDispute(reason="The back is disputed.")))
    return tables


TODAY = AT.date()


def resolve(tables: Tables, on: date = TODAY) -> list[Message]:
    """Tell of a notice that there is liability."""
    message = ResolveLiability(**WHO, outcome="liable", notified_on=on)
    return on_resolve_liability(message, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def test_a_resolved_case_is_screened_once() -> None:
    """The second time it is not deferred any more."""
    tables = deferred()

    assert [LiabilityResolved, ApplicationFoundEligible] == [type(each) for each in resolve(tables)][:2]
    assert "ready" == tables.cases[CASE_NUMBER].stage
    assert {} == tables.deferred
    assert [CaseUnchanged] == [type(each) for each in resolve(tables)]


def test_a_notice_of_tomorrow_is_refused() -> None:
    """By the day of the jurisdiction."""
    tables = deferred()
    (refusal,) = resolve(tables, TODAY + timedelta(days=1))

    assert isinstance(refusal, CaseRequestRefused)
    assert "impossible-day" == refusal.code
    assert CASE_NUMBER in tables.deferred


@pytest.mark.parametrize("stage", ["ineligible", "determined", "terminated"])
def test_an_ended_case_has_no_dispute_to_resolve(stage: Any) -> None:
    """The refusal names the state."""
    (refusal,) = resolve(Tables(cases={CASE_NUMBER: CaseState(stage=stage)}))

    assert isinstance(refusal, CaseRequestRefused)
    assert ("not-allowed", stage) == (refusal.code, refusal.state)
