"""What a request asks for, read from its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.recognition import Term, normal, patterns, recognise, side

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
    """One term by whole words is recognised; none, two, or an excluding word is not."""
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
    """The side is taken where the words name it; both sides may be named apart."""
    assert expected == side(text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text fails, and reading it twice changes nothing."""
    assert normal(text) == normal(normal(text))
    assert recognise(text, TERMS) in {None, "manual-therapy", "massage", "h-wave"}
