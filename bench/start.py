"""The benchmark of a start: `imr up` on the data of many cases.

    python -m bench.start --cases 100000
    python -m bench.start --state

Two cases run through the services in memory, one to its letter and one to its assessment. Their
messages and the state they leave are written to Apache Kafka once for each case of the data folder,
under other case numbers and ids, as read by every service but ops. Then `imr up` is started and
timed until every worker has its state and intake answers: twice, because the first start makes
intake's index of submissions, and the next one reads it. At the end each worker is killed, and
timed until its successor has its partitions. With `--state`, only the bytes of state of both cases
are printed.
"""

import argparse
import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from bench.path_of_a_case import signature
from bench.workers import report
from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.process.ports import free_port
from runtime.broker.topics.topics import ensure_topics
from runtime.record import Found
from runtime.settings import Settings
from runtime.state.packed import packed, unpacked
from runtime.testing import MemoryStream
from schemas.catalogue import MESSAGES
from schemas.lots import LOTS
from schemas.topics import COMPRESSION, DECIDING_SERVICES, MESSAGE_BYTES_MAX, TOPICS
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, submission
from tests.flow.conftest import SERVICES, read_registry_file

PARTITIONS = 4
SECONDS_MAX = 300.0
_CHANGELOG = ".changelog"
Copy = tuple[TopicPartition, bytes, bytes | None, list[tuple[str, bytes]]]

_UUID = re.compile(rb"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)[0-9a-f]{12}")


async def template(folder: Path, *, signed: bool) -> list[Found]:
    """Return the records of a case: its messages, and the last JSON of each key of state."""
    settings = Settings(data_dir=folder, review_organization="Example Review Organization")
    stream = MemoryStream(*(create(settings) for create in SERVICES), partitions=PARTITIONS, now=RECEIVED_AT)
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    administrator = application().claims_administrator.model_copy(update={"claim_number": "NEC-2015-EXAMPLE"})
    stream.publish(submission(claims_administrator=administrator))  # with a number that is one, so with both keys of a dispute
    await stream.settle()
    if signed:
        (assessed,) = stream.messages(MESSAGES["imr.decision.case-assessed"])
        stream.publish(signature(assessed))
        await stream.settle()
    records: dict[tuple[str, int, bytes], Found] = {}
    for (topic, partition), found in stream.topics.items():
        for place, record in enumerate(found):
            key, is_state = record.key or b"", topic.endswith(_CHANGELOG)
            plain = replace(record, value=unpacked(record.value)) if is_state and record.value else record
            records[topic, partition, key if is_state else b"%d" % place + key] = plain
    return [record for record in records.values() if _is_of_the_case(record)]


def _is_of_the_case(record: Found) -> bool:
    content = (record.key or b"") + (record.value or b"")
    return CASE_NUMBER.encode() in content or _UUID.search(record.key or b"") is not None


class Copier:
    """Copies of one record for other cases: the case number and every id differ."""

    def __init__(self, record: Found) -> None:
        self._topic = record.topic
        self._key = _pattern(record.key or b"")
        self._value = None if record.value is None else _pattern(record.value)
        self._headers = [(name, _pattern(value)) for name, value in record.headers]

    def copy(self, number: int) -> Copy:
        """Return the record of case *number*: its place, key, value and headers."""
        lot, running = number % LOTS, number // LOTS + 1
        changes = {b"case": b"CM15-%03d%04d" % (lot, running), b"number": b"%012x" % number}
        value = None if self._value is None else self._value % changes
        if value is not None and self._topic.endswith(_CHANGELOG):
            value = packed(value)
        headers = [(name, pattern % changes) for name, pattern in self._headers]
        return TopicPartition(self._topic, lot % PARTITIONS), self._key % changes, value, headers


def _pattern(content: bytes) -> bytes:
    numbered = _UUID.sub(rb"\g<1>%(number)b", content.replace(b"%", b"%%"))
    return numbered.replace(CASE_NUMBER.encode(), b"%(case)b")


Templates = tuple[list[Copier], ...]
"""The records of a closed case, and those of an open one."""


async def fill(bootstrap: str, cases: int, templates: Templates) -> None:
    """Write the records of *cases* cases, half of them closed, and commit the ends as read."""
    await ensure_topics(bootstrap, TOPICS, PARTITIONS)
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, compression_type=COMPRESSION, max_batch_size=1 << 20, max_request_size=MESSAGE_BYTES_MAX
    )
    await producer.start()
    try:
        for first in range(0, cases, 1_000):
            await _write(producer, templates, range(first, min(first + 1_000, cases)))
            sys.stderr.write(f"\r{first:,} of {cases:,} cases written")
    finally:
        await producer.stop()
    await _commit_ends(bootstrap)


async def _write(producer: AIOKafkaProducer, templates: Templates, numbers: range) -> None:
    by_place: dict[TopicPartition, list[Copy]] = defaultdict(list)
    for number in numbers:
        for record in templates[number % 2]:
            made = record.copy(number)
            by_place[made[0]].append(made)
    for place, messages in by_place.items():
        batch = producer.create_batch()
        for _, key, value, headers in messages:
            if batch.append(key=key, value=value, headers=headers, timestamp=None) is None:
                await producer.send_batch(batch, place.topic, partition=place.partition)
                batch = producer.create_batch()
                batch.append(key=key, value=value, headers=headers, timestamp=None)
        await producer.send_batch(batch, place.topic, partition=place.partition)


