"""The errors of a broker on this machine; each names the way out."""

from pathlib import Path

_ALTERNATIVES = (
    "To use a Kafka that you have, set IMR_KAFKA_BOOTSTRAP to its host:port; to run one in a container, use docker compose up."
)


class BrokerError(RuntimeError):
    """A broker on this machine cannot work."""


class KafkaUnavailable(BrokerError):
    """Apache Kafka cannot run on this machine; *why* says how to change that."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Apache Kafka cannot run on this machine: {why.rstrip('.')}. {_ALTERNATIVES}")


class OfEmbeddedBroker(BrokerError):
    """The data folder was written by the embedded broker."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds data of the embedded broker, which is no longer supported; "
            f"move it to Apache Kafka with `imr migrate --data-dir {folder.parent}`, or choose another --data-dir"
        )


class DataFolderInUse(BrokerError):
    """Another broker uses the folder; two would damage its data."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"the data folder {folder} is in use by process {pid or 'unknown'}; stop it, or choose another folder")
        self.folder, self.pid = folder, pid


class DiskFull(BrokerError):
    """There is too little free space to start a broker."""

    def __init__(self, folder: Path, free_bytes: int, needed_bytes: int) -> None:
        free, needed = free_bytes // 1024**2, needed_bytes // 1024**2
        super().__init__(f"the disk of {folder} has {free} MiB left, a broker needs {needed}; make room, or choose another folder")
        self.folder, self.free_bytes = folder, free_bytes


class PortTaken(BrokerError):
    """Another program listens on the broker's port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken by another program; stop it, or choose another port")
        self.port = port


_HINTS = {
    "No space left on device": "the disk is full: make room and start again",
    "UnsupportedClassVersionError": "this Java is too old: install Java 17 or later",
    "OutOfMemoryError": "the broker ran out of memory",
}


class BrokerDidNotStart(BrokerError):
    """The broker ended or stayed silent; *log_tail* is the end of its log."""

    def __init__(self, what: str, log: Path, log_tail: str) -> None:
        hints = [hint for sign, hint in _HINTS.items() if sign in log_tail]
        super().__init__("; ".join([f"the broker {what}", *hints, f"the end of {log}:\n{log_tail or '(it said nothing)'}"]))
        self.log_tail = log_tail


class NoBrokerAnswers(ConnectionError):
    """No Kafka broker answers at *bootstrap*."""

    def __init__(self, bootstrap: str) -> None:
        super().__init__(f"no Kafka broker answers at {bootstrap}")
        self.bootstrap = bootstrap
