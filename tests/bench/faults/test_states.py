"""A worker tells its committed state as the changelog keeps it."""

import json

from bench.faults.states import contents
from bench.throughput import Count
from runtime.state.state import State


def _state(**counts: int) -> State:
    state = State()
    table = state.table("counts", Count)
    for key, number in counts.items():
        table[key] = Count(requests=number)
    state.keep()
    return state


def test_committed_records_are_told_under_their_changelog_keys() -> None:
    """The comparison with the changelog needs no translation."""
    state = _state(one=1, two=2)
    state.commit(state.changes(), None)

    assert {"counts/one": {"requests": 1}, "counts/two": {"requests": 2}} == json.loads(contents(state))


def test_records_that_were_not_read_since_the_restart_are_told() -> None:
    """They are bytes in memory, and their JSON is the same."""
    state = _state()
    state.restore([("counts/one", b'{"requests": 1}')], 1)

    assert {"counts/one": {"requests": 1}} == json.loads(contents(state))


def test_a_batch_that_is_not_committed_is_left_out() -> None:
    """It may still be aborted."""
    assert {} == json.loads(contents(_state(one=1)))
