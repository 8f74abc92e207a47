"""Transactions without an end marker: found, and ended as the coordinator decided.

Kafka loses an end marker by chance; these tests leave one out.
"""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import confluent_kafka
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import InvalidTxnState, RequestTimedOutError
from aiokafka.protocol.transaction import EndTxnRequest
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.topics.topics import ensure_topics
from runtime.broker.topics.transactions import Outcome, Unfinished, end, find_unfinished, stable_and_end
from runtime.handlers import Handlers
from runtime.loop.partition import Partition
from runtime.loop.transaction_ends import EndInDoubt, EndLost, TransactionEnds
from runtime.outside.committed_reader import committed_reader
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.changelog import ChangelogUnfinished, restore
from runtime.state.state import State
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS, SHADOW_EVENTS, TOPICS, TRIAGE_EVENTS, Topic
from tests.broker.conftest import PARTITIONS
from tests.broker.processes import eventually
from tests.examples import ROOT

pytestmark = pytest.mark.slow

PLACE = TopicPartition(INTAKE_COMMANDS.name, 1)
ENOUGH = 500
DEATHS = 3


@pytest.fixture
async def forgetful(bootstrap: str, topics: list[Topic]) -> AsyncIterator[str]:
    """Return a broker that accepts writes of unknown transactions, as before Kafka 3.6."""
    await asyncio.to_thread(_verify, bootstrap, wanted="false")
    yield bootstrap
    await asyncio.to_thread(_verify, bootstrap, wanted="true")


def _verify(bootstrap: str, wanted: str) -> None:
    entry = ConfigEntry("transaction.partition.verification.enable", wanted, incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.BROKER, "1", incremental_configs=[entry])
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for done in admin.incremental_alter_configs([resource]).values():
        done.result(30)


async def _producer(bootstrap: str, transactional_id: str) -> AIOKafkaProducer:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=transactional_id, transaction_timeout_ms=60_000)
    await producer.start()
    return producer


async def _is_stable(bootstrap: str, place: TopicPartition = PLACE) -> bool:
    """Return whether no transaction is open at *place*."""
    return await _end_of(bootstrap, place, "read_committed") == await _end_of(bootstrap, place)


async def _lose_the_end(bootstrap: str, transactional_id: str, outcome: Outcome, place: TopicPartition = PLACE) -> None:
    """Leave a transaction at *place* without its end, after one that ended with *outcome*."""

    async def lost() -> bool:
        with suppress(InvalidTxnState):  # the broker is forgetful a moment after it was told to be
            await _try_to_lose_the_end(bootstrap, transactional_id, outcome, place)
            return True
        return False

    await eventually(lost)


async def _try_to_lose_the_end(bootstrap: str, transactional_id: str, outcome: Outcome, place: TopicPartition) -> None:
    producer = await _producer(bootstrap, transactional_id)
    await producer.begin_transaction()
    await producer.send_and_wait(place.topic, b"before", key=b"key", partition=place.partition)
    await (producer.commit_transaction() if outcome == "committed" else producer.abort_transaction())
    await eventually(lambda: _is_stable(bootstrap, place))  # Kafka writes the end a moment later
    await producer.begin_transaction()
    manager: Any = producer._txn_manager  # no client does this by itself
    manager._txn_partitions.add(place)  # so the coordinator is not told
    try:
        await producer.send_and_wait(place.topic, outcome.encode(), key=b"key", partition=place.partition)
    finally:
        await producer.stop()


async def _read(bootstrap: str) -> list[bytes | None]:
    """Return the committed messages of PLACE."""
    found: list[bytes | None] = []
    settings = {"bootstrap_servers": bootstrap, "isolation_level": "read_committed", "auto_offset_reset": "earliest"}
    async with asyncio.timeout(30), AIOKafkaConsumer(**settings) as consumer:
        consumer.assign([PLACE])
        end_offset = (await consumer.end_offsets([PLACE]))[PLACE]
        while await consumer.position(PLACE) < end_offset:
            found += [record.value for records in (await consumer.getmany(timeout_ms=200)).values() for record in records]
    return found


