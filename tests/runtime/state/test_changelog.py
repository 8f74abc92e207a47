"""Restoring state from its changelog.

It is read to its end, from the position of the copy on disk, and never past an open transaction.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import READ_UNCOMMITTED

from runtime.settings import Settings
from runtime.state import changelog as changelog_module
from runtime.state.changelog import ChangelogUnfinished, open_disk, restore
from runtime.state.state import State
from schemas.message import Part

TOPIC = "imr.triage.changelog"


class Seen(Part):
    """An object of the state."""

    number: int


class FakeConsumer:
    """A changelog of *records*; those from *open_from* on belong to an open transaction."""

    def __init__(self, records: list[tuple[bytes, bytes | None]], open_from: int | None = None) -> None:
        self.records = records
        self.stable = len(records) if open_from is None else open_from
        self.at = 0
        self.assigned: list[TopicPartition] = []
        self._fetcher = SimpleNamespace(_isolation_level="read_committed")
        self._client = SimpleNamespace(set_topics=self.note_topics)

    def assignment(self) -> list[TopicPartition]:
        """Return the assigned partitions."""
        return self.assigned

    def assign(self, places: list[TopicPartition]) -> None:
        """Assign *places*."""
        self.assigned = places

    async def note_topics(self, topics: set[str]) -> None:
        """Have the metadata of *topics*."""

    async def end_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the end, or the last stable offset for committed reads."""
        uncommitted = self._fetcher._isolation_level == READ_UNCOMMITTED
        return dict.fromkeys(places, len(self.records) if uncommitted else self.stable)

    def seek(self, _place: TopicPartition, offset: int) -> None:
        """Go to *offset*."""
        self.at = offset

    async def position(self, _place: TopicPartition) -> int:
        """Return the position."""
        return self.at

    async def getmany(self, *, timeout_ms: int) -> dict[TopicPartition, list[Any]]:
        """Return the next two records."""
        found = [
            SimpleNamespace(key=key, value=value, offset=offset)
            for offset, (key, value) in enumerate(self.records)
            if self.at <= offset < self.at + timeout_ms // 100
        ]
        self.at += len(found)
        return {self.assigned[0]: found} if found else {}


class FakeDisk:
    """A copy on disk that ends before *position*."""

    def __init__(self, position: int) -> None:
        self.position = position

    def clear(self) -> None:
        """Delete everything."""
        self.position = 0


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that replaces the changelog with a fake."""

    def use(consumer: FakeConsumer) -> None:
        @asynccontextmanager
        async def reader(_settings: Settings, *, to_end: bool) -> AsyncIterator[FakeConsumer]:
            assert to_end
            yield consumer

        monkeypatch.setattr(changelog_module, "committed_reader", reader)

    return use


def record(key: str, number: int | None) -> tuple[bytes, bytes | None]:
    """Return a record of the table `seen`; None deletes the key."""
    return f"seen/{key}".encode(), None if number is None else Seen(number=number).model_dump_json().encode()


async def test_the_last_record_of_a_key_counts(read: Any) -> None:
    """The last record of a key counts, and each part that was read is reported."""
    read(FakeConsumer([record("a", 1), record("b", 1), record("a", 2), record("b", None), record("c", 3)]))
    state, turns = State(), []
    table = state.table("seen", Seen)

    count = await restore(state, None, TOPIC, 0, Settings(), lambda: turns.append(1))

    assert {"a": Seen(number=2), "c": Seen(number=3)} == dict(table)
    assert (5, 3) == (count, len(turns))


async def test_a_transaction_without_an_end_stops_the_start(read: Any) -> None:
    """An open transaction in the changelog stops the start; the error names its place.

    The state would lack the records behind it.
    """
    read(FakeConsumer([record("a", 1), record("a", 2)], open_from=1))

    with pytest.raises(ChangelogUnfinished, match=f"{TOPIC}/0 .* offset 1 .*"):
        await restore(State(), None, TOPIC, 0, Settings(), lambda: None)


async def test_a_copy_is_continued_from_its_position(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only records after the copy's position are read."""
    consumer = FakeConsumer([record("a", 1), record("a", 2), record("b", 3)])
    read(consumer)
    taken: list[str] = []
    monkeypatch.setattr(State, "restore", lambda _state, records, _position: taken.extend(key for key, _ in records))

    assert 1 == await restore(State(), FakeDisk(2), TOPIC, 0, Settings(), lambda: None)  # type: ignore[arg-type]
    assert ["seen/b"] == taken


async def test_a_copy_beyond_the_end_is_deleted(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that ends beyond its changelog is deleted and restored from the beginning.

    The changelog was deleted and created again since.
    """
    read(FakeConsumer([record("a", 1)]))
    monkeypatch.setattr(State, "restore", lambda *_: None)
    disk = FakeDisk(7)

    assert 1 == await restore(State(), disk, TOPIC, 0, Settings(), lambda: None)  # type: ignore[arg-type]
    assert 0 == disk.position


async def test_state_in_memory_has_no_copy(tmp_path: Path) -> None:
    """With state in memory nothing is written below the data folder."""
    assert await open_disk("triage", 0, Settings(data_dir=tmp_path)) is None
    assert [] == list(tmp_path.iterdir())
