"""Reading the cells of the header."""

from datetime import date
from typing import Any

import pytest

from services.letters.composition.layout import load_layout
from services.letters.parse.determination import LAYOUT
from services.letters.parse.errors import LetterMalformed
from services.letters.parse.header import header_fields
from services.letters.parse.text.lines import lines_of

FORM = load_layout(LAYOUT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Case Number: CM17-0001064", {"case_number": "CM17-0001064"}),
        ("Date of Injury:  1/9/2016 Date Assigned: 01/12/2017", {"injured_on": date(2016, 1, 9), "assigned_on": date(2017, 1, 12)}),
        ("Priority:  Standard Application\nReceived:\n01/03/2017", {"priority": "Standard", "received_on": date(2017, 1, 3)}),
        (
            "Date of Injury: 01/07/2013 to 03/12/2014 Decision Date: unknown",
            {"injured_from_on": date(2013, 1, 7), "injured_on": date(2014, 3, 12), "decided_on": None},
        ),
        ("Priority: EXPEDITED", {"priority": "Expedited"}),
        ("UR Denial Date: N/A Decision Date: -", {"denied_on": None, "decided_on": None}),
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


COLUMNS = """Case Number:
Date Assigned:
Priority:

CM99-0000001
03/20/2017
Standard

Date of Injury:
UR Denial Date:
Application
Received:

12/01/2016 to 12/24/2016
02/27/2017
03/14/2017
"""
ROWS = """Case Number Date Assigned Date of Injury
CM99-0000001 03/20/2017 12/01/2016 to 12/24/2016
UR Denial Date Priority Application Received
02/27/2017 Standard 03/14/2017
"""
LAID_OUT = """Case Number:       CM99-0000001        Date of Injury:    12/01/2016 to 12/24/2016
Date Assigned:     03/20/2017          UR Denial Date:    02/27/2017
Priority:          Standard            Application        03/14/2017
                                       Received:
"""
APART = """Case Number

CM99-0000001

Date Assigned

Date of Injury

Priority

Application Received

03/20/2017
UR Denial Date

02/27/2017

Standard

12/01/2016 to 12/24/2016
03/14/2017
"""


@pytest.mark.parametrize("text", [COLUMNS, ROWS, LAID_OUT, APART], ids=["columns", "rows", "laid out", "apart"])
def test_every_order_of_a_pdf_reader_gives_the_same_fields(text: str) -> None:
    """Columns of labels and of values, rows of either, and a label broken around its value."""
    expected = {
        "case_number": "CM99-0000001",
        "assigned_on": date(2017, 3, 20),
        "injured_from_on": date(2016, 12, 1),
        "injured_on": date(2016, 12, 24),
        "denied_on": date(2017, 2, 27),
        "received_on": date(2017, 3, 14),
        "priority": "Standard",
    }
    assert {"draft": False, **expected} == header_fields(lines_of(text), FORM)


@pytest.mark.parametrize("text", [COLUMNS, ROWS, LAID_OUT, APART, "Decision Date: Priority: Standard"])
@pytest.mark.parametrize("lost", ["02/27/2017", "03/14/2017", "Standard"])
def test_a_label_without_its_value_is_an_error(text: str, lost: str) -> None:
    """A lost value is never read as unknown, and never replaced by that of another label."""
    with pytest.raises(LetterMalformed, match="missing"):
        header_fields(lines_of(text.replace(lost, "")), FORM)


@pytest.mark.parametrize("swapped", [("03/20/2017", "02/27/2017"), ("03/14/2017", "02/27/2017")])
def test_columns_given_apart_must_follow_each_other_in_time(swapped: tuple[str, str]) -> None:
    """Where labels and values come apart, days in an impossible order show a wrong pairing."""
    first, second = swapped
    text = APART.replace(first, "X").replace(second, first).replace("X", second)

    with pytest.raises(LetterMalformed, match="cannot be told whose"):
        header_fields(lines_of(text), FORM)


def test_sentences_behind_the_header_are_no_cells() -> None:
    """A remark between the header and the first heading has days of its own."""
    text = ROWS + "This copy is for the employer. It replaces the one of 01/02/2017, Priority Standard."

    assert date(2017, 3, 14) == header_fields(lines_of(text), FORM)["received_on"]
