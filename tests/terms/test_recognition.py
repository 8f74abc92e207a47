"""The side that a request names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.recognition import side


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI right knee", "right"),
        ("Left-sided injection", "left"),
        ("EMG/NCS both hands", "both"),
        ("bilateral knees", "both"),
        ("left and right wrist", "both"),
        ("MRI R knee", "right"),
        ("X-ray lt. ankle", "left"),
        ("NCV BUE", "both"),
        ("MRI (L) hip", "left"),
        ("bright light", None),
        ("MRI L spine", None),
        ("MRI knee", None),
    ],
)
def test_side(text: str, expected: str | None) -> None:
    """The side is recognised if the words name it; left and right together are both."""
    assert expected == side(text)


@given(st.text())
def test_any_text_has_a_side_or_none(text: str) -> None:
    """Any text can be read."""
    assert side(text) in {None, "left", "right", "both"}
