"""The embedded broker: one process of the PyPI package noida-db.

It speaks Kafka's protocol and saves to disk. The package's launcher starts the program as a child
and waits; we start the program itself, so that there is only one process to stop. It holds
everything in memory and saves all of it about once a second and when it is stopped. After a kill it
returns to its last save, so it is meant for demonstrations and tests, not for production.
"""

import importlib.util
import os
import platform
from pathlib import Path

from runtime.broker.errors import EmbeddedBrokerUnavailable
from runtime.broker.kinds.broker import Broker
from runtime.broker.process.ports import HOST

_PACKAGE = "noida_db"
_BUILT_FOR = ("Linux", "x86_64")


class EmbeddedBroker(Broker):
    """noida-db with Kafka only; its data is in `embedded/` of the data folder.

    The data includes topics, groups and transactions.
    """

    def prepare(self, port: int) -> None:  # noqa: ARG002 - any port will do
        """Make the program executable."""
        program = find_program()
        if not os.access(program, os.X_OK):
            program.chmod(0o755)

    def command(self, port: int) -> list[str]:
        """Return the command that runs Kafka only, on *port* of this machine."""
        data = self.folder.path / "embedded"
        options = ("--only", "kafka", "--host", HOST, "--kafka-port", str(port), "--data-dir", str(data))
        return [str(find_program()), "start", *options]


def find_program() -> Path:
    """Return the program inside the package; raise EmbeddedBrokerUnavailable."""
    package = importlib.util.find_spec(_PACKAGE)
    why = why_unavailable(platform.system(), platform.machine(), installed=package is not None)
    if why is None and package is not None and package.origin is not None:
        program = Path(package.origin).with_name("noida-db")
        if program.is_file():
            return program
    raise EmbeddedBrokerUnavailable(why or "the package noida-db holds no program noida-db")


def why_unavailable(system: str, machine: str, *, installed: bool) -> str | None:
    """Return why the broker cannot run on this *system* and *machine*; None if it can."""
    if (system, machine) != _BUILT_FOR:
        return f"noida-db is built for {' '.join(_BUILT_FOR)} and this is {system} {machine}"
    if not installed:
        return "the package noida-db is missing (pip install 'imr[embedded]')"
    return None
