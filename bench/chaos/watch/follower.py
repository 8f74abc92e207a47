"""Counts of committed messages, kept up to date while a run goes on."""

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import confluent_kafka

from bench.checker.facts import Fact, Position, read_fact

_AT_ONCE = 1_000
_POLL_SECONDS = 0.02


class Follower:
    """Follows *topics* from the beginning with a Kafka client other than the services' own.

    *said* counts the messages of each service by partition; messages of channels and
    outsiders count as 'outsiders'. *hear* is given each message.
    """

    def __init__(
        self, bootstrap: str, topics: Sequence[str], partitions: int, hear: Callable[[Fact], None] = lambda _: None
    ) -> None:
        self._hear = hear
        self.types: Counter[str] = Counter()
        self.subjects: defaultdict[str, set[str]] = defaultdict(set)
        self.said: Counter[tuple[str, int]] = Counter()
        self.by_subject: Counter[tuple[str, str]] = Counter()
        places = [confluent_kafka.TopicPartition(topic, number, 0) for topic in topics for number in range(partitions)]
        settings: dict[str, Any] = {
            "bootstrap.servers": bootstrap,
            "group.id": "follower",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "reconnect.backoff.max.ms": 500,
            "socket.timeout.ms": 6_000,  # a broker may be paused
            "log_level": 2,
        }
        self._consumer = confluent_kafka.Consumer(settings)
        self._consumer.assign(places)

    def grow(self) -> None:
        """Count the messages since the last call; while the broker is away there are none."""
        with contextlib.suppress(confluent_kafka.KafkaException):
            while messages := self._consumer.consume(_AT_ONCE, timeout=_POLL_SECONDS):
                for message in messages:
                    if message.error() is None:
                        self._note(
                            read_fact(
                                Position(message.topic(), message.partition(), message.offset()),
                                dict(message.headers() or ()),
                                message.value(),
                            )
                        )

    def number(self, name: str) -> int:
        """Return the number of subjects with a message *name*, the last part of its type."""
        return len(self.subjects[name])

    def close(self) -> None:
        """Close the connection."""
        self._consumer.close()

    def _note(self, fact: Fact) -> None:
        self.types[fact.name] += 1
        self.said[fact.service or "outsiders", fact.place.partition] += 1
        self.subjects[fact.name].add(str(fact.data.get("submission_id") or fact.subject))
        self.by_subject[fact.name, fact.subject] += 1
        self._hear(fact)
