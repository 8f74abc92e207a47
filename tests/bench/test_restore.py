"""The changelog of the benchmark is one that a service could have written."""

from bench.restore import records
from bench.throughput import Count, counting
from runtime.state.state import State


def test_the_records_restore_a_service() -> None:
    """Half of them are counts, the other half ids of handled messages."""
    state = State()
    counting().create_handlers(state)

    state.restore(((key.decode(), value) for key, value in records(0, 100)), 100)

    assert (50, 50) == (len(state.table("counts", Count)), len(state.handled))
    assert 3 == state.table("counts", Count)["CM15-0000098"].requests
    assert 3 == len(state.handled["CM15-0000099"].ids)


def test_no_key_comes_twice() -> None:
    """A key that came twice would make the changelog look longer than the state."""
    keys = [key for key, _ in (*records(0, 50), *records(50, 100))]

    assert 100 == len(set(keys))
