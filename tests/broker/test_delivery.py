"""Delivery under faults that only a broker can show.

Poison among good messages, a worker killed at work, and a broker that goes and returns.
"""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import OFFSET_END, TopicPartition
from confluent_kafka.admin import AdminClient

from runtime import clock
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.process.ports import free_port
from runtime.broker.topics.topics import ensure_topics
from runtime.loop.worker import EXIT_UNEXPECTED
from runtime.outside.follow import Seen, read_to_end
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.messages.intake import ApplicationReceived, CaseReadyForReview, RecordsOverdue, RecordsRequested, SubmitApplication
from schemas.topics import AUDIT_EVENTS, INTAKE_COMMANDS, INTAKE_EVENTS, TOPICS, Topic, dead_letters
from schemas.wire.dead_letters import DiscardParked, MessageParked, ParkedMessageDiscarded
from tests.broker.processes import Process, eventually
from tests.examples import CASE_NUMBER, RECEIVED_AT, submission
from tests.services.intake.messages import LETTER, no_records, records

PARTITIONS = 4


@pytest.fixture
async def broker_alone(tmp_path: Path) -> AsyncIterator[Broker]:
    """Return a broker for this test alone, with the catalogue's topics."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker


@pytest.fixture
def settings(broker_alone: Broker) -> Settings:
    """Return settings with the broker's address."""
    return Settings(kafka_bootstrap=broker_alone.bootstrap, partitions=PARTITIONS)


@pytest.fixture
async def intake(broker_alone: Broker, tmp_path: Path) -> AsyncIterator[Process]:
    """Return a worker of intake that the test starts; it is killed at the end."""
    process = Process(
        "intake", broker_alone.bootstrap, tmp_path, partitions=PARTITIONS, slot="0", clock_shift_seconds=-365 * 86_400 * 11
    )
    yield process
    if process.ended is None:
        await process.end(signal.SIGKILL)


async def _submit(settings: Settings, *keys: str, **changes: Any) -> None:
    """Submit one application with *changes* for each of *keys*, each of another worker."""
    commands = []
    for key in keys:
        employee = submission().application.employee.model_copy(update={"name": f"Exampleworker {key}"})
        commands.append((submission(key=key, employee=employee, **changes), f"message-{key}"))
    async with Publisher(settings, "/imr/test") as publisher:
        await publisher.publish_all(commands)


async def _some(settings: Settings, topic: Topic, kind: type, number: int) -> list[Seen]:
    """Wait for at least *number* messages of *kind* on *topic*; return them."""

    async def enough() -> list[Seen]:
        found = [seen for seen in await read_to_end(settings, (topic,)) if isinstance(seen.message, kind)]
        return found if len(found) >= number else []

    found: list[Seen] = await eventually(enough)
    return found


async def _write(settings: Settings, topic: str, value: bytes | None, headers: list[tuple[str, bytes]]) -> None:
    """Write bytes that are no message of ours."""
    async with Publisher(settings, "/imr/test") as publisher:
        await publisher._producer.send_and_wait(topic, value, key=b"noise", partition=1, headers=headers)


async def test_poison_is_parked_and_the_next_is_handled(settings: Settings, intake: Process) -> None:
    """Every good message is answered and every unreadable one parked.

    The unreadable ones are noise, an empty record, an unknown type and an invalid body.
    """
    intake.start()
    poison = [
        (b"\xff noise", []),
        (None, []),
        (b"{}", [("ce_type", b"imr.intake.unheard-of")]),
        (b"[" * 100_000, [("ce_type", SubmitApplication.type.encode())]),
    ]

    await _submit(settings, "a")
    for value, headers in poison:
        await _write(settings, INTAKE_COMMANDS.name, value, headers)
    await _submit(settings, "b")

    assert 2 == len(await _some(settings, INTAKE_EVENTS, ApplicationReceived, 2))
    parked = await _some(settings, dead_letters("intake"), MessageParked, len(poison))
    assert {"unreadable"} == {seen.message.parked.reason for seen in parked if isinstance(seen.message, MessageParked)}
    assert len(poison) == len(parked)


async def test_a_parked_message_can_be_discarded_from_the_desk(settings: Settings, intake: Process) -> None:
    """A desk command discards a parked message, once, with an audit event."""
    intake.start()
    await _write(settings, INTAKE_COMMANDS.name, b"noise", [])
    (seen,) = await _some(settings, dead_letters("intake"), MessageParked, 1)
    assert isinstance(seen.message, MessageParked)

    async with Publisher(settings, "/imr/test") as publisher:
        await publisher.publish(DiscardParked(parked=seen.message.parked, actor="Example Operator", reason="noise"), "discard-1")

    (discarded,) = await _some(settings, AUDIT_EVENTS, ParkedMessageDiscarded, 1)
    assert "noise" == discarded.message.reason  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", ["memory", "rocksdb"])
