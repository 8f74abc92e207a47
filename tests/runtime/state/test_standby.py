"""A standby follows what others own, and lets go of partitions that are to be opened here."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition

from runtime import clock
from runtime.settings import Settings
from runtime.state import changelog as changelog_module
from runtime.state import standby as standby_module
from runtime.state.disk import STALE_AFTER
from runtime.state.standby import Standby

TOPIC = "imr.triage.changelog"


class FakeConsumer:
    """A reader of the changelog's partitions, each with its records: key and value."""

    def __init__(self, **records: Sequence[tuple[str, str | None]]) -> None:
        self._records = {int(name[1:]): found for name, found in records.items()}
        self._at: dict[TopicPartition, int] = {}

    def assignment(self) -> set[TopicPartition]:
        """Return the assigned places."""
        return set(self._at)

    def assign(self, places: Sequence[TopicPartition]) -> None:
        """Assign *places*."""
        self._at = dict.fromkeys(places, 0)

    def seek(self, place: TopicPartition, offset: int) -> None:
        """Go on at *offset*."""
        self._at[place] = offset

    async def end_offsets(self, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the ends."""
        return {place: len(self._records.get(place.partition, ())) for place in places}

    async def getmany(self, *, timeout_ms: int) -> dict[TopicPartition, list[Any]]:
        """Return every record from the position on."""
        assert timeout_ms
        found = {}
        for place, at in self._at.items():
            records = self._records.get(place.partition, ())[at:]
            if records:
                found[place] = [
                    SimpleNamespace(key=key.encode(), value=None if value is None else value.encode(), offset=at + index)
                    for index, (key, value) in enumerate(records)
                ]
                self._at[place] = at + len(records)
        return found


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of a worker with a standby, without waits."""

    async def cluster_id(_bootstrap: str) -> str:
        return "cluster"

    monkeypatch.setattr(changelog_module, "cluster_id", cluster_id)
    monkeypatch.setattr(standby_module, "_BATCH_PAUSE_SECONDS", 0)
    monkeypatch.setattr(standby_module, "_POLL_MS", 1)
    return Settings(kafka_bootstrap="127.0.0.1:9", partitions=3, slot="1", state="rocksdb", standby=True, data_dir=tmp_path)


@pytest.fixture
def owned() -> set[int]:
    """Return the numbers that the worker owns."""
    return {0}


@pytest.fixture
async def standby(settings: Settings, owned: set[int]) -> Any:
    """Return a standby whose copies are closed at the end."""
    made = Standby("triage", TOPIC, settings, lambda: owned)
    yield made
    await made.give_up(range(settings.partitions))


async def read(settings: Settings, number: int) -> tuple[int, dict[str, bytes]]:
    """Return position and content of the copy of *number*, which is not open here."""
    disk = await changelog_module.open_disk("triage", number, settings)
    assert disk is not None
    try:
        return disk.position, {key: disk.read(f"seen/{key}") for key in disk.keys("seen/")}
    finally:
        disk.close()


async def test_what_others_own_is_followed_and_given_up_to_be_opened(standby: Standby, settings: Settings) -> None:
    """The copy has the last value of each key, and the position behind it."""
    consumer = FakeConsumer(p0=[("seen/x", "own")], p1=[("seen/a", "1"), ("seen/b", "2")], p2=[("seen/c", "3")])
    await standby.follow(consumer)
    consumer._records[1] = [*consumer._records[1], ("seen/a", None), ("seen/b", "4")]
    await standby.follow(consumer)

    await standby.give_up([1])

    assert (4, {"b": b"4"}) == await read(settings, 1)
    assert {1, 2} == {place.partition for place in consumer.assignment()}  # 1 until the next turn
    await standby.give_up([2])
    assert (1, {"c": b"3"}) == await read(settings, 2)
    assert (0, {}) == await read(settings, 0)


async def test_a_number_that_is_given_up_is_not_opened_again(standby: Standby, settings: Settings, owned: set[int]) -> None:
    """Its owner is this worker; once another owns it, it is followed from where it was."""
    consumer = FakeConsumer(p1=[("seen/a", "1")])
    await standby.follow(consumer)
    owned.add(1)
    await standby.give_up([1])
    await standby.follow(consumer)
    assert (1, {"a": b"1"}) == await read(settings, 1)

    owned.remove(1)
    consumer._records[1] = [("seen/a", "1"), ("seen/d", "5")]
    await standby.follow(consumer)
    await standby.give_up([1])
    assert (2, {"a": b"1", "d": b"5"}) == await read(settings, 1)


async def test_one_that_this_worker_still_has_open_is_left(standby: Standby, settings: Settings) -> None:
    """It finishes its batch while the group is shared out anew."""
    consumer = FakeConsumer(p1=[("seen/a", "1")], p2=[("seen/b", "1")])
    disk = await changelog_module.open_disk("triage", 1, settings)
    assert disk is not None

    await standby.follow(consumer)
    assert {2} == {place.partition for place in consumer.assignment()}
    disk.close()
    await standby.follow(consumer)
    assert {1, 2} == {place.partition for place in consumer.assignment()}


async def test_a_copy_of_a_changelog_that_was_made_anew_begins_anew(standby: Standby, settings: Settings) -> None:
    """Its position lies beyond the end."""
    await standby.follow(FakeConsumer(p1=[("seen/a", "1"), ("seen/b", "2")]))
    await standby.give_up([1, 2])

    await standby.follow(FakeConsumer(p1=[("seen/z", "9")]))
    await standby.give_up([1])
    assert (1, {"z": b"9"}) == await read(settings, 1)


async def test_the_copy_of_a_quiet_changelog_does_not_get_stale(
    standby: Standby, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is complete, although nothing was written for a day."""
    consumer = FakeConsumer(p1=[("seen/a", "1")])
    await standby.follow(consumer)
    for _ in range(2):
        later = clock.now() + STALE_AFTER * 0.8
        monkeypatch.setattr(clock, "real", lambda later=later: later)
        await standby.follow(consumer)
    await standby.give_up([1])

    assert (1, {"a": b"1"}) == await read(settings, 1)


async def test_an_error_ends_no_worker(standby: Standby, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried again; the copies are closed meanwhile."""
    tries = []

    def reader(_settings: Settings) -> Any:
        tries.append(1)
        raise OSError("no disk")

    monkeypatch.setattr(standby_module, "committed_reader", reader)
    monkeypatch.setattr(standby_module, "_AGAIN_SECONDS", 0)
    running = asyncio.create_task(standby.run())
    async with asyncio.timeout(10):
        while len(tries) < 3:
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait([running])

    assert running.cancelled()


async def test_without_the_setting_nothing_is_followed(settings: Settings) -> None:
    """A standby takes disk and processor time."""
    await Standby("triage", TOPIC, settings.model_copy(update={"standby": False}), tuple).run()

    assert [] == list(settings.data_dir.iterdir())
