"""The original of a parked message that was too large to keep."""

import pytest

from runtime.loop import origin as module
from runtime.loop.origin import OriginalGone, OriginUnavailable, find_on_broker, read_original
from runtime.loop.parking import as_found
from runtime.record import Found, Record
from runtime.settings import Settings
from schemas.wire.dead_letters import Origin
from tests.schemas.wire.test_dead_letters import parked

PARKED = parked(value=None, value_bytes=3_000_000)
ORIGINAL = Found("imr.intake.events", 2, 42, 1, b"key", b"large", [("ce_id", b"id")])


async def test_the_content_is_read_at_its_origin() -> None:
    """Key, value and headers are the original's; the attempt is the parked message's."""

    async def find(origin: Origin) -> Record | None:
        assert PARKED.origin == origin
        return ORIGINAL

    found = await read_original(PARKED, as_found(PARKED), find)

    assert (b"key", b"large", 2) == (found.key, found.value, found.attempt)


@pytest.mark.parametrize("there", [None, Found("imr.intake.events", 2, 42, 99, b"key", b"another", [])])
async def test_another_message_at_its_place_is_not_taken_for_it(there: Record | None) -> None:
    """Another message at the same place is not taken for the original.

    A topic that was deleted and created again reuses offsets.
    """

    async def find(_origin: Origin) -> Record | None:
        return there

    with pytest.raises(OriginalGone, match="3,000,000 bytes"):
        await read_original(PARKED, as_found(PARKED), find)


async def test_a_silent_broker_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that does not answer is a retriable error.

    The error names only the type of its cause.
    """

    async def fail(*_: object) -> None:
        raise OSError("127.0.0.1")

    monkeypatch.setattr(module, "_find", fail)

    with pytest.raises(OriginUnavailable, match=r"\(OSError\)") as raised:
        await find_on_broker(Settings(), PARKED.origin)
    assert raised.value.retriable