async def test_an_end_whose_answer_is_lost_counts_and_is_noticed(bootstrap: str, topics: list[Topic]) -> None:
    """The producer sends it again; it must not begin another transaction."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id="imr-test-answer")
    send, lost = producer.client.send, []

    async def lose_the_first_answer(node_id: int, request: object, **options: object) -> Any:
        answer = await send(node_id, request, **options)
        if isinstance(request, EndTxnRequest) and not lost:
            lost.append(answer)
            raise RequestTimedOutError
        return answer

    producer.client.send = lose_the_first_answer
    ends = TransactionEnds(producer)
    await producer.start()
    async with producer.transaction():
        await producer.send_and_wait(PLACE.topic, b"counts", partition=PLACE.partition)
    await producer.stop()

    assert 1 == (await _read(bootstrap)).count(b"counts")
    with pytest.raises(EndInDoubt):
        ends.check()


@pytest.mark.parametrize("outcome", ["committed", "aborted"])
async def test_one_whose_end_is_lost_is_ended_as_it_was_decided(forgetful: str, outcome: Outcome) -> None:
    """A transaction whose end is missing is ended as it was decided.

    Before that it hides later messages. Afterwards its own are visible or gone, and no further one
    is found.
    """
    transactional_id = f"imr-test-{outcome}"
    await _lose_the_end(forgetful, transactional_id, outcome)
    behind = confluent_kafka.Producer({"bootstrap.servers": forgetful})
    behind.produce(PLACE.topic, f"behind {outcome}".encode(), partition=PLACE.partition)
    behind.flush(30)
    hidden = await _read(forgetful)

    (found,) = await eventually(lambda: find_unfinished(forgetful, [PLACE.topic], 0.1))  # the coordinator takes a moment
    assert Unfinished(PLACE, found.offset, transactional_id, outcome) == found
    assert f"behind {outcome}".encode() not in hidden

    await end(forgetful, found, b"key", b"ended", [])
    read = await _read(forgetful)
    assert [] == await find_unfinished(forgetful, [PLACE.topic], 0.1)
    assert f"behind {outcome}".encode() in read
    assert (outcome == "committed") == (outcome.encode() in read)


async def test_a_changelog_that_holds_one_is_not_taken_for_the_state(forgetful: str) -> None:
    """A changelog with an open transaction is not taken for the whole state.

    A worker that stopped reading there would repeat committed work. Once it is ended, the changelog
    is read.
    """
    service = Service("shadow", (INTAKE_COMMANDS,), lambda _state: Handlers())
    place = TopicPartition(service.changelog, 2)
    settings = Settings(kafka_bootstrap=forgetful)
    await _lose_the_end(forgetful, "imr-shadow-2", "aborted", place)

    with pytest.raises(ChangelogUnfinished, match=rf"{place.topic}/2 holds a transaction from offset \d+ that never ends"):
        await restore(State(), None, service.changelog, 2, settings, lambda: None)
    (found,) = await eventually(lambda: find_unfinished(forgetful, [place.topic], 0.1))
    await end(forgetful, found, b"key", None, [])
    await eventually(lambda: _is_stable(forgetful, place))
    assert 1 >= await restore(State(), None, service.changelog, 2, settings, lambda: None)


async def test_a_partition_is_not_opened_while_readers_of_its_events_wait(forgetful: str, tmp_path: Path) -> None:
    """The next transaction there would end the one before, as its own end says."""
    service = Service("shadow", (INTAKE_COMMANDS,), lambda _state: Handlers())
    place = TopicPartition(SHADOW_EVENTS.name, 3)
    settings = Settings(kafka_bootstrap=forgetful, data_dir=tmp_path)
    await _lose_the_end(forgetful, "imr-shadow-3", "aborted", place)
    other = await _producer(forgetful, "imr-test-other")
    await other.begin_transaction()
    await other.send_and_wait(SHADOW_EVENTS.name, b"open", partition=2)  # of another producer, which is at work

    with pytest.raises(EndLost, match=rf"{place.topic}/3 holds a transaction of this worker from offset \d+ that never ends"):
        await _open_and_close(3, service, settings)
    await _open_and_close(2, service, settings)
    (found,) = await eventually(lambda: find_unfinished(forgetful, [place.topic], 0.1))
    await end(forgetful, found, b"key", None, [])
    await eventually(lambda: _is_stable(forgetful, place))
    await _open_and_close(3, service, settings)
    await other.abort_transaction()
    await other.stop()


async def test_ends_of_many_topics_are_asked_for_at_once(
    bootstrap: str, topics: list[Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partition of thirty topics opens without a question, and a wait, for each."""
    asked = 0
    update = AIOKafkaClient._metadata_update

    async def count(client: AIOKafkaClient, *what: Any) -> Any:
        nonlocal asked
        asked += 1
        return await update(client, *what)

    async with committed_reader(Settings(kafka_bootstrap=bootstrap), to_end=True) as consumer:
        monkeypatch.setattr(AIOKafkaClient, "_metadata_update", count)
        ends = await stable_and_end(consumer, [TopicPartition(topic.name, 0) for topic in topics])

    assert len(topics) == len(ends)
    assert asked <= 2 < len(topics)


