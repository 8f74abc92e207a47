"""`imr migrate`: a kept data folder of the embedded broker continues on Apache Kafka."""

import gzip
import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from runtime import clock
from runtime.broker.embedded.kept import KeptMessage, KeptTopic, read_offsets, read_topics
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import partitions_of
from tests.broker.test_flow import STARTS_AT, System

KEPT = Path(__file__).parent / "embedded_data/kafka.json.gz"
"""A case from application to letter, written by `imr up` at commit fc85ea6."""

CASE_NUMBER = "CM15-1330001"


@pytest.fixture
def system(tmp_path: Path) -> System:
    """Return a system with a data folder that the embedded broker left, its clock set."""
    kept = tmp_path / "broker/embedded/kafka.json"
    kept.parent.mkdir(parents=True)
    with gzip.open(KEPT) as packed, kept.open("wb") as file:
        shutil.copyfileobj(packed, file)
    shift = datetime.fromisoformat(STARTS_AT) - clock.now()
    (tmp_path / "clock-shift-seconds").write_text(f"{shift.total_seconds()}\n")
    return System(tmp_path)


@pytest.mark.slow
async def test_a_case_continues_on_the_other_broker(system: System) -> None:
    """`imr up` names the command; after it, every message, offset and case is there."""
    assert "imr migrate --data-dir" in await system.imr("up", "--keep-clock", status=1)

    moved = await system.imr("migrate")

    assert "messages moved to Apache Kafka" in moved
    await _compare(system.folder)
    async with system.running("--keep-clock"):
        cases = [json.loads(line) for line in (await system.imr("case", "list", "--json")).splitlines()]
        assert [(CASE_NUMBER, "letter issued")] == [(case["case"], case["stage"]) for case in cases]
        assert CASE_NUMBER in await system.imr(
            "submit", "examples/chiropractic-and-massage.json", "--wait"
        )  # a repeat, known from the state
    assert "has been migrated" in await system.imr("migrate", status=1)


async def _compare(folder: Path) -> None:
    with (folder / "broker/embedded/kafka.json").open("rb") as file:
        topics = list(read_topics(file))
        file.seek(0)
        offsets = {(each.group, each.topic, each.partition): each.offset for each in read_offsets(file)}
    async with ApacheBroker(folder / "broker") as broker:
        found = await partitions_of(broker.bootstrap)
        assert {topic.name: len(topic.partitions) for topic in topics}.items() <= found.items()
        for topic in topics:
            await _compare_topic(broker.bootstrap, topic)
        for group in {group for group, _, _ in offsets}:
            consumer = AIOKafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=group, enable_auto_commit=False)
            await consumer.start()
            try:
                for (of, topic_name, partition), offset in offsets.items():
                    if of == group:
                        assert offset == await consumer.committed(TopicPartition(topic_name, partition))
            finally:
                await consumer.stop()


async def _compare_topic(bootstrap: str, topic: KeptTopic) -> None:
    """Compare each committed message with the file's, and the ends."""
    places = {TopicPartition(topic.name, each.number): each for each in topic.partitions}
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(list(places))
        ends = await consumer.end_offsets(list(places))
        assert {place: each.end for place, each in places.items()} == ends
        read: dict[TopicPartition, list[KeptMessage]] = {place: [] for place in places}
        while any([await consumer.position(place) < ends[place] for place in places]):
            for place, records in (await consumer.getmany(timeout_ms=100)).items():
                read[place] += [
                    KeptMessage(each.offset, each.timestamp, each.key, each.value, tuple(each.headers)) for each in records
                ]
        assert {place: list(each.records) for place, each in places.items()} == read
    finally:
        await consumer.stop()
