"""What proves service."""

from datetime import date

import pytest

from services.letters.domain.proof_of_service import Way, served_on


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way("sending", 0), date(2015, 4, 30)),
        (Way("sending", 5), date(2015, 5, 5)),
        (Way("confirmation", 0), None),
        (Way("confirmation", 5), None),
    ],
)
def test_sending_proves_service_only_where_the_rule_says_so(way: Way, expected: date | None) -> None:
    """By some methods on the day of sending or a few days later, by others not at all."""
    assert expected == served_on(date(2015, 4, 30), way)
