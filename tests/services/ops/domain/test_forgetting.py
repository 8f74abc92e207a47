"""Forgetting closed cases."""

import pytest

from services.ops.domain.forgetting import CLOSED_CASES_MAX, forgettable
from services.ops.domain.stages import Instants

NOW = 10_000.0


def ineligible(at: float) -> Instants:
    """A whole case closed at *at*."""
    return {"received": 0.0, "ineligible": at}


@pytest.mark.parametrize(("closed_at", "expected"), [(NOW - 3_599.9, []), (NOW - 3_600, ["C"]), (NOW - 9_000, ["C"])])
def test_a_whole_case_is_forgotten_after_an_hour(closed_at: float, expected: list[str]) -> None:
    """Just under an hour after it closed it is kept."""
    assert expected == list(forgettable({"C": ineligible(closed_at)}, NOW))


@pytest.mark.parametrize("instants", [{"received": 0.0}, {"ineligible": 1.0}, {"received": 0.0, "letter issued": 1.0}])
def test_open_and_incomplete_cases_are_kept(instants: Instants) -> None:
    """An open case stays at any age.

    So does a closed one with events missing: otherwise they would bring it back as open.
    """
    assert list(forgettable({"C": instants}, NOW)) == []


def test_beyond_the_bound_the_oldest_go_first() -> None:
    """With one closed case over the bound, the case that closed first is forgotten."""
    cases = {f"C{number}": ineligible(NOW + number) for number in range(CLOSED_CASES_MAX + 1)}

    assert list(forgettable(cases, NOW)) == ["C0"]
