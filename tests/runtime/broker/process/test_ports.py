"""The choice of a broker's port, without opening one."""

import pytest

from runtime.broker.errors import PortTaken
from runtime.broker.process.ports import choose_port


@pytest.mark.parametrize(
    ("wanted", "kept", "taken", "expected"),
    [
        (9092, None, set(), 9092),
        (9092, 9093, set(), 9092),
        (None, 9093, set(), 9093),
        (None, 9093, {9093}, 40000),
        (None, None, set(), 40000),
    ],
    ids=["wanted", "wanted over kept", "kept", "kept but taken", "any"],
)
def test_port(wanted: int | None, kept: int | None, taken: set[int], expected: int) -> None:
    """A broker gets the requested port, else its last one, else a free one."""
    assert expected == choose_port(wanted, kept, is_free=lambda port: port not in taken, any_free=lambda: 40000)


def test_wanted_port_that_is_taken_is_refused() -> None:
    """A requested port that is taken is refused, not replaced."""
    with pytest.raises(PortTaken, match="port 9092 is taken"):
        choose_port(9092, 9093, is_free=lambda port: port != 9092, any_free=lambda: 40000)
