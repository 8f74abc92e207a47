"""Partitions that a worker keeps over a rebalance."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runtime.loop.assignment.kept import KeptPartitions
from tests.runtime.loop.test_partition import AT


class Fake:
    """A partition that notes what is done with it."""

    def __init__(self, *, rests: bool) -> None:
        self.rests = rests
        self.calls: list[str] = []

    async def rest(self) -> bool:
        """Rest, if it can."""
        self.calls.append("rest")
        return self.rests

    def resume(self, _since: object) -> None:
        """Go on."""
        self.calls.append("resume")

    async def close(self) -> None:
        """Close."""
        self.calls.append("close")


@given(
    st.dictionaries(st.integers(0, 9), st.booleans()),
    st.sets(st.integers(0, 9)),
    st.sampled_from(["", "one", "other"]),
    st.sampled_from(["", "one", "other"]),
)
async def test_each_partition_goes_on_or_is_closed_once(
    owned: dict[int, bool], assigned: set[int], before: str, after: str
) -> None:
    """Only one that rests and comes back to the same member goes on; every other is closed."""
    coordinator = SimpleNamespace(member_id=before)
    kept = KeptPartitions(SimpleNamespace(_coordinator=coordinator))
    partitions: dict[int, Any] = {number: Fake(rests=rests) for number, rests in owned.items()}

    await kept.keep(partitions)
    coordinator.member_id = after
    back = await kept.take(sorted(assigned), AT)

    stayed = before != "" and after == before
    assert set(back) == {number for number, rests in owned.items() if rests and stayed and number in assigned}
    for number, partition in partitions.items():
        assert ["rest", "resume" if number in back else "close"] == partition.calls
    assert not kept


async def test_those_kept_before_are_closed_when_others_are_kept() -> None:
    """Two rebalances in a row leave nothing open."""
    kept = KeptPartitions(SimpleNamespace(_coordinator=SimpleNamespace(member_id="one")))
    first: Any = Fake(rests=True)
    await kept.keep({0: first})
    await kept.keep({})
    assert ["rest", "close"] == first.calls
