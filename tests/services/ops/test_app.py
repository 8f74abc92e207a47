"""The faust app: how it is configured, and that nothing leaves its loop."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from faust.types import TP

import services.ops.app
import services.ops.live.live_app
from runtime.settings import Settings
from services.ops.app import FORGET_EVERY, GROUP, consume, create_app
from services.ops.live.counting import Record, take
from services.ops.live.live import live_view
from services.ops.live.live_app import TOPICS, LiveApp
from services.ops.live.transport import CommittedTransport
from services.ops.state import LiveTables
from tests.services.ops.lives import NOON, Found, found, ineligible, life, received

NOW = NOON.timestamp()


def app(**settings: Any) -> LiveApp:
    """An app that is never started."""
    return create_app(Settings(kafka_bootstrap="one.example:9092, two.example:9093", **settings))


async def at_once() -> None:
    """Everything is saved."""


async def consumed(*batches: Sequence[Record], now: datetime = NOON) -> LiveTables:
    """The tables after the agent met *batches*."""

    async def stream() -> AsyncIterator[Sequence[Record]]:
        for batch in batches:
            yield batch

    tables = LiveTables()
    await consume(stream(), tables, lambda: now, at_once)
    return tables


def test_a_deployment_decides_partitions_and_brokers() -> None:
    """Changelogs have as many partitions and copies as the topics, or faust refuses to count."""
    configuration = app(partitions=12, replication=3).conf

    assert [str(url) for url in configuration.broker] == ["kafka://one.example:9092", "kafka://two.example:9093"]
    assert (configuration.topic_partitions, configuration.topic_replication_factor) == (12, 3)
    assert [table.partitions for table in app(partitions=12).tables.values()] == [12] * 4


def test_the_group_is_a_constant() -> None:
    """A renamed group would read everything again."""
    assert GROUP == app().conf.id == "imr-ops-live"


def test_a_slot_makes_a_static_member() -> None:
    """With a slot a restart costs no rebalance; without one faust is told of none."""
    assert app(slot="a").conf.consumer_group_instance_id.startswith("imr-ops-live-a-")
    assert not app().conf.consumer_group_instance_id


def test_nothing_is_served_or_reads_uncommitted() -> None:
    """Faust's own pages would show case numbers; uncommitted messages may be aborted."""
    assert app().conf.web_enabled is False
    assert isinstance(app().transport, CommittedTransport)


def test_topics_are_read_as_bytes() -> None:
    """Our codec reads values inside the loop.

    Faust would acknowledge a message that it cannot decode, and raise afterwards.
    """
    (agent,) = app().agents.values()

    assert {topic.name for topic in TOPICS} == set(agent.channel.topics)
    assert (agent.channel.schema.key_serializer, agent.channel.schema.value_serializer) == ("raw", "raw")


def test_a_broker_must_be_named() -> None:
    """It says which setting is missing."""
    with pytest.raises(ValueError, match="IMR_KAFKA_BOOTSTRAP"):
        create_app(Settings(kafka_bootstrap=""))


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("counts", (3, "imr.intake.events", "event", "imr.test")),
        ("minutes", ((3, "imr.intake.events", "stage", "received"), (0.0, 59.9))),
        ("cases", (3, "CM26-0030001")),
    ],
)
def test_a_change_is_saved_in_the_partition_of_its_key(table: str, key: tuple[Any, ...]) -> None:
    """Each count of a batch is saved in the partition that it is restored from."""
    assert app().tables[table].partition_for_key(key) == 3


async def test_bytes_become_counts() -> None:
    """The counts are the same in one batch or two; a repeat across batches is known."""
    records = found((message, NOON) for message in life("CM26-0010001"))

    assert (await consumed(records)).counts == (await consumed(records[:4], records[2:])).counts
    assert sum(live_view(await consumed(records), NOW, None).events.values()) == len(records)


