"""A pause ends when every partition with work was heard of again."""

from bench.chaos.plan import PARTITIONS
from bench.chaos.watch.pauses import Pause

BEFORE = {("intake", number): 5 for number in range(PARTITIONS)}


def test_a_pause_is_over_when_every_partition_spoke() -> None:
    """More messages than before in each partition end it."""
    pause = Pause("intake", BEFORE)
    pause.look(BEFORE | {("intake", 0): 6})
    assert not pause.is_over

    pause.look({place: said + 1 for place, said in BEFORE.items()})
    assert pause.is_over
    assert set(range(PARTITIONS)) == set(pause.told()["seconds_silent"])  # type: ignore[call-overload]


def test_other_services_do_not_end_it() -> None:
    """Messages of triage say nothing about intake."""
    pause = Pause("intake", BEFORE)

    pause.look(BEFORE | {("triage", number): 9 for number in range(PARTITIONS)})

    assert not pause.is_over


def test_a_partition_without_work_is_not_waited_for() -> None:
    """Silence counts only where there is something to read."""
    pause = Pause("intake", BEFORE)
    pause.let_rest({1})
    pause.look(BEFORE | {("intake", 1): 6})

    assert pause.is_over
    assert 0 <= pause.seconds <= pause.lasts_seconds


def test_a_pause_in_which_nothing_was_heard_has_no_length() -> None:
    """Without work anywhere, nothing was measured."""
    pause = Pause("intake", BEFORE)
    pause.let_rest(())

    assert (True, 0.0) == (pause.is_over, pause.seconds)
