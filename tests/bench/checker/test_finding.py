"""A finding is one line."""

from bench.checker.finding import Finding


def test_a_finding_begins_with_the_promise_that_was_broken() -> None:
    """The kind comes first, then the place."""
    assert "lost: CM15-1330001 has no letter" == str(Finding("lost", "CM15-1330001 has no letter"))
