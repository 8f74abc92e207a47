"""The clocks of a case."""

from datetime import date, datetime

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.intake import (
    DeterminationOverdue,
    RecordsOverdue,
)
from schemas.messages.ledgers.clocks import DeadlineMissed
from services.intake.errors import UnknownCase
from services.intake.handlers.clocks import on_determination_due, on_determination_signed
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import determined, lapse, pacific, ready, told, waiting
from tests.services.intake.messages import AT


def test_records_that_did_not_come_are_reported() -> None:
    """Utilization review alone does not suffice (8 CCR 9792.10.6(b)(2)): the case waits."""
    tables = waiting()

    assert [RecordsOverdue(case_number=CASE_NUMBER, records_due_on=date(2015, 4, 29))] == lapse(tables)
    assert "overdue" == tables.cases[CASE_NUMBER].stage


def test_a_case_that_waits_no_more_is_not_overdue() -> None:
    """A clock that fires after the records came says nothing."""
    assert [] == lapse(ready())


def test_a_late_determination_is_reported_and_nothing_closed() -> None:
    """CHP v. WCAB (Margaris), 2016: late is still binding."""
    tables, due_at = ready(), pacific("2015-05-17T23:59:59")

    missed, overdue = ring(tables, due_at)
    assert DeadlineMissed(case_number=CASE_NUMBER, name="determination-due", items=(1, 2), due_at=due_at) == missed
    assert DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=due_at) == overdue


def test_a_timer_that_fires_too_early_is_set_again() -> None:
    """The end is counted from the ledger: a rule that was put right can give more time."""
    tables = ready()

    assert [] == ring(tables, pacific("2015-05-16T23:59:59"))
    assert pacific("2015-05-17T23:59:59") == tables.timers[f"{CASE_NUMBER}/determination-due"].due_at


def ring(tables: Tables, at: datetime) -> list[Message]:
    """Let the timer of the decision clock fire."""
    return on_determination_due(CASE_NUMBER, at, name="determination-due", tables=tables, jurisdiction_of=load_jurisdiction)


def test_a_signed_determination_stops_the_clocks() -> None:
    """Of the case only a mark stays."""
    tables = ready()

    stopped = on_determination_signed(determined(), AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert [("determination-due", "stop")] == told(stopped)
    assert {} == tables.timers
    assert {} == tables.clocks
    assert {CASE_NUMBER: CaseState(stage="determined")} == tables.cases


def test_a_determination_of_no_case_is_for_a_person() -> None:
    """A determination of a case that was never filed here is parked."""
    with pytest.raises(UnknownCase):
        on_determination_signed(determined(), AT, tables=Tables(), jurisdiction_of=load_jurisdiction)
