"""The lag of a worker in messages and seconds."""

import pytest

from runtime.watching.lag import KNOWN_SECONDS_MAX, Backlog, Behind, Lag


class _Clocks:
    """A monotonic clock that starts at 0, and a wall clock beside it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        """Return the seconds since the start."""
        return self.seconds

    def wall(self) -> float:
        """Return the wall time."""
        return 1_000 + self.seconds


@pytest.fixture
def clocks() -> _Clocks:
    """Return both clocks at their start."""
    return _Clocks()


@pytest.fixture
def lag(clocks: _Clocks) -> Lag:
    """Return a lag that was never measured."""
    return Lag(clocks.monotonic, clocks.wall)


def test_messages_add_up_and_the_oldest_counts(lag: Lag) -> None:
    """Messages are summed and the oldest counts, for each topic and over all."""
    lag.measure(
        {
            ("a", 0): Backlog(position=5, end=8, oldest_ms=998_000),
            ("a", 1): Backlog(position=1, end=2, oldest_ms=996_500),
            ("b", 0): Backlog(position=7, end=7, oldest_ms=None),
        }
    )

    assert {"a": Behind(messages=4, seconds=3.5), "b": Behind(messages=0, seconds=0.0)} == lag.by_topic()
    assert Behind(messages=4, seconds=3.5) == lag.total()


def test_a_message_that_is_not_in_hand_is_as_old_as_it_was_seen_waiting(lag: Lag, clocks: _Clocks) -> None:
    """The age of an unread message counts from the first measurement at its offset.

    When the position advances, the count starts again.
    """
    seconds = []
    for position in (3, 3, 4, 4):
        lag.measure({("a", 0): Backlog(position, end=9, oldest_ms=None)})
        seconds.append(lag.total().seconds)
        clocks.seconds += 5

    assert [0.0, 5.0, 0.0, 5.0] == seconds


@pytest.mark.parametrize(("oldest_ms", "end"), [(2_000_000, 9), (0, 3)])
def test_nothing_is_younger_than_now(lag: Lag, oldest_ms: int, end: int) -> None:
    """An age is never negative, and zero without a message.

    A producer's clock may run ahead.
    """
    lag.measure({("a", 0): Backlog(position=3, end=end, oldest_ms=oldest_ms)})

    assert lag.total().seconds == 0.0


def test_it_is_known_for_a_short_time_and_for_what_was_measured(lag: Lag, clocks: _Clocks) -> None:
    """The lag is known for a short time, and only for measured partitions.

    It is unknown before the first measurement, once the last is too old, and after it was
    forgotten.
    """
    known = [lag.known_for(frozenset({0}))]
    lag.measure({("a", 0): Backlog(0, 0, None)})
    known += [lag.known_for(frozenset(numbers)) for numbers in ((), (0,), (0, 1))]
    clocks.seconds = KNOWN_SECONDS_MAX
    known.append(lag.known_for(frozenset({0})))
    clocks.seconds += 0.1
    known.append(lag.known_for(frozenset({0})))
    lag.measure({("a", 0): Backlog(0, 0, None)})
    lag.forget()
    known.append(lag.known_for(frozenset({0})))

    assert [False, True, True, False, True, False, False] == known


def test_a_partition_given_up_counts_no_longer(lag: Lag) -> None:
    """A partition that was given up no longer counts."""
    lag.measure({("a", 0): Backlog(0, 5, 0), ("a", 1): Backlog(0, 5, 0)})
    lag.measure({("a", 1): Backlog(4, 5, 0)})

    assert lag.total().messages == 1
