"""Invented cases: the same each time, over six weeks, and of every fate."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.system.life.plan import DAYS, ENDS_AT, FATES, STARTS_ON, ZONE, Fate, InventedCase, invent
from jurisdictions.files import load_jurisdiction
from services.intake.translation import doubts_about

RULES = load_jurisdiction("ca-workers-comp")


def days(case: InventedCase) -> list[int]:
    """Return the day of each act, from the first of the six weeks on."""
    return [(act.at.astimezone(ZONE).date() - STARTS_ON).days for act in case.acts]


@given(st.integers(1, 45))
def test_cases_are_the_same_each_time_in_order_and_in_the_six_weeks(number: int) -> None:
    """Acts are in office hours of working days, those of a case on different days."""
    cases = invent(number)

    assert cases == invent(number)
    assert list(range(number)) == sorted(case.number for case in cases)
    assert cases == sorted(cases, key=lambda case: case.received_at)
    for case in cases:
        assert "submit" == case.acts[0].kind
        assert days(case) == sorted(set(days(case)))
        for act in case.acts:
            there = act.at.astimezone(ZONE)
            assert STARTS_ON <= there.date()
            assert act.at < ENDS_AT
            assert there.weekday() < 5
            assert 8 <= there.hour < 17
        assert () == doubts_about(case.application, *[case.received_at.astimezone(ZONE).date()] * 2)


@given(st.integers(30, 75))
def test_thirty_cases_and_more_show_every_fate(number: int) -> None:
    """A fate is not left out, however many there are."""
    assert set(FATES) == {case.fate for case in invent(number)}


def test_many_cases_are_spread_evenly() -> None:
    """Some arrive on every working day, and on none more than twice the average."""
    arrivals = Counter(days(case)[0] for case in invent(500))

    working = [day for day in range(DAYS + 1) if (STARTS_ON + timedelta(days=day)).weekday() < 5]
    assert working == sorted(arrivals)
    assert max(arrivals.values()) <= 2 * 500 / len(working)


@pytest.mark.parametrize(
    ("fate", "earliest", "latest"),
    [("overdue", -12, -1), ("expedited overdue", -30, -1), ("due soon", 0, 3), ("assessed", 3, 33), ("no reviewer", 1, 33)],
)
def test_the_deadline_of_a_fate(fate: Fate, earliest: int, latest: int) -> None:
    """Counted in days from the end of the six weeks, when nothing is signed."""
    for case in (each for each in invent(500) if each.fate == fate):
        due_at = RULES.deadline("determination-due", case.received_at, case.application.priority)
        due_in = (due_at.astimezone(ZONE).date() - ENDS_AT.astimezone(ZONE).date()).days
        assert earliest <= due_in <= latest
        assert ["submit"] == [act.kind for act in case.acts]


@pytest.mark.parametrize("fate", ["served", "served late", "held", "confirmation", "returned", "corrected"])
def test_determinations_are_signed_in_time_unless_they_are_to_be_late(fate: Fate) -> None:
    """The day of the signature is before the deadline, or after it."""
    for case in (each for each in invent(500) if each.fate == fate):
        due_at = RULES.deadline("determination-due", case.received_at, "standard")
        (signed_at,) = [act.at for act in case.acts if act.kind == "sign"]
        assert (fate == "served late") == (due_at < signed_at)


def test_a_duplicate_follows_the_case_it_repeats() -> None:
    """At least a day later, so that its original is screened before."""
    cases = invent(200)
    for case in (each for each in cases if each.fate == "duplicate"):
        (original,) = [each for each in cases if each.application == case.application and each.fate == "served"]
        assert days(original)[0] < days(case)[0]