async def test_a_batch_is_saved_before_the_next_is_asked_for() -> None:
    """A batch is saved before faust acknowledges it, which is when the next is asked for."""
    steps: list[str] = []

    async def stream() -> AsyncIterator[Sequence[Record]]:
        for offset in range(2):
            steps.append("asked")
            yield [Found("imr.intake.events", 1, offset, None, None)]

    async def saved() -> None:
        steps.append("saved")

    await consume(stream(), LiveTables(), lambda: NOON, saved)

    assert ["asked", "saved"] * 2 == steps


async def test_a_position_is_written_when_what_lies_before_it_is_saved() -> None:
    """A position is written with the next batch's changes, after all before it are saved.

    A restart reads the last batch again, which changes nothing.
    """
    records = found([(received("CM26-0010001"), NOON)] * 3)

    assert (await consumed(records[:2])).positions == {}
    assert (await consumed(records[:2], records[2:])).positions == {(1, "imr.intake.events"): 2}


def test_reading_starts_behind_what_is_saved() -> None:
    """A partition without a position starts at the beginning."""
    running = app(partitions=2)
    running.live = LiveTables(positions={(1, "imr.intake.events"): 7})

    starts = running.starts()

    assert len(starts) == 8
    assert (0, 7) == (starts[TP("imr.intake.events", 0)], starts[TP("imr.intake.events", 1)])


async def test_saved_waits_for_every_change() -> None:
    """It returns when the broker answered all that is under way, and not before."""
    running = app()
    change: Any = asyncio.get_running_loop().create_future()
    running.under_way.append(change)
    waiting = asyncio.create_task(running.saved())
    await asyncio.sleep(0)

    assert not waiting.done()

    change.set_result(None)
    await waiting

    assert running.under_way == []


@pytest.mark.parametrize("refused", [True, False])
async def test_a_change_that_is_not_saved_ends_the_process(monkeypatch: pytest.MonkeyPatch, *, refused: bool) -> None:
    """A change that is refused, or not confirmed in time, ends the process.

    Faust would log it and commit; a restart begins before the change.
    """
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr(services.ops.live.live_app, "SAVE_SECONDS_MAX", 0.0)
    running = app()
    change: Any = asyncio.get_running_loop().create_future()
    if refused:
        change.set_exception(LookupError())
    running.under_way.append(change)

    await running.saved()

    assert codes == [1]


async def test_nothing_leaves_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise and even a fault of our own are left out and counted; the next message is met."""
    noise = Found("imr.intake.events", 1, 90, None, b"\xff")
    fault, good = found([(received("CM26-0010001"), NOON), (received("CM26-0010002"), NOON)])

    def take_with_a_fault(record: Record, tables: LiveTables, now: float) -> None:
        if record is fault:
            raise LookupError
        take(record, tables, now)

    monkeypatch.setattr(services.ops.app, "take", take_with_a_fault)
    tables = await consumed([noise, fault, good])

    assert live_view(tables, NOW, None).left_out == {"failed": 1, "unreadable": 1}
    assert [(1, "CM26-0010002")] == list(tables.cases)


@pytest.mark.parametrize(("messages", "expected"), [(FORGET_EVERY, 2), (FORGET_EVERY + 1, 1)])
async def test_closed_cases_are_forgotten_while_reading(messages: int, expected: int) -> None:
    """After so many messages the old closed cases are gone; the counts still know them."""
    closed = [(received("CM26-0010001"), NOON), (ineligible("CM26-0010001"), NOON)]
    records = found([*closed, *[(received("CM26-0010002"), NOON)] * (messages - 2)])

    tables = await consumed(records, now=NOON + timedelta(hours=2))

    assert expected == len(tables.cases)
    assert live_view(tables, NOW, None).events["imr.intake.application-found-ineligible"] == 1


async def test_taken_away_partitions_end_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at the start, when none were held, and not while it stops."""
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    running = app()

    await running.on_partitions_revoked.send(set())

    assert codes == []

    await running.on_partitions_revoked.send({TP("imr.intake.events", 0)})

    assert codes == [1]
