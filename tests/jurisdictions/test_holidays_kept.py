"""Days on which no work is done in California."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction

HOLIDAYS = load_jurisdiction("ca-workers-comp").holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2015, 1, 1),
        date(2015, 1, 19),  # Martin Luther King
        date(2015, 2, 16),  # Presidents
        date(2015, 3, 31),  # Cesar Chavez
        date(2015, 5, 25),  # Memorial
        date(2014, 7, 4),
        date(2015, 9, 7),  # Labor
        date(2015, 11, 11),  # Veterans
        date(2015, 11, 26),  # Thanksgiving
        date(2015, 12, 25),
        date(2017, 1, 2),  # New Year on a Sunday
        date(2021, 7, 5),  # 4 July on a Sunday
        date(2022, 12, 26),  # Christmas on a Sunday
        date(2018, 11, 12),  # Veterans Day on a Sunday
        date(2017, 11, 10),  # Veterans Day on a Saturday
        date(2016, 2, 15),  # Presidents' Day and Susan B. Anthony Day at once
        date(2026, 6, 19),  # Juneteenth
        date(2015, 4, 18),  # a Saturday
        date(2015, 4, 19),  # a Sunday
    ],
)
def test_no_work_is_done(day: date) -> None:
    """Weekends and the holidays of Government Code 6700 and 6701."""
    assert not HOLIDAYS.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2015, 4, 17),
        date(2015, 11, 27),  # after Thanksgiving (Gomez, 2018)
        date(2018, 2, 15),  # Susan B. Anthony Day is not in the code
        date(2015, 7, 3),  # 4 July on a Saturday
        date(2021, 12, 24),  # Christmas on a Saturday
        date(2021, 12, 31),  # New Year on a Saturday
        date(2027, 6, 18),  # Juneteenth on a Saturday
        date(2015, 10, 12),  # Columbus Day: offices are open
        date(2015, 2, 12),  # Lincoln Day: offices are open
    ],
)
def test_work_is_done(day: date) -> None:
    """A holiday of the package alone, or of the federal government alone, is a working day."""
    assert HOLIDAYS.is_working_day(day)


@given(st.dates(date(2013, 1, 1), date(2095, 1, 1)))
def test_work_is_done_at_least_once_in_five_days(day: date) -> None:
    """No run of days without work is so long that a count of working days would not end."""
    assert any(HOLIDAYS.is_working_day(day + timedelta(days=step)) for step in range(5))
