"""Reading the cells of the header."""

from datetime import date
from typing import Any

import pytest

from services.letters.composition.layout import load_layout
from services.letters.parse.determination import LAYOUT
from services.letters.parse.errors import LetterMalformed
from services.letters.parse.header import header_fields
from services.letters.parse.lines import lines_of

FORM = load_layout(LAYOUT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Case Number: CM17-0001064", {"case_number": "CM17-0001064"}),
        ("Date of Injury:  1/9/2016 Date Assigned: 01/12/2017", {"injured_on": date(2016, 1, 9), "assigned_on": date(2017, 1, 12)}),
        ("Priority:  Standard Application\nReceived:\n01/03/2017", {"priority": "Standard", "received_on": date(2017, 1, 3)}),
        (
            "Date of Injury: 01/07/2013 to 03/12/2014 Decision Date:",
            {"injured_from_on": date(2013, 1, 7), "injured_on": date(2014, 3, 12), "decided_on": None},
        ),
        ("Priority: EXPEDITED", {"priority": "Expedited"}),
        ("UR Denial Date: N/A Decision Date:", {"denied_on": None, "decided_on": None}),
        ("Decision Date: 02/13/2017 Employee Name: somebody", {"decided_on": date(2017, 2, 13)}),
        ("A letterhead", {}),
        ("", {}),
    ],
)
def test_cells(text: str, expected: dict[str, Any]) -> None:
    """Cells are read in any order and across line ends.

    An unknown value is None; a cell that is not printed has no field.
    """
    assert {"draft": False, **expected} == header_fields(lines_of(text), FORM)


def test_a_drafts_mark() -> None:
    """The mark of a draft precedes the first cell."""
    assert header_fields(lines_of(f"{FORM.words.mark}\n\nCase Number: CM17-0001064"), FORM)["draft"]


@pytest.mark.parametrize("cell", ["Date of Injury: soon", "Decision Date: 02/30/2017", "Priority: Urgent"])
def test_an_invalid_value_is_named_with_its_line(cell: str) -> None:
    """An invalid value, such as a date on no calendar, is an error with its line."""
    with pytest.raises(LetterMalformed) as raised:
        header_fields(lines_of(f"Case Number: CM17-0001064\n{cell}"), FORM)

    assert 2 == raised.value.line
    assert cell.partition(":")[0] in raised.value.problem
