"""Parts that are built from checked values."""

from schemas.message import of_checked
from schemas.messages.application import Fact


def test_a_part_of_checked_values_is_the_part() -> None:
    """A part built without checks equals the checked one and is written the same."""
    checked = Fact(name="visits", value=6)
    made = of_checked(Fact, name="visits", value=6, unit=None, source=None, quotation=None, range=None)

    assert checked == made
    assert checked.model_dump_json() == made.model_dump_json()