async def _commit_ends(bootstrap: str) -> None:
    settings = Settings()
    for create in SERVICES:
        service = create(settings)
        consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=service.group, enable_auto_commit=False)
        await consumer.start()
        try:
            places = [TopicPartition(topic, number) for topic in service.inputs for number in range(PARTITIONS)]
            consumer.assign(places)
            await consumer.commit(await consumer.end_offsets(places))
        finally:
            await consumer.stop()


def seconds_to_start(folder: Path, then: Callable[[], None]) -> dict[str, float]:
    """Start `imr up` on *folder*; return the seconds until each part was ready. Call *then*."""
    shutil.rmtree(folder / "logs", ignore_errors=True)  # they tell how far this start is
    api_port, ops_port = free_port(), free_port()
    environment = {**os.environ, "IMR_API_PORT": str(api_port), "IMR_OPS_PORT": str(ops_port)}
    began, seen = time.monotonic(), {}
    command = [sys.executable, "-m", "cli.main", "up", "--keep-clock", "--data-dir", str(folder)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        while len(seen) < len(_SIGNS) and time.monotonic() - began < SECONDS_MAX and process.poll() is None:
            for name, sign in _SIGNS.items():
                if name not in seen and sign(folder, api_port):
                    seen[name] = time.monotonic() - began
            time.sleep(0.1)  # noqa: TID251 - a benchmark may look at a clock
        then()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
    return seen


def _announced(folder: Path, _port: int) -> bool:
    word = folder / "running.json"  # which first says that the system is on its way
    return word.exists() and "kafka_bootstrap" in word.read_text()


def _answers(_folder: Path, port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/submissions/none", timeout=1)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _opened(folder: Path, _port: int) -> bool:
    logs = [folder / "logs" / f"{service}.log" for service in DECIDING_SERVICES]
    return all(log.exists() and log.read_text().count('"partition_opened"') >= PARTITIONS for log in logs)


_SIGNS = {"broker answers": _announced, "API answers": _answers, "every worker has its state": _opened}


def sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the bytes on disk of the broker's data by topic, the largest first."""
    found: dict[str, int] = defaultdict(int)
    for path in folder.rglob("*"):
        if path.is_file():
            found[path.parent.name.rpartition("-")[0]] += path.stat().st_blocks * 512
    yield from sorted(found.items(), key=lambda each: -each[1])


def state_sizes(records: Iterable[Found]) -> dict[tuple[str, str], int]:
    """Return the bytes of state in *records*, keys and packed values, by service and table."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for record in records:
        if record.topic.endswith(_CHANGELOG) and record.value is not None:
            key = record.key or b""
            size = len(key) + len(packed(record.value))
            found[record.topic.split(".")[-2], key.decode().partition("/")[0]] += size
    return dict(found)


def _print_state() -> None:
    for name, signed in {"closed": True, "open": False}.items():
        with tempfile.TemporaryDirectory() as letters:
            found = state_sizes(asyncio.run(template(Path(letters), signed=signed)))
        for service in DECIDING_SERVICES:
            tables = {table: size for (each, table), size in found.items() if each == service}
            each = ", ".join(f"{table} {size}" for table, size in sorted(tables.items()))
            sys.stdout.write(f"{sum(tables.values()):6,} bytes of state  {name} case, {service}: {each}\n")
        sys.stdout.write(f"{sum(found.values()):6,} bytes of state  {name} case, all services\n")


async def _prepare(folder: Path, cases: int) -> None:
    with tempfile.TemporaryDirectory() as letters:
        found = [await template(Path(letters), signed=signed) for signed in (True, False)]
        templates = tuple([Copier(record) for record in records] for records in found)
    async with ApacheBroker(folder / "broker") as broker:
        await fill(broker.bootstrap, cases, templates)


def main() -> None:
    """Fill a data folder, start on it, and print seconds and sizes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=100_000, help="cases in the data folder (default: 100000)")
    parser.add_argument("--folder", type=Path, help="keep the data folder here; an existing one is started again")
    parser.add_argument("--state", action="store_true", help="only print the bytes of state of a closed and an open case")
    options = parser.parse_args()
    if options.state:
        _print_state()
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch) / "data"
        if not (folder / "broker").exists():
            folder.mkdir(parents=True, exist_ok=True)
            shift = RECEIVED_AT + timedelta(days=1)
            (folder / "clock-shift-seconds").write_text(f"{shift.timestamp() - time.time()}\n")
            asyncio.run(_prepare(folder, options.cases))
        workers: list[str] = []
        then = {"first start": lambda: None, "next start": lambda: workers.extend(report(folder, PARTITIONS))}
        for start, follow_up in then.items():
            for name, seconds in seconds_to_start(folder, follow_up).items():
                sys.stdout.write(f"{seconds:6.1f} s  {start}: {name}\n")
        sys.stdout.writelines(f"{line}\n" for line in workers)
        total = 0
        for topic, size in sizes(folder / "broker"):
            total += size
            if size / options.cases > 100:
                sys.stdout.write(f"{size / options.cases / 1000:6.1f} KB a case  {topic}\n")
        sys.stdout.write(f"{total / options.cases / 1000:6.1f} KB a case  all of the broker's data\n")


if __name__ == "__main__":
    main()
