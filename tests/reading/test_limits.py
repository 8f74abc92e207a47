"""The bounds of documents."""

from reading.limits import DOCUMENT, WHOLE_MAX


def test_whole_numbers_end_where_floats_become_inexact() -> None:
    """RFC 7493: beyond it two neighbours are one number to many readers."""
    assert float(WHOLE_MAX) == WHOLE_MAX
    assert float(WHOLE_MAX + 2) == WHOLE_MAX + 1


def test_a_file_has_bounds() -> None:
    """A person's file fits in memory several times."""
    assert DOCUMENT.size <= DOCUMENT.expanded <= 64 * 1024 * 1024
