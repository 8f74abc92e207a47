"""Intake's errors name the fault, and no person."""

import pytest

from services.intake.errors import DocumentIdTaken, NotWaitingForMedicalRecords, UnknownCase, UnknownDocument, UnknownItem


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (UnknownCase("CM26-4170023"), ("CM26-4170023",)),
        (NotWaitingForMedicalRecords("CM26-4170023", "ready"), ("CM26-4170023", "ready")),
        (UnknownItem(3, (1, 2)), ("no item 3", "1, 2")),
        (UnknownDocument("note-7"), ("note-7",)),
        (DocumentIdTaken("note-7"), ("note-7",)),
    ],
)
def test_an_error_names_its_case_item_or_paper(error: Exception, parts: tuple[str, ...]) -> None:
    """The message is parked with this text."""
    assert all(part in str(error) for part in parts)
