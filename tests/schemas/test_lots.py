"""Lots and case numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.lots import LOTS, RUNNING_NUMBER_MAX, LotFull, NotACaseNumber, case_number, lot_of_case, lot_of_injury, partition_of


@given(st.dates())
def test_a_date_of_injury_has_one_lot(injured_on: date) -> None:
    """A date of injury always has the same lot, from 0 to 999."""
    assert lot_of_injury(injured_on) == lot_of_injury(date.fromisoformat(injured_on.isoformat()))
    assert 0 <= lot_of_injury(injured_on) < LOTS


def test_lots_are_spread() -> None:
    """The dates of ten years fall into most lots."""
    assert len({lot_of_injury(date.fromordinal(735_000 + day)) for day in range(3_650)}) > 900


@given(st.integers(2013, 2099), st.integers(0, LOTS - 1), st.integers(1, RUNNING_NUMBER_MAX))
def test_a_case_number_tells_its_lot(year: int, lot: int, running_number: int) -> None:
    """The lot can be read from a case number."""
    assert lot_of_case(case_number(year, lot, running_number)) == lot


def test_the_form_of_a_case_number() -> None:
    """A case number is CM, two digits of the year, three of the lot and four of a counter."""
    assert case_number(2026, 417, 23) == "CM26-4170023"


@pytest.mark.parametrize("running_number", [0, RUNNING_NUMBER_MAX + 1])
def test_a_lot_gives_out_no_more_than_it_has(running_number: int) -> None:
    """When a lot's counter exceeds four digits, the error is clear and no number is reused."""
    with pytest.raises(LotFull, match="9999 case numbers of 2026"):
        case_number(2026, 5, running_number)


@pytest.mark.parametrize("text", ["", "CM26-417002", "CM26-41700233", "cm26-4170023", "CM26-417002x", "CM26-4170023\n"])
def test_what_is_no_case_number_is_refused(text: str) -> None:
    """A malformed case number is refused by name."""
    with pytest.raises(NotACaseNumber):
        lot_of_case(text)


def test_a_lot_decides_before_the_key() -> None:
    """A message with a lot is placed by the lot; without one, by the hash of its key."""
    assert partition_of("any", 417, 4) == partition_of("other", 417, 4) == 1
    assert {partition_of(str(key), None, 4) for key in range(100)} == {0, 1, 2, 3}
