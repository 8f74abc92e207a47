"""Both kinds of broker as processes: kept data, refusals, and clean ends."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from runtime.broker.errors import BrokerDidNotStart, DataFolderInUse, PortTaken
from runtime.broker.kafka.apache import JARS_FOLDER, ApacheBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.process.ports import HOST, choose_port, free_port, port_is_free
from runtime.broker.process.process import TetheredProcess
from runtime.broker.process.ready import answers
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import REVIEWERS, Topic

START_IN_ANOTHER_PROCESS = """
import asyncio, sys
from pathlib import Path
from runtime.broker.kafka.apache import ApacheBroker

async def main():
    broker = ApacheBroker(Path(sys.argv[1]))
    await broker.start()
    print(broker.bootstrap, flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


async def write(bootstrap: str, value: bytes, *, topic: Topic = REVIEWERS) -> None:
    """Write one message and wait for its confirmation."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        await producer.send_and_wait(topic.name, value, key=value, partition=0)
    finally:
        await producer.stop()


async def read(bootstrap: str, *, topic: Topic = REVIEWERS) -> list[bytes]:
    """Return every message of the topic's first partition."""
    place = TopicPartition(topic.name, 0)
    # Not "latest": aiokafka looks for it as soon as a partition is assigned, and may find it after a seek to the beginning.
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([place])
        end = (await consumer.end_offsets([place]))[place]
        found: list[bytes] = []
        async with asyncio.timeout(30):
            while await consumer.position(place) < end:
                found += [record.value for records in (await consumer.getmany(timeout_ms=100)).values() for record in records]
        return found
    finally:
        await consumer.stop()


async def until_saved(folder: Path, value: bytes) -> None:
    """Wait until *value* is on disk.

    The embedded broker confirms first and saves a moment later.
    """
    async with asyncio.timeout(15):
        while not is_saved(folder, value):
            await asyncio.sleep(0.05)


def is_saved(folder: Path, value: bytes) -> bool:
    """Return whether a file of the broker holds *value*, as bytes or as decimal numbers."""
    numbers = ",".join(map(str, value)).encode()
    files = [path.read_bytes() for suffix in ("log", "json") for path in folder.rglob(f"*.{suffix}")]
    return any(value in held or numbers in held for held in files)


async def until_free(folder: Path) -> Broker:
    """Return a broker started on *folder* as soon as the last one released it."""
    async with asyncio.timeout(15):
        while True:
            try:
                broker = ApacheBroker(folder)
                await broker.start()
            except DataFolderInUse:
                await asyncio.sleep(0.02)
            else:
                return broker


@pytest.mark.slow
async def test_data_and_port_outlast_restart_and_crash(tmp_path: Path) -> None:
    """Confirmed data and the port survive a restart, a crash and a new start on the folder."""
    broker = ApacheBroker(tmp_path)
    await broker.start()
    try:
        bootstrap = broker.bootstrap
        await ensure_topics(bootstrap, [REVIEWERS], 4)
        await write(bootstrap, b"before the restart")
        await broker.restart()
        await write(bootstrap, b"before the crash")
        await until_saved(tmp_path, b"before the crash")
        broker.kill()

        assert not await answers(HOST, int(bootstrap.rpartition(":")[2]))

        broker = ApacheBroker(tmp_path)
        await broker.start()

        assert bootstrap == broker.bootstrap
        assert [b"before the restart", b"before the crash"] == await read(bootstrap)
        await ensure_topics(bootstrap, [REVIEWERS], 4)
    finally:
        await broker.stop()


def starter(folder: Path) -> subprocess.Popen[str]:
    """Return another process that starts a broker on *folder*, prints its address and waits."""
    command = (sys.executable, "-c", START_IN_ANOTHER_PROCESS, str(folder))
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


@pytest.mark.slow
def test_event_loop_that_stops_it_is_another_than_the_one_that_started_it(broker: Broker, tmp_path: Path) -> None:
    """A broker belongs to no event loop, also while it writes the archive of its classes."""
    assert broker  # has fetched the jars
    jars = shutil.copytree(JARS_FOLDER, tmp_path / "jars")
    own = ApacheBroker(tmp_path / "data", jars_folder=jars)

    asyncio.run(own.start())
    asyncio.run(own.restart())
    asyncio.run(own.stop())

    assert not [waiting for waiting in threading.enumerate() if waiting.name.startswith("jars-")]


@pytest.mark.slow
async def test_killed_parent_leaves_no_broker(tmp_path: Path) -> None:
    """When its starter is killed, a broker ends, keeps its data and releases its folder."""
    with starter(tmp_path) as parent:
        assert parent.stdout is not None
        bootstrap = (await asyncio.to_thread(parent.stdout.readline)).strip()
        group = int((tmp_path / "lock").read_text())
        await ensure_topics(bootstrap, [REVIEWERS], 4)
        await write(bootstrap, b"kept")
        running = members(group)
        parent.kill()

    broker = await until_free(tmp_path)
    try:
        assert (1, []) == (len(running), members(group))
        assert bootstrap == broker.bootstrap
        assert [b"kept"] == await read(bootstrap)
    finally:
        await broker.stop()


def members(group: int) -> list[str]:
    """Return the running processes of *group*."""
    listing = subprocess.run(("ps", "-eo", "pgid=,stat=,args="), capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if int(line.split()[0]) == group and not line.split()[1].startswith("Z")]


async def test_second_start_on_folder_is_refused(broker: Broker) -> None:
    """A folder in use is refused with the id of the process, and its broker goes on."""
    pid = (broker.folder.path / "lock").read_text()

    with pytest.raises(DataFolderInUse, match=f"in use by process {pid}"):
        await ApacheBroker(broker.folder.path).start()

    with pytest.raises(DataFolderInUse):
        await broker.start()

    assert await answers(HOST, int(broker.bootstrap.rpartition(":")[2]))


async def test_copies_of_a_folder_that_start_at_once_have_a_broker_each(broker: Broker, tmp_path: Path) -> None:
    """Both remember one port and are one cluster; the later one takes another port."""
    original, copy = ApacheBroker(tmp_path / "original"), ApacheBroker(tmp_path / "copy")
    await original.start()
    await original.stop()
    shutil.copytree(tmp_path / "original", tmp_path / "copy")
    again = ApacheBroker(tmp_path / "original")
    try:
        await asyncio.gather(again.start(), copy.start())

        assert again.bootstrap != copy.bootstrap
        for each in (again, copy):
            port = int(each.bootstrap.rpartition(":")[2])
            assert await answers(HOST, port, rack=each.rack)
            assert not await answers(HOST, port, rack=broker.rack)
    finally:
        await again.stop()
        await copy.stop()


async def test_taken_port_is_refused(broker: Broker, tmp_path: Path) -> None:
    """A port in use is refused by its number, and the folder is released."""
    port = int(broker.bootstrap.rpartition(":")[2])

    for _ in range(2):
        with pytest.raises(PortTaken, match=f"port {port} is taken"):
            await ApacheBroker(tmp_path, port).start()


def test_broker_is_one_process(broker: Broker) -> None:
    """A broker is the only process of its group, so no other can outlive it."""
    assert 1 == len(members(int((broker.folder.path / "lock").read_text())))


class Failing(Broker):
    """A broker whose program is a line of Python."""

    program = ""

    def prepare(self, port: int) -> None:
        """Do nothing."""

    def command(self, port: int) -> list[str]:
        """Return the command that runs the line of Python."""
        return [sys.executable, "-c", self.program]


class Ending(Failing):
    """A broker that ends at once."""

    program = "import sys; sys.exit('No space left on device')"


class Silent(Failing):
    """A broker that runs and never listens."""

    start_seconds_max = 0.3
    program = "import signal; signal.pause()"


async def test_broker_that_ends_is_reported_with_its_words(tmp_path: Path) -> None:
    """A broker that ends at its start is reported with exit code, output and explanation."""
    (tmp_path / "broker.log").write_text("said by an earlier start\n")

    with pytest.raises(BrokerDidNotStart, match=r"(?s)ended with code 1; the disk is full.*No space left on device") as caught:
        await Ending(tmp_path).start()

    assert caught.value.log_tail == "No space left on device"


async def test_stranger_that_answers_is_not_ours(broker: Broker, tmp_path: Path) -> None:
    """A broker that ended is not taken for ready because another one answers on its port."""
    ending = Ending(tmp_path)
    ending.folder.claim()
    process = TetheredProcess([sys.executable, "-c", ""], ending.folder.log, ending.folder.lock)
    async with asyncio.timeout(10):
        while process.exit_code is None:
            await asyncio.sleep(0.01)

    with pytest.raises(BrokerDidNotStart, match="ended with code 0"):
        await ending._wait_until_ready(process, int(broker.bootstrap.rpartition(":")[2]))

    ending.folder.release()


async def test_broker_that_stays_silent_is_ended(tmp_path: Path) -> None:
    """A broker that does not answer in time is killed and reported; the folder is released."""
    broker = Silent(tmp_path)

    with pytest.raises(BrokerDidNotStart, match="did not answer within"):
        await broker.start()

    assert [] == members(int((tmp_path / "lock").read_text()))
    broker.folder.claim()
    broker.folder.release()


async def test_cancelled_start_leaves_nothing(tmp_path: Path) -> None:
    """A start that is cancelled, as by Ctrl-C, ends its broker."""
    start = asyncio.create_task(Silent(tmp_path).start())
    lock = tmp_path / "lock"
    async with asyncio.timeout(10):
        while not lock.exists() or lock.read_text() in {"", str(os.getpid())}:
            await asyncio.sleep(0.01)
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start

    assert [] == members(int(lock.read_text()))


def test_ports_are_told_apart() -> None:
    """A port in use or just handed out is not free.

    A kept port is used again unless another program has it, and then a new one is chosen.
    """
    with socket.create_server((HOST, 0)) as listener:
        taken = listener.getsockname()[1]
        chosen = choose_port(None, taken, is_free=port_is_free, any_free=free_port)

        assert not port_is_free(taken)
        assert chosen != taken
        assert port_is_free(chosen)
        assert not port_is_free(taken)


async def test_listener_that_is_no_broker_does_not_answer() -> None:
    """A program that accepts and closes connections is not taken for a broker."""

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, HOST, 0) as server:
        assert not await answers(HOST, server.sockets[0].getsockname()[1])
