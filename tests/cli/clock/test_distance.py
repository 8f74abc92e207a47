"""BodySites as people write them."""

import pytest

from cli.clock.distance import DistanceUnknown, place_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CA", "california"),
        ("ca", "california"),
        ("US-CA", "california"),
        ("california", "california"),
        ("NV", "another-state"),
        ("us-nv", "another-state"),
        ("DC", "another-state"),
        ("PR", "another-state"),
        ("DE", "another-state"),  # Delaware, not Germany
        ("another-state", "another-state"),
        ("MX", "abroad"),
        ("abroad", "abroad"),
    ],
)
def test_a_place_is_near_or_far(text: str, expected: str) -> None:
    """A state by its code, a country by its own, or the word for the distance."""
    assert expected == place_of(text)


@pytest.mark.parametrize("text", ["", "US", "ZZ", "US-MX", "Nevada City", "C A"])
def test_a_text_that_names_no_place_is_refused(text: str) -> None:
    """The error shows how a place is written."""
    with pytest.raises(DistanceUnknown, match="such as CA or NV"):
        place_of(text)
