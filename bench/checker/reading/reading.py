"""Committed messages of a deployment, read with a Kafka client other than the services'."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import confluent_kafka

from bench.checker.facts import SERVICES, Fact, Position, read_fact
from runtime.state.packed import unpacked

TOPICS = (
    "imr.intake.commands",
    "imr.intake.events",
    "imr.reviewers",
    "imr.triage.pool",
    "imr.triage.events",
    "imr.decision.commands",
    "imr.decision.events",
    "imr.letters.commands",
    "imr.letters.events",
    "imr.audit.events",
    *(f"imr.{service}.{kind}" for service in SERVICES for kind in ("dead-letters", "desk")),
)
"""All topics with events or commands."""

SILENCE_SECONDS_MAX = 60.0
_POLL_SECONDS = 1.0
_AT_ONCE = 1_000
_ATTEMPTS = 20

Start = Mapping[tuple[str, int], int]
"""The first offset to read, by topic and partition; 0 where none is given."""


class Silence(TimeoutError):
    """The broker sent no message although partitions are not read to their end."""

    def __init__(self, waiting: Sequence[tuple[str, int]]) -> None:
        super().__init__(f"no message came for {SILENCE_SECONDS_MAX:.0f} seconds; not read to the end: {sorted(waiting)}")


class NoSuchChangelog(RuntimeError):
    """The key of a changelog record names no table."""


def read_facts(bootstrap: str, partitions: int, start: Start | None = None) -> list[Fact]:
    """Return every committed message of every topic, each partition in order."""
    return [
        read_fact(_place(message), dict(message.headers() or ()), message.value())
        for message in _messages(bootstrap, TOPICS, partitions, start or {})
    ]


def read_changelogs(bootstrap: str, partitions: int, services: Sequence[str] = SERVICES) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the last record of each key, by service and partition, as plain data."""
    held: dict[tuple[str, int], dict[str, Any]] = {(service, number): {} for service in services for number in range(partitions)}
    for message in _messages(bootstrap, [f"imr.{service}.changelog" for service in services], partitions, {}):
        records = held[message.topic().split(".")[1], message.partition()]
        key = message.key().decode()
        if "/" not in key:
            raise NoSuchChangelog(f"{_place(message)} has the key {key!r}")
        if message.value() is None:
            records.pop(key, None)
        else:
            records[key] = json.loads(unpacked(message.value()))
    return held


def read_values(bootstrap: str, topics: Sequence[str], partitions: int) -> Iterator[bytes]:
    """Yield the value of every committed message of *topics*."""
    return (message.value() for message in _messages(bootstrap, topics, partitions, {}))


def count_unread(bootstrap: str, group: str, partitions: int) -> Counter[int]:
    """Return the number of unread messages of *group*, by partition.

    Counted on topics of which the group has committed an offset.
    """
    consumer = _consumer(bootstrap, group)
    try:
        places = [confluent_kafka.TopicPartition(topic, number) for topic in TOPICS for number in range(partitions)]
        read = {(each.topic, each.partition): each.offset for each in consumer.committed(places, timeout=30) if each.offset >= 0}
    finally:
        consumer.close()
    topics = sorted({topic for topic, _ in read})
    beginnings = {(topic, number): read.get((topic, number), 0) for topic in topics for number in range(partitions)}
    return Counter(message.partition() for message in _messages(bootstrap, topics, partitions, beginnings))


def ends(bootstrap: str, partitions: int) -> dict[tuple[str, int], int]:
    """Return the present end of each partition, a start for later reading."""
    consumer = _consumer(bootstrap)
    try:
        return {(topic, number): _end(consumer, topic, number) for topic in TOPICS for number in range(partitions)}
    finally:
        consumer.close()


def _end(consumer: Any, topic: str, number: int) -> int:
    """Return the end of one partition; retry, because a new topic may have no leader yet."""
    for attempt in range(_ATTEMPTS):
        try:
            end: int = consumer.get_watermark_offsets(confluent_kafka.TopicPartition(topic, number), timeout=30)[1]
        except confluent_kafka.KafkaException:
            if attempt + 1 == _ATTEMPTS:
                raise
            time.sleep(_POLL_SECONDS)  # noqa: TID251 - bounded by the attempts
        else:
            return end
    raise Silence([(topic, number)])


def _messages(bootstrap: str, topics: Sequence[str], partitions: int, start: Start) -> Iterator[Any]:
    """Yield the messages of *topics* up to the end of every partition; raises Silence."""
    consumer = _consumer(bootstrap)
    places = [(topic, number) for topic in topics for number in range(partitions)]
    waiting, heard = set(places), time.monotonic()
    try:
        consumer.assign([confluent_kafka.TopicPartition(*place, start.get(place, 0)) for place in places])
        while waiting:
            for message in consumer.consume(_AT_ONCE, timeout=_POLL_SECONDS):
                heard = time.monotonic()
                if (error := message.error()) is None:
                    yield message
                elif error.code() == confluent_kafka.KafkaError._PARTITION_EOF:  # noqa: SLF001 - its only name
                    waiting.discard((message.topic(), message.partition()))
                elif not error.retriable():
                    raise confluent_kafka.KafkaException(error)
            if time.monotonic() - heard > SILENCE_SECONDS_MAX:
                raise Silence(list(waiting))
    finally:
        consumer.close()


def _consumer(bootstrap: str, group: str = "checker") -> confluent_kafka.Consumer:
    settings: dict[str, Any] = {
        "bootstrap.servers": bootstrap,
        "group.id": group,
        "isolation.level": "read_committed",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "earliest",
        "fetch.message.max.bytes": 16 * 1024 * 1024,
        "log_level": 2,
    }
    return confluent_kafka.Consumer(settings)


def _place(message: Any) -> Position:
    return Position(message.topic(), message.partition(), message.offset())
