"""The clock that a deployment can shift."""

from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest

from runtime import clock


@pytest.fixture(autouse=True)
def _set_back() -> Iterator[None]:
    """Reset the clock after each test."""
    yield
    clock.shift(0)


def test_now_is_aware_and_in_utc() -> None:
    """The time has a time zone, UTC."""
    assert UTC == clock.now().tzinfo


@pytest.mark.parametrize("seconds", [-86_400.0, 0.0, 3_600.0])
def test_a_shift_moves_now(seconds: float) -> None:
    """A shift is relative to the real time, also after another shift."""
    before = clock.now()
    clock.shift(99)
    clock.shift(seconds)

    assert timedelta(0) <= clock.now() - before - timedelta(seconds=seconds) < timedelta(minutes=1)