async def _open_and_close(number: int, service: Service, settings: Settings) -> None:
    partition = Partition(number, service, settings)
    try:
        await partition.open(lambda: None)
    finally:
        await partition.close()


async def test_one_that_is_being_written_is_left(bootstrap: str, topics: list[Topic]) -> None:
    """A transaction whose end is being written is left to its coordinator."""
    producer = await _producer(bootstrap, "imr-test-open")
    await producer.begin_transaction()
    await producer.send_and_wait(PLACE.topic, b"open", partition=PLACE.partition)

    assert [] == await find_unfinished(bootstrap, [PLACE.topic], 0.1)
    await producer.abort_transaction()
    await producer.stop()


async def test_a_broker_that_dies_ends_them_all(tmp_path: Path) -> None:
    """After a broker is killed during many commits, no transaction stays open.

    Kafka 4.3 leaves one open about every second time (docs/decisions/0027).
    """
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        for number in range(DEATHS):
            await _die_while_many_commit(broker, str(number))
            await broker.start()

            assert await eventually(lambda: _is_stable(broker.bootstrap))


async def _die_while_many_commit(broker: Broker, name: str) -> None:
    command = [sys.executable, "-m", "tests.broker.producers", broker.bootstrap]
    touched = [topic.name for topic in (INTAKE_COMMANDS, INTAKE_EVENTS, TRIAGE_EVENTS)]
    producers = [subprocess.Popen([*command, f"{name}-{side}", *touched], cwd=ROOT, stderr=subprocess.DEVNULL) for side in (0, 1)]
    before = await _end_of(broker.bootstrap, PLACE)
    try:
        await eventually(lambda: _has_come_to(broker.bootstrap, before + ENOUGH))
    finally:
        for each in producers:
            each.send_signal(signal.SIGSTOP)  # first, before the broker forgets the transaction
        broker.kill()
        for each in producers:
            each.kill()
            each.wait(20)


async def _end_of(bootstrap: str, place: TopicPartition, isolation_level: str = "read_uncommitted") -> int:
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level=isolation_level) as consumer:
        return int((await consumer.end_offsets([place]))[place])


async def _has_come_to(bootstrap: str, offset: int) -> bool:
    return await _end_of(bootstrap, PLACE) >= offset


async def test_what_nobody_knows_is_not_ended() -> None:
    """A transaction of an unknown producer is left open for a person to decide."""
    with pytest.raises(ValueError, match="it is unknown"):
        await end("127.0.0.1:1", Unfinished(PLACE, 1, None, None), b"", None, [])
