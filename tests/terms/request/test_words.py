"""The classes of words."""

from terms.request.words import CLASS_OF, NAMES


def test_every_class_is_a_letter_of_its_own() -> None:
    """Two classes with one letter would be one class."""
    assert len(set(NAMES.values())) == len(NAMES)
    assert set(CLASS_OF.values()) <= set(NAMES.values())
