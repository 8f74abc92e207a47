"""Treatments, regions and sides recognised in the words of a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.recognition import Term, patterns, recognise, side
from terms.text import normal

TERMS = patterns([Term("manual-therapy", ["chiropractic"]), Term("massage", ["rub"]), Term("h-wave", [], ["supplies"])])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiropractic, 6 visits", "manual-therapy"),
        ("MASSAGE Therapy to the Lumbar Spine", "massage"),
        ("manual_therapy", "manual-therapy"),
        ("manual\ntherapy", "manual-therapy"),
        ("a rub", "massage"),
        ("a scrub", None),
        ("rubbing", None),
        ("chiropractic with massage", None),
        ("H-Wave unit", "h-wave"),
        ("H-Wave supplies", None),
        ("supplies for H-Wave", None),
        ("surgery", None),
        ("", None),
    ],
)
def test_recognise(text: str, expected: str | None) -> None:
    """One term is recognised by whole words; none, two, or an excluding word give nothing."""
    assert expected == recognise(text, TERMS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI right knee", "right"),
        ("Left-sided injection", "left"),
        ("EMG/NCS both hands", "both"),
        ("bilateral knees", "both"),
        ("left and right wrist", "both"),
        ("bright light", None),
        ("MRI knee", None),
    ],
)
def test_side(text: str, expected: str | None) -> None:
    """The side is recognised if the words name it; left and right together are both."""
    assert expected == side(text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """Any text can be read, and reading it again gives the same answer."""
    assert normal(text) == normal(normal(text))
    assert recognise(text, TERMS) in {None, "manual-therapy", "massage", "h-wave"}