async def test_a_killed_worker_goes_on_where_it_was(settings: Settings, intake: Process, state: str) -> None:
    """State and case numbers survive kill -9.

    The same dispute is still a duplicate, and the next number follows the last.
    """
    intake.settings["state"] = state
    intake.start()
    await _submit(settings, "a")
    await _some(settings, INTAKE_EVENTS, CaseReadyForReview, 1)
    await intake.end(signal.SIGKILL)

    intake.start()
    await _submit(settings, "a", "b")

    received = await _some(settings, INTAKE_EVENTS, ApplicationReceived, 2)
    assert {CASE_NUMBER, "CM15-1330002"} == {seen.envelope.subject for seen in received}


@pytest.mark.slow
async def test_a_copy_of_the_state_that_is_lost_changes_nothing(settings: Settings, intake: Process, tmp_path: Path) -> None:
    """After the copy on disk is lost, the changelog restores state and numbers go on."""
    intake.settings["state"] = "rocksdb"
    intake.start()
    await _submit(settings, "a")
    await _some(settings, INTAKE_EVENTS, CaseReadyForReview, 1)
    await intake.end(signal.SIGKILL)
    shutil.rmtree(tmp_path / "state")

    intake.start()
    await _submit(settings, "b")

    received = await _some(settings, INTAKE_EVENTS, ApplicationReceived, 2)
    assert {CASE_NUMBER, "CM15-1330002"} == {seen.envelope.subject for seen in received}


async def test_timers_and_a_backlog_go_in_the_order_of_their_times(settings: Settings, intake: Process) -> None:
    """After an outage of forty days, records that came in time stop the clock of their case.

    Those that came late are late. The first message of the backlog stops no clock.
    """
    at_work = (RECEIVED_AT - clock.real()).total_seconds()
    intake.settings |= {"clock_shift_seconds": at_work, "batch_messages_max": 1}
    intake.start()
    await _submit(settings, "a", "b", **no_records())
    await _some(settings, INTAKE_EVENTS, RecordsRequested, 2)
    await intake.end(signal.SIGTERM)
    try:
        for day, message in ((0, records(documents=(LETTER,))), (1, records()), (39, records("CM15-1330002"))):
            clock.shift(at_work + day * 86_400)
            async with Publisher(settings, "/imr/test") as publisher:
                await publisher.publish(message, f"records-{day}")
    finally:
        clock.shift(0)

    intake.settings["clock_shift_seconds"] = at_work + 40 * 86_400
    intake.start()

    await _some(settings, INTAKE_EVENTS, CaseReadyForReview, 2)
    overdue = await _some(settings, INTAKE_EVENTS, RecordsOverdue, 1)
    assert ["CM15-1330002"] == [seen.envelope.subject for seen in overdue]


async def test_a_stopped_worker_leaves_cleanly(settings: Settings, intake: Process) -> None:
    """On SIGTERM a worker finishes its batch and exits with status 0."""
    intake.start()
    await _submit(settings, "a")
    await _some(settings, INTAKE_EVENTS, CaseReadyForReview, 1)

    assert 0 == await intake.end(signal.SIGTERM)


@pytest.mark.slow
async def test_a_worker_without_a_broker_ends(broker_alone: Broker, settings: Settings, intake: Process) -> None:
    """A worker without a broker exits within its bound, without a commit.

    A supervisor restarts it.
    """
    intake.settings["stall_seconds_max"] = 15  # more than a new broker takes to make its own topics
    intake.start()
    await _submit(settings, "a")
    await _some(settings, INTAKE_EVENTS, CaseReadyForReview, 1)

    await broker_alone.stop()

    async def ended() -> bool:
        return intake.ended is not None

    await eventually(ended)
    assert 0 != intake.ended


async def test_what_no_broker_confirmed_is_not_acknowledged() -> None:
    """An unconfirmed submission is not acknowledged, and the error does not quote it."""
    settings = Settings(kafka_bootstrap=f"127.0.0.1:{free_port()}", partitions=PARTITIONS)

    with pytest.raises(BrokerUnavailable, match="try again"):
        async with Publisher(settings, "/imr/test") as publisher:
            await publisher.publish(RecordsRequested(case_number=CASE_NUMBER, records_due_on=date(2015, 5, 5)), "one")


@pytest.mark.slow
async def test_messages_that_retention_removed_unread_end_the_worker(settings: Settings, intake: Process, tmp_path: Path) -> None:
    """It says which are gone; going on behind them would lose them without a word."""
    intake.start()
    await _submit(settings, "a")
    await _some(settings, INTAKE_EVENTS, ApplicationReceived, 1)
    await intake.end(signal.SIGTERM)
    await _submit(settings, "b")
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    everything = [TopicPartition(INTAKE_COMMANDS.name, number, OFFSET_END) for number in range(PARTITIONS)]
    for answer in admin.delete_records(everything).values():
        await asyncio.to_thread(answer.result, 30)

    intake.start()

    async def ended() -> bool:
        return intake.ended == EXIT_UNEXPECTED

    await eventually(ended)
    assert '"event": "messages_gone"' in (tmp_path / "intake.log").read_text()
