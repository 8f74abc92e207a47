"""The messages of broker errors."""

from pathlib import Path

import pytest

from runtime.broker.errors import BrokerDidNotStart, KafkaUnavailable


@pytest.mark.parametrize(
    ("log_tail", "expected"),
    [
        ("java.io.IOException: No space left on device", "the disk is full"),
        ("java.lang.UnsupportedClassVersionError: kafka/Kafka", "install Java 17"),
        ("java.lang.OutOfMemoryError: Java heap space", "out of memory"),
        ("", "it said nothing"),
    ],
)
def test_failed_start_says_what_its_log_means(log_tail: str, expected: str) -> None:
    """Known signs in the log are explained, and the end of the log is quoted with its path."""
    text = str(BrokerDidNotStart("ended with code 1", Path("data/broker.log"), log_tail))

    assert expected in text
    assert f"the end of data/broker.log:\n{log_tail}" in text


def test_unavailable_kafka_names_the_other_ways() -> None:
    """Where Kafka cannot run, the error gives the reason and names the alternatives."""
    text = str(KafkaUnavailable("no Java was found."))

    assert "this machine: no Java was found. To" in text
    assert all(way in text for way in ("IMR_KAFKA_BOOTSTRAP", "docker compose"))
