"""Partitions that make no progress although there is more to read."""

import pytest

from runtime.watching.progress import Progress, watched

BOUND = 30.0


@pytest.mark.parametrize(
    ("looks", "stalled"),
    [
        ([(0, (5, 9)), (31, (5, 9))], True),
        ([(0, (5, 9)), (30, (5, 9))], False),
        ([(0, (5, 9)), (31, (6, 9))], False),
        ([(0, (9, 9)), (31, (9, 9))], False),
        ([(0, (9, 9)), (100, (9, 12)), (129, (9, 12))], False),
        ([(0, (9, 9)), (100, (9, 12)), (131, (9, 12))], True),
        ([(0, (5, 9)), (20, (6, 9)), (40, (6, 9))], False),
    ],
)
def test_it_stalls_when_it_stands_still_short_of_the_end(looks: list[tuple[float, tuple[int, int]]], stalled: bool) -> None:  # noqa: FBT001 - a row
    """A position that stays short of the end for longer than the bound is stalled.

    A partition that has read everything is not stalled; time counts from the arrival of more.
    """
    instants = iter(instant for instant, _ in looks)
    progress = Progress(BOUND, lambda: next(instants))

    answers = [bool(progress.stalled({("imr.intake.events", 1): place})) for _, place in looks]

    assert [*[False] * (len(looks) - 1), stalled] == answers


def test_the_lag_is_what_is_left_to_read() -> None:
    """The lag is the number of unread messages of all partitions."""
    progress = Progress(BOUND, lambda: 0.0)
    progress.stalled({("a", 0): (5, 9), ("b", 0): (1, 2), ("c", 0): (7, 7)})

    assert progress.lag == 5


def test_it_says_who_stands_where() -> None:
    """A stalled partition is named with its position, to find its open transaction."""
    instants = iter((0, 61))
    transactions = Progress(60, lambda: next(instants))
    transactions.stalled({("commands", 0): (110, 182), ("commands", 1): (90, 90)})

    assert {("commands", 0): 110} == transactions.stalled({("commands", 0): (110, 190), ("commands", 1): (90, 95)})


def test_working_off_a_batch_is_progress() -> None:
    """Within a batch the progress is that of its oldest message.

    A slow batch may take longer than the bound without a poll. Other partitions keep their
    positions.
    """
    places = {("events", 0): (500, 900), ("commands", 0): (3, 9), ("events", 1): (7, 9)}

    assert {("events", 0): (120, 900), ("events", 1): (7, 9)} == watched(places, {0: ("events", 120)})


def test_a_record_that_waits_behind_another_topic_does_not_stall() -> None:
    """In a buffer of two topics only the next record must move.

    A slow backlog of one topic may last longer than the bound, and the record of another waits.
    """
    places = {("events", 0): (500, 500), ("commands", 0): (4, 4)}
    instants = iter((0.0, 20.0, 40.0, 60.0))
    progress = Progress(BOUND, lambda: next(instants))

    steps = [("events", 100), ("events", 200), ("events", 300), ("commands", 3)]

    assert [{}] * 4 == [progress.stalled(watched(places, {0: step})) for step in steps]
    assert places == watched(places, {})


@pytest.mark.parametrize(("moves", "stalled"), [(1, False), (0, True)])
def test_a_slow_worker_lives_and_a_hanging_one_does_not(moves: int, *, stalled: bool) -> None:
    """Over forty seconds in one batch, a slow worker is live and a stuck one is stalled."""
    seconds = iter(range(0, 45, 5))
    progress = Progress(30.0, lambda: next(seconds))

    looks = [progress.stalled(watched({("events", 0): (500, 900)}, {0: ("events", 100 + moves * look)})) for look in range(9)]

    assert stalled is bool(looks[-1])
