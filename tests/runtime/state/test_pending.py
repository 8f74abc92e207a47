"""Effects are attempted once each and not before their instant."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from runtime.state.pending import Pending

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ALL = 1_000


def at(minutes: int) -> datetime:
    """Return the instant *minutes* after noon."""
    return NOON + timedelta(minutes=minutes)


_KEYS = st.sampled_from("abcd")
_STEPS = st.one_of(
    st.tuples(st.just("put"), _KEYS, st.none() | st.integers(0, 5)),
    st.tuples(st.just("discard"), _KEYS),
    st.tuples(st.just("take"), st.integers(0, 5), st.integers(1, 3)),
)


@given(st.lists(_STEPS, max_size=30))
def test_it_gives_what_a_list_of_all_would(steps: Sequence[tuple[str, *tuple[object, ...]]]) -> None:
    """Each key is given once it may be attempted, then no more until it is put again.

    The clock never goes back.
    """
    pending, model, now = Pending(), dict[str, datetime | None](), NOON
    for step in steps:
        match step:
            case ("put", str(key), not_before):
                instant = at(not_before) if isinstance(not_before, int) else None
                pending.put(key, instant)
                model[key] = instant
            case ("discard", str(key)):
                pending.discard(key)
                model.pop(key, None)
            case ("take", int(minutes), int(most)):
                now = max(now, at(minutes))
                may = {key for key, instant in model.items() if instant is None or instant <= now}
                taken = pending.take(now, most)
                assert len(taken) == min(most, len(may))
                assert set(taken) <= may
                for key in taken:
                    del model[key]
    assert set(pending.take(at(5), ALL)) == set(model)


class Compared(datetime):
    """An instant that notes its comparisons."""

    looks: ClassVar[list[object]] = []

    def __le__(self, other: datetime) -> bool:  # type: ignore[override]
        """Note it and compare."""
        self.looks.append(other)
        return super().__le__(other)


def test_those_that_wait_for_an_instant_are_not_looked_at() -> None:
    """A provider that is away for hours leaves thousands of them, and each turn asks."""
    later = Compared(2026, 1, 5, 13, tzinfo=UTC)
    pending = Pending((f"{number}", later) for number in range(ALL))
    pending.put("now", None)
    Compared.looks.clear()

    assert ["now"] == pending.take(NOON, ALL)
    assert 1 == len(Compared.looks)
    assert ALL == len(pending.take(at(60), 2 * ALL))
