"""Who may appeal, and how its service counts."""

from datetime import date
from typing import get_args

import pytest

from services.letters.domain.appeal_window import appeal_until, is_known_when_sent, way_counted
from services.letters.domain.parties import Method


@pytest.mark.parametrize(
    ("party", "expected"), [("worker", date(2015, 5, 22)), ("provider", None), ("agency", None), ("public", None)]
)
def test_parties_without_an_appeal_have_no_last_day(party: str, expected: date | None) -> None:
    """The provider and the agency are served but have no appeal (LC 4610.6(h))."""
    assert expected == appeal_until(party, ("worker", "employer"), date(2015, 5, 22))


def test_each_method_has_its_name_in_law() -> None:
    """Handing over is service in person; every other method adds days."""
    assert ["mail", "electronic", "fax", "personal"] == [way_counted(method) for method in get_args(Method)]


def test_the_day_of_what_is_handed_over_is_not_known_before() -> None:
    """A person confirms it afterwards."""
    assert ["hand"] == [method for method in get_args(Method) if not is_known_when_sent(method)]
