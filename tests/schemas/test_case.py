"""The base of messages about a case."""

import pytest
from pydantic import ValidationError

from schemas.case import OfACase
from schemas.lots import lot_of_case


def test_a_message_is_placed_by_its_case_number() -> None:
    """Key and lot follow from the case number."""
    message = OfACase(case_number="CM26-4170023")

    assert ("CM26-4170023", 417) == (message.key, message.lot)
    assert lot_of_case("CM26-4170023") == message.lot


@pytest.mark.parametrize("number", ["", "CM26-417002", "CM26-41700233", "cm26-4170023", "CM2-4170023", "CM26-4170023 "])
def test_other_numbers_are_refused(number: str) -> None:
    """A malformed case number is refused, because it would have no lot."""
    with pytest.raises(ValidationError):
        OfACase(case_number=number)
