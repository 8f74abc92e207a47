"""Proof that overturned treatment is authorised or paid (8 CCR 9792.10.7)."""

from datetime import date, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.implementation import DeterminationImplemented, ImplementDetermination
from schemas.messages.ledgers.clocks import ClockChanged, DeadlineMissed
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged
from services.intake.clocks.implementation import on_implementation_due
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.determined.implementing import on_implement_determination
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.clocks.test_implementation import overturned, served
from tests.services.intake.handlers.appeals.test_appealing import affirm, appeal
from tests.services.intake.handlers.cases import determined
from tests.services.intake.messages import AT

DAY = date(2015, 4, 27)
"""The day of the determination, and of its service."""
LATER = AT + timedelta(days=20)


def implement(tables: Tables, *items: int, on: date = DAY) -> Message:
    """Implement *items* of the example's case on a day, and return the answer."""
    return answers(tables, *items, on=on)[0]


def answers(tables: Tables, *items: int, on: date) -> list[Message]:
    """Return the answer and the changes of clocks."""
    command = ImplementDetermination(
        case_number=CASE_NUMBER, actor="Example Clerk", reason="By fax.", acted_at=LATER, items=items, implemented_on=on
    )
    return on_implement_determination(command, LATER, tables=tables, jurisdiction_of=load_jurisdiction)


def test_items_are_implemented_one_by_one_and_once() -> None:
    """With the last one the case is implemented and its clocks stop; it can still be appealed."""
    tables = overturned(retrospective=2)
    served(tables, DAY)
    first = implement(tables, 1)
    assert isinstance(first, DeterminationImplemented)
    assert ((1,), (2,), ()) == (first.items, first.owed, first.late)
    assert "determined" == tables.cases[CASE_NUMBER].stage
    assert isinstance(implement(tables, 1), CaseUnchanged)

    last = implement(tables)
    assert isinstance(last, DeterminationImplemented)
    assert ((2,), ()) == (last.items, last.owed)
    assert ("implemented", {}, {}) == (tables.cases[CASE_NUMBER].stage, tables.clocks, tables.timers)
    assert isinstance(implement(tables), CaseUnchanged)

    appeal(tables, DAY, acted_at=LATER)
    assert "determined" == tables.cases[CASE_NUMBER].appeal.end  # type: ignore[union-attr]
    affirm(tables, DAY, acted_at=LATER)
    assert "implemented" == tables.cases[CASE_NUMBER].stage


def test_an_item_after_its_clock_is_late() -> None:
    """Five working days are over on May 4; the twenty days are not."""
    tables = overturned(retrospective=2)
    served(tables, DAY)
    late = implement(tables, on=date(2015, 5, 5))

    assert isinstance(late, DeterminationImplemented)
    assert ((1, 2), (1,)) == (late.items, late.late)


def stop_of(tables: Tables, *items: int, on: date) -> ClockChanged:
    """Return the stop of the clock that the proof of *items* ends."""
    (_, stopped) = answers(tables, *items, on=on)
    assert isinstance(stopped, ClockChanged)
    return stopped


@pytest.mark.parametrize(
    ("days", "stopped_on", "told"),
    [
        ((date(2015, 5, 4),), date(2015, 5, 4), "in time, though"),
        ((date(2015, 5, 5),), date(2015, 5, 5), "implemented on 05/05/2015"),
        ((date(2015, 5, 5), date(2015, 4, 30)), date(2015, 5, 5), "implemented on 05/05/2015"),
    ],
    ids=["last day", "day after", "two proofs"],
)
def test_a_clock_stops_on_the_day_of_its_latest_proof(days: tuple[date, ...], stopped_on: date, told: str) -> None:
    """A deadline that was told to be missed is answered by a proof of an earlier day."""
    tables = overturned()
    served(tables, DAY)
    (missed,) = on_implementation_due(
        CASE_NUMBER, LATER, name="authorization-due", tables=tables, jurisdiction_of=load_jurisdiction
    )
    assert isinstance(missed, DeadlineMissed)
    for item, day in enumerate(days[:-1], 1):
        implement(tables, item, on=day)
    stopped = stop_of(tables, on=days[-1])

    assert stopped_on == stopped.at.astimezone(load_jurisdiction("ca-workers-comp").zone).date()
    assert told in (stopped.reason or "")
    assert ("in time" in told) == ("in time" in (stopped.reason or ""))


def test_what_is_done_during_an_appeal_counts_after_it() -> None:
    """A petition does not stop the duty."""
    tables = overturned()
    appeal(tables, DAY, acted_at=LATER)
    assert isinstance(implement(tables), DeterminationImplemented)
    assert "appealed" == tables.cases[CASE_NUMBER].stage
    affirm(tables, DAY, acted_at=LATER)
    assert "implemented" == tables.cases[CASE_NUMBER].stage


def test_a_correction_that_overturns_more_is_owed_again() -> None:
    """The case is determined until that is implemented too."""
    tables = overturned(outcomes=("upheld", "overturned"))
    implement(tables)
    assert "implemented" == tables.cases[CASE_NUMBER].stage
    on_determination_signed(
        determined(outcomes=("overturned", "overturned")), LATER, tables=tables, jurisdiction_of=load_jurisdiction
    )

    assert ("determined", (1,)) == (tables.cases[CASE_NUMBER].stage, tables.owed[CASE_NUMBER].items)


@pytest.mark.parametrize(
    ("tables", "changes", "code"),
    [
        (overturned(outcomes=("upheld", "overturned")), {"items": (1,)}, "not-overturned"),
        (overturned(), {"on": LATER.date() + timedelta(days=1)}, "future-day"),
        (overturned(), {"on": DAY - timedelta(days=1)}, "impossible-day"),
        (overturned(outcomes=("upheld", "upheld")), {}, "nothing-owed"),
        (Tables(cases={CASE_NUMBER: CaseState(stage="ready")}), {}, "not-allowed"),
    ],
    ids=["upheld", "future", "before the determination", "nothing", "in review"],
)
def test_a_proof_of_nothing_owed_is_refused(tables: Tables, changes: dict[str, Any], code: str) -> None:
    """The refusal says why."""
    refusal = implement(tables, *changes.pop("items", ()), **changes)

    assert isinstance(refusal, CaseRequestRefused)
    assert code == refusal.code
