"""Values that change with the law."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from jurisdictions.dated import Dated, NotInForce, Series, in_force


class Limit(Dated):
    """A value of the tests."""

    limit: int


LIMITS: TypeAdapter[tuple[Limit, ...]] = TypeAdapter(Series[Limit])
OLD = {"from_on": "2013-01-01", "until_on": "2017-12-31", "source": "old law", "limit": 30}
NEW = {"from_on": "2018-01-01", "source": "new law", "limit": 10}


def read(*values: dict[str, object]) -> tuple[Limit, ...]:
    """The series of *values*."""
    return LIMITS.validate_python([Limit.model_validate(value, strict=False) for value in values], strict=False)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2013, 1, 1), 30), (date(2017, 12, 31), 30), (date(2018, 1, 1), 10), (date(2190, 1, 1), 10)],
)
def test_the_value_of_the_day_counts(on: date, expected: int) -> None:
    """Both the first and the last day of a period belong to it."""
    assert expected == in_force(read(OLD, NEW), on).limit


def test_before_the_first_there_is_none() -> None:
    """A date before the first value is an error that names the first date with a value."""
    with pytest.raises(NotInForce, match="2012-12-31; the values run from 2013-01-01 on"):
        in_force(read(OLD, NEW), date(2012, 12, 31))


def test_after_a_last_one_with_an_end_there_is_none() -> None:
    """A value that ended is not carried on."""
    with pytest.raises(NotInForce, match="from 2013-01-01 to 2017-12-31"):
        in_force(read(OLD), date(2018, 1, 1))


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ((OLD, {**NEW, "from_on": "2018-01-02"}), "gap"),
        ((OLD, {**NEW, "from_on": "2017-12-31"}), "overlap"),
        (({**OLD, "until_on": None}, NEW), "an end is missing"),
        ((NEW, OLD), "wrong order"),
        ((OLD, OLD), "twice"),
        ((), "none"),
        (({**OLD, "until_on": "2012-12-31"},), "ends before it begins"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_gaps_and_overlaps_are_refused(values: tuple[dict[str, object], ...], what: str) -> None:
    """A series that leaves a day without value, or with two, is no configuration."""
    with pytest.raises(ValidationError):
        read(*values)


@given(st.lists(st.dates(date(1990, 1, 1), date(2100, 1, 1)), min_size=2, max_size=8, unique=True), st.data())
def test_each_day_has_exactly_one_value(boundaries: list[date], data: st.DataObject) -> None:
    """In a sound series every day from the first on lies in one period and no other."""
    starts = sorted(boundaries)
    ends = [later - timedelta(days=1) for _, later in pairwise(starts)]
    values = read(
        *(
            {"from_on": first, "until_on": last, "source": "x", "limit": number}
            for number, (first, last) in enumerate(zip(starts, [*ends, None], strict=True))
        )
    )
    on = data.draw(st.dates(starts[0], date(2150, 1, 1)))

    assert max(number for number, first in enumerate(starts) if first <= on) == in_force(values, on).limit
