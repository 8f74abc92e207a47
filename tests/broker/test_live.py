"""The live view as a process on a broker: its totals match the topics after restarts."""

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiokafka
import confluent_kafka
import httpx
import pytest

from runtime import clock
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from schemas.wire.codec import Sealed
from services.ops.app import TOPICS
from tests.services.ops.lives import life, sealed

PARTITIONS = 4
PATIENCE_SECONDS = 60
UNKNOWN = "imr.test.unheard-of"


def lives(first: int, count: int) -> list[Sealed]:
    """Return every event of *count* cases that close now, spread over the lots."""
    now = clock.real()  # a case that closed more than an hour ago is not shown
    cases = [f"CM26-{number % 1_000:03d}0001" for number in range(first, first + count)]
    return [sealed(message, now) for case in cases for message in life(case)]


async def write(bootstrap: str, messages: Iterable[Sealed], *, name: str, abort: bool = False) -> None:
    """Write *messages* in one transaction."""
    producer = aiokafka.AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=name)
    await producer.start()
    try:
        await producer.begin_transaction()
        for each in messages:
            await producer.send(each.topic, each.value, key=each.key, partition=each.partition, headers=list(each.headers))
        await producer.flush()
        await (producer.abort_transaction() if abort else producer.commit_transaction())
    finally:
        await producer.stop()


async def write_strange(bootstrap: str) -> None:
    """Write noise, an empty record, an unknown type, and data of another type."""
    good = lives(999, 1)[0]
    unknown = [(name, value if name != "ce_type" else UNKNOWN.encode()) for name, value in good.headers if name != "ce_dataschema"]
    unknown.append(("ce_dataschema", f"urn:imr:schema:{UNKNOWN}:1".encode()))
    producer = aiokafka.AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        await producer.send_and_wait(good.topic, b"\xff\x00 noise", partition=0)
        await producer.send_and_wait(good.topic, None, key=b"nothing", partition=1)
        await producer.send_and_wait(good.topic, good.value, partition=2, headers=unknown)
        await producer.send_and_wait(good.topic, b"{}", partition=3, headers=list(good.headers))
    finally:
        await producer.stop()


def count_topics(bootstrap: str) -> Counter[str]:
    """Count committed messages by type with an independent client.

    The key is "" for a message that names no type.
    """
    consumer = confluent_kafka.Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "test-count",
            "isolation.level": "read_committed",
            "enable.partition.eof": True,
        }
    )
    places = [
        confluent_kafka.TopicPartition(topic.name, number, confluent_kafka.OFFSET_BEGINNING)
        for topic in TOPICS
        for number in range(PARTITIONS)
    ]
    consumer.assign(places)
    types: Counter[str] = Counter()
    ends = 0
    while ends < len(places):
        message = consumer.poll(PATIENCE_SECONDS)
        assert message is not None
        if error := message.error():
            assert error.code() == confluent_kafka.KafkaError._PARTITION_EOF
            ends += 1
        else:
            types[ce_type(message)] += 1
    consumer.close()
    return types


def ce_type(message: confluent_kafka.Message) -> str:
    """Return the type that a message names, "" if it names none."""
    named = dict(message.headers() or ()).get("ce_type")
    return named.decode() if isinstance(named, bytes) else ""


class LiveView:
    """`python -m services.ops` as a supervisor sees it."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process, self._port = process, port

    async def get(self, path: str) -> httpx.Response | None:
        """Return the answer, or None while the process does not listen."""
        try:
            async with httpx.AsyncClient() as client:
                return await client.get(f"http://127.0.0.1:{self._port}{path}")
        except httpx.TransportError:
            assert self._process.returncode is None
            return None

    async def wait_for(self, events: int, *, lag: int | None = None) -> dict[str, Any]:
        """Return the view once it is ready and has counted *events*, with *lag* if given."""
        seen: tuple[int, int, Any] | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    ready, answer = await self.get("/readyz"), await self.get("/v1/live")
                    if ready and answer:
                        live: dict[str, Any] = answer.json()
                        seen = ready.status_code, sum(live["events"].values()), live["lag"]
                        if seen[0] == 200 and seen[1] >= events and lag in {None, seen[2]}:
                            return live
                    await asyncio.sleep(0.05)
        pytest.fail(f"(ready, events, lag) were last {seen}, expected (200, {events} or more, {lag})")

    async def end(self, how: signal.Signals) -> int:
        """Send the signal *how*; return the exit code."""
        self._process.send_signal(how)
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._process.wait()


@asynccontextmanager
async def live_view(bootstrap: str, log: Path) -> AsyncIterator[LiveView]:
    """Run the process during the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "IMR_KAFKA_BOOTSTRAP": bootstrap,
        "IMR_PARTITIONS": str(PARTITIONS),
        "IMR_OPS_PORT": str(port),
        "IMR_SLOT": "test",
    }
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.ops", env={**os.environ, **settings}, stdout=output, stderr=output
        )
        try:
            yield LiveView(process, port)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.fixture
async def bootstrap(tmp_path: Path) -> AsyncIterator[str]:
    """Return a broker of this test alone, with every topic, for exact numbers."""
    async with ApacheBroker(tmp_path / "broker") as broker:
        await ensure_topics(broker.bootstrap, TOPICS, PARTITIONS)
        yield broker.bootstrap


@pytest.mark.slow
async def test_totals_are_those_of_the_topics_through_restarts(bootstrap: str, tmp_path: Path) -> None:
    """Totals equal the committed messages after a start, a restart and a kill.

    The messages are counted independently.
    """
    log = tmp_path / "log"
    await write(bootstrap, lives(0, 20), name="first")
    await write(bootstrap, lives(100, 5), name="aborted", abort=True)
    await write_strange(bootstrap)
    async with live_view(bootstrap, log) as view:
        shown = await view.wait_for(events=140, lag=0)

        assert_shows_topics(shown, await asyncio.to_thread(count_topics, bootstrap), cases=20)

        await write(bootstrap, lives(200, 10), name="second")
        await view.wait_for(events=210)

        assert await view.end(signal.SIGTERM) == 0

    await write(bootstrap, lives(300, 40), name="third")
    async with live_view(bootstrap, log) as view:
        # Counted and not yet committed: after the kill, reading begins with repeats.
        await view.wait_for(events=211)
        await view.end(signal.SIGKILL)

    await write(bootstrap, lives(400, 10), name="fourth")
    async with live_view(bootstrap, log) as view:
        shown = await view.wait_for(events=560, lag=0)

        assert_shows_topics(shown, await asyncio.to_thread(count_topics, bootstrap), cases=80)
        assert await view.end(signal.SIGTERM) == 0
    assert_is_quiet(log.read_text())


def assert_shows_topics(shown: dict[str, Any], topics: Counter[str], *, cases: int) -> None:
    """Check that *shown* has the counts of *topics*: *cases* and the four strange messages."""
    strange = {"": 2, UNKNOWN: 1, "imr.intake.application-received": 1}

    assert topics - Counter(strange) == shown["events"]
    assert shown["left_out"] == {"unknown": 1, "unreadable": 3}
    assert shown["outcomes"]["cases"] == {"uphold": cases}
    assert shown["cases"] == {"letter issued": cases}


def assert_is_quiet(log: str) -> None:
    """Check that the *log* has lines, none of faust's drawings and no personal data."""
    assert "message_left_out" in log
    assert "\x1b" not in log
    assert "Example" not in log
