"""Independent clients (confluent-kafka, kcat) read every topic of the catalogue.

They read keys, values, `ce_` headers, commits and aborts. One message of each type goes to its
topic, and to that of each consumer for desks and dead letters. Topics without a message type of
ours carry their usual content without headers: an application of another system on `imr.feeds`, a
bare record on changelogs.
"""

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition

from schemas.catalogue import MESSAGES
from schemas.message import Message
from schemas.topics import DECIDING_SERVICES, TOPICS, Topic
from schemas.wire.codec import Sealed, seal
from schemas.wire.dead_letters import OfADesk
from schemas.wire.envelope import Envelope

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
PARTITIONS = 4
PATIENCE_SECONDS = 30
SOURCE = "/imr/test-clients"
ABORTED = b'{"aborted": true}'


def examples() -> Iterator[Message]:
    """Return an example of each newest version, for every consumer that has its own topic."""
    for message_class in MESSAGES.values():
        message = message_class.model_validate_json((EXAMPLES / message_class.type / f"{message_class.version}.json").read_bytes())
        if isinstance(message, OfADesk):
            for consumer in DECIDING_SERVICES:
                yield message.model_copy(
                    update={"parked": message.parked.model_copy(update={"consumer": consumer, "moved_to": None})}
                )
        else:
            yield message


def sealed(message: Message, number: int) -> Sealed:
    """Return *message* as bytes in an envelope of this test."""
    envelope = Envelope(
        id=f"test-clients-{number}",
        source=SOURCE,
        type=message.type,
        version=message.version,
        time=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        subject=message.subject,
        correlation_id=f"test-clients-{number}",
    )
    return seal(message, envelope, PARTITIONS)


def every_topic() -> list[Sealed]:
    """Return a message of every type, and a bare one for topics without a type of ours."""
    ours = [sealed(message, number) for number, message in enumerate(examples())]
    others = {topic.name for topic in TOPICS} - {each.topic for each in ours}
    bare = json.dumps({"claim": "NX-0001", "employer": "Northwind Example Claims"}).encode()
    return ours + [Sealed(name, 0, b"test-clients", bare, ()) for name in sorted(others)]


async def send(producer: AIOKafkaProducer, messages: Sequence[Sealed]) -> None:
    """Write *messages* and wait for the broker."""
    for each in messages:
        await producer.send(each.topic, each.value, key=each.key, partition=each.partition, headers=list(each.headers))
    await producer.flush()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def published(bootstrap: str, topics: Sequence[Topic]) -> AsyncIterator[list[Sealed]]:
    """Commit messages around a transaction that is aborted; return the committed ones."""
    messages = every_topic()
    aborted = [Sealed(topic.name, partition, b"aborted", ABORTED, ()) for topic in topics for partition in range(PARTITIONS)]
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id="test-clients")
    async with producer:
        for some in (messages[::2], messages[1::2]):
            async with producer.transaction():
                await send(producer, some)
            await producer.begin_transaction()
            await send(producer, aborted)
            await producer.abort_transaction()
        yield messages


def read_confluent(bootstrap: str, isolation: str) -> Iterator[Sealed]:
    """Return every message of every topic, as librdkafka reads it."""
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": "test-clients", "isolation.level": isolation, "enable.partition.eof": True}
    )
    places = [TopicPartition(topic.name, number, OFFSET_BEGINNING) for topic in TOPICS for number in range(PARTITIONS)]
    consumer.assign(places)
    ends = 0
    while ends < len(places):
        message = consumer.poll(PATIENCE_SECONDS)
        assert message is not None, "nothing came"
        if message.error():
            assert message.error().code() == KafkaError._PARTITION_EOF, message.error()
            ends += 1
        else:
            headers = tuple(message.headers() or ())
            yield Sealed(message.topic(), message.partition(), message.key(), message.value(), headers)
    consumer.close()


def test_examples_reach_every_topic() -> None:
    """The messages of this test cover every topic, and every type under its `ce_type`."""
    messages = every_topic()

    assert {topic.name for topic in TOPICS} == {each.topic for each in messages}
    assert set(MESSAGES) == {dict(each.headers)["ce_type"].decode() for each in messages if each.headers}


def test_confluent_reads_what_was_committed(bootstrap: str, published: list[Sealed]) -> None:
    """confluent-kafka reads each committed message byte for byte, and no aborted one."""
    seen = set(read_confluent(bootstrap, "read_committed"))

    assert set() == set(published) - seen
    assert ABORTED not in {each.value for each in seen}


@pytest.mark.usefixtures("published")
def test_aborted_messages_are_there_to_be_hidden(bootstrap: str) -> None:
    """Without `read_committed` a client sees aborted messages on every partition.

    So the setting hides them, and the test above could fail.
    """
    seen = [each for each in read_confluent(bootstrap, "read_uncommitted") if each.value == ABORTED]

    assert {(topic.name, partition) for topic in TOPICS for partition in range(PARTITIONS)} == {
        (each.topic, each.partition) for each in seen
    }


@pytest.fixture
def kcat() -> str:
    """Return the program kcat.

    Without it the test is skipped, or fails where tools are required.
    """
    program = shutil.which("kcat")
    if program is None and os.environ.get("IMR_TOOLS_REQUIRED") == "1":
        pytest.fail("kcat is missing (Debian: kcat) and IMR_TOOLS_REQUIRED=1")
    if program is None:
        pytest.skip("kcat is missing (Debian: kcat)")
    return program


def read_kcat(kcat: str, bootstrap: str, topic: str) -> set[Sealed]:
    """Return every committed message of *topic*, as kcat prints it."""
    settings = ("-X", "isolation.level=read_committed")
    command = (kcat, "-b", bootstrap, *settings, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-J")
    printed = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE_SECONDS).stdout
    # Other tests leave noise on the topics, which kcat prints as it is.
    return {opened(json.loads(line.decode(errors="replace"))) for line in printed.splitlines()}


def opened(printed: dict[str, object]) -> Sealed:
    """Return a message from kcat's JSON, whose headers are one list of names and values."""
    match printed:
        case {"topic": str(topic), "partition": int(partition), "key": key, "payload": payload}:
            headers = printed.get("headers", [])
            assert isinstance(headers, list)
            pairs = zip(headers[::2], (value.encode() for value in headers[1::2]), strict=True)
            return Sealed(topic, partition, str(key).encode(), str(payload).encode(), tuple(pairs))
    raise AssertionError(printed)


@pytest.mark.tools
def test_kcat_reads_what_was_committed(kcat: str, bootstrap: str, published: list[Sealed]) -> None:
    """Kcat prints each committed message with its key and headers, and no aborted one."""
    seen = {each for topic in TOPICS for each in read_kcat(kcat, bootstrap, topic.name)}

    assert set() == set(published) - seen
    assert ABORTED not in {each.value for each in seen}
