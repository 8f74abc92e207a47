"""The measurement of assessments."""

import gc

from bench.decision.speed import items_a_second


def test_a_rate_is_measured() -> None:
    """A few items give a rate, and garbage collection is as it was."""
    assert items_a_second(items=20, runs=1) > 0
    assert 0 == gc.get_freeze_count()
