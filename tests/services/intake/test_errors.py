"""Intake's errors name the fault, and no person."""

import pytest

from services.intake.errors import DocumentIdTaken, UnknownCase, UnknownDocument, UnknownItem


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (UnknownCase("CM26-4170023"), ("CM26-4170023",)),
        (UnknownItem(3, (1, 2)), ("no item 3", "1, 2")),
        (UnknownDocument("note-7"), ("note-7",)),
        (DocumentIdTaken("note-7"), ("note-7",)),
    ],
)
def test_an_error_names_its_case_item_or_paper(error: Exception, parts: tuple[str, ...]) -> None:
    """A refusal, or the parked message, has this text."""
    assert all(part in str(error) for part in parts)
