"""Whether a dispute was filed in time."""

from datetime import date

import pytest

from services.intake.domain.filing_window import is_late, track


@pytest.mark.parametrize(
    ("received_on", "late"), [(date(2015, 3, 1), False), (date(2015, 4, 27), False), (date(2015, 4, 28), True)]
)
def test_the_last_day_is_in_time(received_on: date, *, late: bool) -> None:
    """The day itself is in the window, the day after is not, and no day is too early."""
    assert late == is_late(received_on, date(2015, 4, 27))


def test_a_formulary_drug_has_its_own_window() -> None:
    """LC 4610.5(h)(1)(A)."""
    assert ("standard", "formulary") == (track(formulary_drug=False), track(formulary_drug=True))
