"""Three brokers under a test's control: start, kill, pause, set a clock.

Each node is broker and controller. The topics that Kafka makes itself have three copies and need
two to be in sync; `ensure_topics` gives ours the same with `replication=3`.
"""

import asyncio
import os
import random
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from runtime.broker.kafka.apache import ApacheBroker, new_cluster_id
from runtime.broker.process.ports import HOST, port_is_free

SESSION_SECONDS = 6.0
"""The time after which a broker that is silent loses its partitions."""

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
_PORTS = range(12_000, 32_000)  # below those that the kernel gives to clients, which would take the port of a killed broker
_METADATA_SECONDS = 5.0
_QUIET = {"log_level": 2}
_COPIES = {
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    "share.coordinator.state.topic.replication.factor": "3",
    "share.coordinator.state.topic.min.isr": "2",
}


@dataclass(frozen=True)
class Ports:
    """The ports of a node.

    A client behind a proxy uses *through*, the proxy's port, which leads to *behind*.
    """

    port: int
    controller: int
    behind: int
    through: int


class Node(ApacheBroker):
    """Node *number* of the cluster *identity*; *ports* has those of every node by its number."""

    start_seconds_max: ClassVar[float] = 120.0  # it waits for the others, on a machine that may be busy

    def __init__(self, folder: Path, number: int, ports: Mapping[int, Ports], identity: str) -> None:
        super().__init__(folder, ports[number].port)
        self.number = number
        self._clock = ""
        self._ports, self._identity = ports, identity

    def properties(self, port: int) -> str:
        """Return the settings of this node."""
        ours = self._ports[self.number]
        settings = {
            "node.id": str(self.number),
            "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{ours.controller},PROXIED://{HOST}:{ours.behind}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{port},PROXIED://{HOST}:{ours.through}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT",
            "controller.quorum.voters": ",".join(f"{number}@{HOST}:{each.controller}" for number, each in self._ports.items()),
            "log.dirs": str(self.data),
            "broker.session.timeout.ms": str(round(SESSION_SECONDS * 1_000)),
            "broker.heartbeat.interval.ms": "1000",
            **_COPIES,
        }
        return "".join(f"{name}={value}\n" for name, value in settings.items())

    def cluster_id(self) -> str:
        """Return the id that all nodes share."""
        return self._identity

    def command(self, port: int) -> list[str]:
        """Return the command that starts Kafka, with another clock where one is set."""
        command = super().command(port)
        if not self._clock:
            return command
        env = shutil.which("env") or "/usr/bin/env"
        return [env, f"LD_PRELOAD={FAKETIME}", f"FAKETIME={self._clock}", *command]

    def set_clock(self, offset: str) -> None:
        """Move its wall clock by *offset*, such as +1h, from its next start; without faketime, no."""
        self._clock = offset if FAKETIME.exists() else ""

    @property
    def runs(self) -> bool:
        """Whether the process runs, also while it is paused."""
        return self._process is not None and self._process.exit_code is None

    def pause(self) -> None:
        """Stop its threads; its connections stay open and answer nothing."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after `pause`."""
        self._send(signal.SIGCONT)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)


class Cluster:
    """A cluster of three nodes with their data in *folder*; an async context manager."""

    def __init__(self, folder: Path) -> None:
        identity = new_cluster_id()
        chosen = iter(_free_ports(3 * 4))
        self.ports = {number: Ports(*(next(chosen) for _ in range(4))) for number in (1, 2, 3)}
        self.nodes = [Node(folder / f"broker-{number}", number, self.ports, identity) for number in self.ports]

    @property
    def bootstrap(self) -> str:
        """The addresses of all nodes."""
        return ",".join(f"{HOST}:{each.port}" for each in self.ports.values())

    @property
    def proxied_bootstrap(self) -> str:
        """The addresses of all nodes for clients behind a proxy."""
        return ",".join(f"{HOST}:{each.through}" for each in self.ports.values())

    async def start(self, nodes: Sequence[Node] = ()) -> None:
        """Start *nodes*, else those that do not run, and wait until each answers."""
        try:
            async with asyncio.TaskGroup() as starting:
                for node in nodes or [node for node in self.nodes if not node.runs]:
                    starting.create_task(node.start())
        except ExceptionGroup as failed:
            self.kill()
            raise failed.exceptions[0] from None

    async def stop(self) -> None:
        """End all nodes at once: a node that stops in order would wait for one that is gone."""
        self.kill()

    def kill(self) -> None:
        """Kill all nodes, also paused ones."""
        for node in self.nodes:
            node.kill()

    def leader(self, topic: str, partition: int) -> Node:
        """Return the node that leads *partition* of *topic*, the first where none does."""
        found = AdminClient({"bootstrap.servers": self.bootstrap, **_QUIET}).list_topics(topic, timeout=_METADATA_SECONDS)
        leads = found.topics[topic].partitions[partition].leader
        return next((node for node in self.nodes if node.number == leads), self.nodes[0])

    def is_whole(self) -> bool:
        """Whether all nodes run and say that every partition has three copies in sync."""
        return all(node.runs and self._sees_all_in_sync(node) for node in self.nodes)

    def _sees_all_in_sync(self, node: Node) -> bool:
        """Return the word of this node; one that was paused still has an old one."""
        try:
            found = AdminClient({"bootstrap.servers": node.bootstrap, **_QUIET}).list_topics(timeout=_METADATA_SECONDS)
        except KafkaException:
            return False
        return all(len(each.isrs) == len(self.nodes) for topic in found.topics.values() for each in topic.partitions.values())

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


def _free_ports(number: int) -> Sequence[int]:
    """Return *number* ports on which no program listens."""
    found: list[int] = []
    while len(found) < number:
        port = random.SystemRandom().choice(_PORTS)
        if port not in found and port_is_free(port):
            found.append(port)
    return found
