"""The follower counts committed messages as they come."""

from types import SimpleNamespace
from typing import Any

import confluent_kafka
import pytest

from bench.chaos.watch.follower import Follower


class _FakeConsumer:
    """Gives messages once, then raises."""

    def __init__(self, *messages: Any) -> None:
        self.batches = [list(messages)]
        self.is_closed = False

    def consume(self, _number: int, timeout: float) -> list[Any]:
        if self.batches:
            return self.batches.pop()
        raise confluent_kafka.KafkaException(confluent_kafka.KafkaError(confluent_kafka.KafkaError._TRANSPORT))

    def close(self) -> None:
        self.is_closed = True


def _message(type_: str, subject: str, *, source: str = "/imr/intake", error: Any = None, value: bytes = b"{}") -> Any:
    headers = [("ce_type", type_.encode()), ("ce_subject", subject.encode()), ("ce_source", source.encode())]
    return SimpleNamespace(
        topic=lambda: "imr.intake.events",
        partition=lambda: 2,
        offset=lambda: 0,
        headers=lambda: headers,
        value=lambda: value,
        error=lambda: error,
    )


@pytest.fixture
def follower() -> Follower:
    """A follower of no broker."""
    return Follower("127.0.0.1:1", ["imr.intake.events"], 4)


def test_messages_are_counted_by_name_subject_and_partition(follower: Follower) -> None:
    """A case that a message names twice counts once as a subject."""
    received = "imr.intake.application-received"
    follower._consumer = _FakeConsumer(_message(received, "one"), _message(received, "one"), _message(received, "two"))

    follower.grow()

    assert 2 == follower.number("application-received")
    assert (3, 3) == (follower.types["application-received"], follower.said["intake", 2])
    assert 2 == follower.by_subject["application-received", "one"]


def test_a_submission_counts_under_its_id(follower: Follower) -> None:
    """Two subjects of one submission are one."""
    value = b'{"submission_id": "s-1"}'
    follower._consumer = _FakeConsumer(_message("x.received", "one", value=value), _message("x.received", "two", value=value))

    follower.grow()

    assert 1 == follower.number("received")


def test_errors_are_left_out(follower: Follower) -> None:
    """An error of the broker is no message, and one of the connection ends the look."""
    follower._consumer = _FakeConsumer(_message("x.y", "one", error="not leader"), _message("x.y", "two", source="/elsewhere"))

    follower.grow()

    assert ({"y": 1}, {("outsiders", 2): 1}) == (follower.types, follower.said)


def test_each_message_is_heard() -> None:
    """In order, with what the checker knows of it."""
    heard: list[str] = []
    follower = Follower("127.0.0.1:1", ["imr.intake.events"], 4, lambda fact: heard.append(fact.subject))
    follower._consumer = _FakeConsumer(_message("x.y", "one"), _message("x.y", "two"))

    follower.grow()

    assert ["one", "two"] == heard


def test_the_consumer_is_closed(follower: Follower) -> None:
    """A closed follower holds no connection."""
    consumer = follower._consumer = _FakeConsumer()

    follower.close()

    assert consumer.is_closed
