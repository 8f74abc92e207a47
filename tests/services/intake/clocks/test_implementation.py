"""The clocks of overturned treatment (8 CCR 9792.10.7)."""

from datetime import date
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.assessment import Outcome
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineMissed
from schemas.messages.letters import LetterServed
from services.intake.clocks.implementation import forget, on_implementation_due, on_letter_served
from services.intake.handlers.clocks import on_determination_signed
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import determined, ends, pacific, screen
from tests.services.intake.messages import AT, screening


def overturned(outcomes: tuple[Outcome, ...] = ("overturned", "overturned"), retrospective: int | None = None) -> Tables:
    """Return the state after a determination; the item *retrospective* was given before."""
    items = tuple(
        each.model_copy(update={"review_kind": "retrospective"}) if each.number == retrospective else each
        for each in application().items
    )
    tables = Tables()
    screen(tables, screening(items=items))
    on_determination_signed(determined(outcomes=outcomes), AT, tables=tables, jurisdiction_of=load_jurisdiction)
    return tables


def served(tables: Tables, on: date = date(2015, 4, 17), **changes: Any) -> list[Message]:
    """Serve the determination on the claims administrator, or with *changes*."""
    fields: dict[str, Any] = {"service_id": f"{CASE_NUMBER}.1.claims-administrator.1", "party": "claims-administrator", **changes}
    message = LetterServed(
        case_number=CASE_NUMBER, method="mail", served_on=on, proof="outbox", confirmed_by=None, appeal_until=None, **fields
    )
    return on_letter_served(message, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def test_each_kind_of_treatment_has_its_clock_from_service() -> None:
    """Five working days and twenty days; a later service starts none again."""
    tables = overturned(retrospective=2)
    assert {} == tables.clocks
    authorise, pay = served(tables)

    assert isinstance(authorise, ClockChanged)
    assert isinstance(pay, ClockChanged)
    assert ("authorization-due", (1,), pacific("2015-04-24T23:59:59")) == (authorise.name, authorise.items, authorise.due_at)
    assert ("reimbursement-due", (2,), pacific("2015-05-07T23:59:59")) == (pay.name, pay.items, pay.due_at)
    assert [] == served(tables, date(2015, 5, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"party": "worker", "service_id": f"{CASE_NUMBER}.1.worker.1"},
        {"service_id": f"{CASE_NUMBER}.termination.claims-administrator.1"},
    ],
    ids=["another party", "a notice"],
)
def test_other_services_start_no_clock(changes: dict[str, Any]) -> None:
    """Nor does any where nothing was overturned."""
    assert [] == served(overturned(), **changes)
    assert [] == served(overturned(outcomes=("upheld", "upheld")))


def test_a_service_that_is_read_before_the_determination_counts() -> None:
    """The topics of decision and letters have no common order."""
    tables = Tables()
    screen(tables, screening())
    assert [] == served(tables)
    assert [] == served(tables, party="worker")

    signed = determined(outcomes=("overturned", "upheld"))
    events = on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    (started,) = (each for each in events if isinstance(each, ClockChanged) and each.change == "start")

    assert ("authorization-due", pacific("2015-04-24T23:59:59")) == (started.name, started.due_at)


def test_a_service_before_the_assignment_is_of_a_former_review() -> None:
    """It starts no clock of the determination that is made anew."""
    tables = Tables()
    screen(tables, screening())
    served(tables, date(2015, 1, 5))

    events = on_determination_signed(
        determined(outcomes=("overturned", "upheld")), AT, tables=tables, jurisdiction_of=load_jurisdiction
    )

    assert "start" not in {each.change for each in events if isinstance(each, ClockChanged)}


def test_a_missed_end_is_told_once() -> None:
    """The duty stays."""
    tables = overturned()
    served(tables)
    (key,) = ends(tables)
    fired_at = tables.timers[key].due_at
    (late,) = on_implementation_due(
        CASE_NUMBER, fired_at, name="authorization-due", tables=tables, jurisdiction_of=load_jurisdiction
    )

    assert isinstance(late, DeadlineMissed)
    assert (1, 2) == late.items == tables.owed[CASE_NUMBER].items


def test_a_correction_changes_the_items_of_a_clock_and_a_remand_ends_it() -> None:
    """Without an item it stops."""
    tables = overturned()
    served(tables)
    assert [] == on_determination_signed(
        determined(outcomes=("upheld", "overturned")), AT, tables=tables, jurisdiction_of=load_jurisdiction
    )
    assert (2,) == tables.clocks[CASE_NUMBER].running["authorization-due"].items
    (stopped,) = on_determination_signed(
        determined(outcomes=("upheld", "upheld")), AT, tables=tables, jurisdiction_of=load_jurisdiction
    )
    assert isinstance(stopped, ClockChanged)
    assert "stop" == stopped.change

    tables = overturned()
    served(tables)
    assert ["stop"] == [each.change for each in forget(CASE_NUMBER, AT, tables)]
    assert ({}, {}) == (tables.owed, tables.clocks)
