"""The last day to appeal of a party, in California."""

from datetime import date

import pytest

from jurisdictions.files import load_jurisdiction
from services.letters.domain.parties import Method, Place
from services.letters.handlers.serving.appeal import last_day_to_appeal

RULES = load_jurisdiction("ca-workers-comp")


@pytest.mark.parametrize(
    ("served_on", "method", "expected"),
    [
        (date(2014, 11, 6), "mail", date(2014, 12, 11)),
        (date(2024, 5, 24), "mail", date(2024, 6, 28)),
        (date(2015, 4, 17), "mail", date(2015, 5, 22)),
        (date(2015, 4, 17), "fax", date(2015, 5, 22)),
        (date(2015, 4, 17), "electronic", date(2015, 5, 22)),
        (date(2015, 4, 17), "hand", date(2015, 5, 18)),  # the thirtieth day is a Sunday
    ],
)
def test_the_last_day_depends_on_the_method(served_on: date, method: Method, expected: date) -> None:
    """8 CCR 10605(a), Matute v. LAUSD, CCP 12a."""
    assert expected == last_day_to_appeal("worker", method, None, served_on, RULES)


@pytest.mark.parametrize(
    ("place", "expected"),
    [("california", date(2015, 5, 22)), ("another-state", date(2015, 5, 27)), ("abroad", date(2015, 6, 8))],
)
def test_the_last_day_depends_on_the_place(place: Place, expected: date) -> None:
    """Five, ten or twenty days; the fiftieth day is a Saturday."""
    assert expected == last_day_to_appeal("worker", "mail", place, date(2015, 4, 17), RULES)


@pytest.mark.parametrize("party", ["provider", "agency"])
def test_a_party_without_an_appeal_has_none(party: str) -> None:
    """It is served for its knowledge."""
    assert last_day_to_appeal(party, "mail", None, date(2015, 4, 17), RULES) is None
