"""Editions in force, and faults in a series of editions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.edition import Period, breaks, changes, stretch

OLD = Period(date(2009, 7, 18), date(2016, 7, 28))
NEW = Period(date(2016, 7, 29), date(2017, 11, 30))


@pytest.mark.parametrize(
    ("day", "old", "new"),
    [
        (date(2009, 7, 17), False, False),
        (date(2009, 7, 18), True, False),
        (date(2016, 7, 28), True, False),
        (date(2016, 7, 29), False, True),
        (date(2017, 11, 30), False, True),
        (date(2017, 12, 1), False, False),
    ],
)
def test_covers(day: date, *, old: bool, new: bool) -> None:
    """An edition covers its first to its last day."""
    assert (old, new) == (OLD.covers(day), NEW.covers(day))


def test_an_open_edition_holds_on() -> None:
    """An edition without a last day is still in force."""
    assert Period(date(2013, 1, 1)).covers(date(2199, 12, 31))


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([OLD], []),
        ([NEW, OLD], []),
        ([OLD, Period(date(2016, 7, 30))], ["no edition is in force from 2016-07-29 to 2016-07-29"]),
        ([OLD, Period(date(2016, 7, 28))], ["two editions are in force on 2016-07-28"]),
        ([Period(date(2009, 7, 18)), NEW], ["two editions are in force on 2016-07-29"]),
        ([OLD, OLD], ["two editions are in force on 2009-07-18"]),
    ],
)
def test_breaks(periods: list[Period], expected: list[str]) -> None:
    """A gap and an overlap between editions are both found."""
    assert expected == breaks(periods)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_a_day_has_one_edition(lengths: list[int], since: date) -> None:
    """In a sound series, every day from the first has exactly one edition."""
    periods, start = [], since
    for length in lengths:
        periods.append(Period(start, start + timedelta(days=length - 1)))
        start += timedelta(days=length)

    assert breaks(periods) == []
    assert {1} == {sum(period.covers(since + timedelta(days=day)) for period in periods) for day in range(sum(lengths))}


PERIODS = st.builds(
    lambda since, length: Period(since, None if length is None else since + timedelta(days=length)),
    st.dates(date(2000, 1, 1), date(2001, 1, 1)),
    st.none() | st.integers(0, 200),
)


@given(st.lists(PERIODS, max_size=6), st.dates(date(1999, 12, 1), date(2002, 1, 1)))
def test_the_same_editions_hold_on_each_day_of_a_stretch(periods: list[Period], day: date) -> None:
    """Two days in a row with one number have the same editions in force, whatever overlaps."""
    found, next_day = changes(periods), day + timedelta(days=1)

    if stretch(found, day) == stretch(found, next_day):
        assert [each.covers(day) for each in periods] == [each.covers(next_day) for each in periods]
    else:
        assert next_day in found
