"""Parts made of what was checked before."""

from schemas.message import of_checked
from schemas.messages.application import Fact


def test_a_part_of_checked_values_is_the_part() -> None:
    """It equals the one that was checked, and is written the same."""
    checked = Fact(name="visits", value=6)
    made = of_checked(Fact, name="visits", value=6, unit=None, source=None)

    assert checked == made
    assert checked.model_dump_json() == made.model_dump_json()
