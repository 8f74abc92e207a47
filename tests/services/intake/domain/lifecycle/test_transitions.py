"""The table of a case's life: whole, without dead ends, and refused where it is silent."""

import pytest

from services.intake.domain.lifecycle.states import ENDS, STATES
from services.intake.domain.lifecycle.transitions import TRANSITIONS, allowed, enter


def test_every_state_is_reached_and_left() -> None:
    """All but the first are entered by an act, and all but the ends are left."""
    entered = {then for row in TRANSITIONS for then in row.then} - {"same"}
    left = {state for row in TRANSITIONS for state in row.states if set(row.then) - {"same"}}

    assert set(STATES) - {"received"} == entered
    assert set(STATES) - ENDS <= left


def test_an_act_stands_once_for_a_state() -> None:
    """Two rows could contradict one another."""
    rows = [(state, row.act) for row in TRANSITIONS for state in row.states]

    assert sorted(set(rows)) == sorted(rows)


def test_an_act_leads_only_where_the_table_says() -> None:
    """A handler that goes elsewhere is wrong."""
    assert "limited" == enter("waiting", "records-due", "limited")
    with pytest.raises(ValueError, match="does not lead"):
        enter("waiting", "records-due", "determined")
    with pytest.raises(ValueError, match="does not lead"):
        enter("ineligible", "receive-records", "ready")


def test_clocks_are_no_acts_of_a_person() -> None:
    """A refusal names acts of people."""
    assert (
        "defer-review",
        "receive-records",
        "withdraw-application",
        "authorize-treatment",
        "convert-review",
        "amend-application",
        "decline-consolidation",
        "consolidate-cases",
        "consolidation-answered",
    ) == allowed("waiting")
    assert ("appeal-case",) == allowed("ineligible")
