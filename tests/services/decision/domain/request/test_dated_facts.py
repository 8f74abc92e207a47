"""Facts that follow from dates."""

from datetime import date

import pytest

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.dated_facts import facts_from_dates

REQUESTED_ON = date(2015, 3, 20)


@pytest.mark.parametrize(
    ("injured_on", "born_on", "expected"),
    [
        (None, None, {}),
        (None, date(1971, 3, 20), {"age_years": 44}),
        (None, date(1971, 3, 21), {"age_years": 43}),
        (date(2013, 3, 20), None, {"years_since_injury": 2.0}),
        (date(2015, 3, 20), date(1971, 3, 20), {"age_years": 44, "years_since_injury": 0.0}),
        (date(2015, 3, 21), date(2016, 1, 1), {}),
        (date(1970, 1, 1), date(1971, 1, 1), {"years_since_injury": 45.2}),
    ],
)
def test_age_and_years_since_the_injury(injured_on: date | None, born_on: date | None, expected: dict[str, FactValue]) -> None:
    """Completed years of life, years since the injury to a tenth, and nothing from dates that cannot be."""
    assert expected == facts_from_dates(REQUESTED_ON, injured_on, born_on)
