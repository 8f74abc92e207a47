"""The desk of a chaos run replays and discards parked messages."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from bench.chaos.parts import desk as desk_module
from bench.chaos.parts.desk import Desk
from bench.chaos.parts.poison import before_a_submission, no_json, unknown_type
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.intake import ApplicationReceived
from schemas.wire.codec import Sealed
from schemas.wire.dead_letters import MessageParked
from tests.examples import RECEIVED_AT
from tests.flow.conftest import SERVICES


class _FakeWriter:
    """Notes the messages written to it."""

    def __init__(self, stream: MemoryStream) -> None:
        self.stream, self.written = stream, list[Sealed]()

    def write(self, messages: Sequence[Sealed]) -> None:
        self.written += messages
        for each in messages:
            self.stream.write(each)


@pytest.fixture
async def stream(monkeypatch: pytest.MonkeyPatch) -> MemoryStream:
    """Two messages that intake has parked, as the desk reads them."""
    stream = MemoryStream(*(create(Settings()) for create in SERVICES), now=RECEIVED_AT)
    for dose in (no_json(1, 1, 4), unknown_type(2, 1, 4)):
        stream.write(dose.message)
    await stream.settle()

    def read_values(_bootstrap: str, topics: Sequence[str], _partitions: int) -> list[Any]:
        return [record.value for (topic, _), records in stream.topics.items() if topic in topics for record in records]

    monkeypatch.setattr(desk_module, "read_values", read_values)
    return stream


async def test_every_waiting_message_is_replayed_at_its_last_attempt(stream: MemoryStream) -> None:
    """Poison is parked again by its replay, and the next replay names the new attempt."""
    writer: Any = _FakeWriter(stream)
    desk = Desk("unused", writer)
    waiting = desk.replay_all()
    await stream.settle()

    assert waiting == len(stream.messages(MessageParked)) // 2 == len(writer.written)
    assert len(writer.written) == len({dict(each.headers)["ce_id"] for each in writer.written})


async def test_a_replay_that_failed_leaves_the_message_waiting(stream: MemoryStream) -> None:
    """It is replayed again, at its next attempt, and was not handled."""
    desk = Desk("unused", _FakeWriter(stream))  # type: ignore[arg-type]
    for _ in range(2):
        desk.replay_all()
        await stream.settle()

    assert [1, 1, 2, 2, 3, 3] == sorted(message.parked.attempt for message in stream.messages(MessageParked))
    assert 0 == desk.repeat_replayed()


async def test_only_unreadable_messages_are_discarded(stream: MemoryStream) -> None:
    """Once discarded, a message waits no more."""
    writer: Any = _FakeWriter(stream)
    desk = Desk("unused", writer)
    number = desk.discard_unreadable()
    await stream.settle()

    assert number
    assert {"unreadable"} == {json.loads(each.value or b"")["parked"]["reason"] for each in writer.written}
    assert 0 == desk.discard_unreadable()


async def test_a_message_that_was_replayed_is_sent_again_and_not_handled_again(stream: MemoryStream) -> None:
    """Its producer sends it, and the desk replays it under the old id and under a new one."""
    writer: Any = _FakeWriter(stream)
    desk = Desk("unused", writer)
    dose = before_a_submission(3, 0, 4)
    assert dose.behind is not None
    for message in (dose.message, dose.behind):
        stream.write(message)
    await stream.settle()
    desk.discard_unreadable()
    await stream.settle()
    assert 1 == desk.replay_all()
    await stream.settle()
    before = len(stream.messages(ApplicationReceived))
    again = len(writer.written)

    assert 1 == desk.repeat_replayed()
    await stream.settle()

    assert 1 == before == len(stream.messages(ApplicationReceived))
    assert 3 == len(writer.written) - again
