"""Kafka's jars: exactly the locked files, fetched once and complete."""

import hashlib
from pathlib import Path

import pytest

from runtime.broker.errors import KafkaUnavailable
from runtime.broker.kafka.jars import LOCK, Jar, _move, fetch_jars, locked_jars


class Repository:
    """A repository on this machine that counts downloads.

    *wrong* names the jars that have other bytes.
    """

    def __init__(self, folder: Path, wrong: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.wrong = wrong
        self.fetched: list[str] = []
        folder.mkdir(exist_ok=True)

    def __call__(self, jar: Jar) -> Path:
        """Return the jar's path."""
        self.fetched.append(jar.name)
        path = self.folder / jar.file_name
        path.write_bytes(b"other bytes" if jar.artifact in self.wrong else jar.artifact.encode())
        return path


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Return a lock file of two jars, one with a classifier."""
    path = tmp_path / "jars.lock"
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("kafka", "netty")}
    path.write_text(
        f"# made by hand\norg.example:kafka:4.2.2 sha256:{digests['kafka']}\norg.example:netty:1.0:linux sha256:{digests['netty']}\n"
    )
    return path


def test_the_committed_lock_holds_kafka_whole() -> None:
    """Every jar has exact coordinates and a SHA-256.

    The server and its log backend are among them.
    """
    jars = locked_jars(LOCK)

    assert {"kafka_2.13", "kafka-clients", "kafka-raft", "log4j-core"} <= {jar.artifact for jar in jars}
    assert {64} == {len(jar.sha256) for jar in jars}
    assert len(jars) == len({(jar.group, jar.artifact, jar.classifier) for jar in jars})
    assert {"4.2.2"} == {jar.version for jar in jars if jar.group == "org.apache.kafka"}


def test_a_line_names_group_artifact_version_and_classifier(lock: Path) -> None:
    """The classifier is the optional fourth part of a line and part of the file name."""
    plain, classified = locked_jars(lock)

    assert ("org.example:kafka:4.2.2", "kafka-4.2.2.jar") == (plain.name, plain.file_name)
    assert ("org.example:netty:1.0:linux", "netty-1.0-linux.jar") == (classified.name, classified.file_name)


def test_jars_are_fetched_once_for_each_lock(tmp_path: Path, lock: Path) -> None:
    """A second start downloads nothing; another lock gets its own folder.

    No unfinished download is left behind.
    """
    repository, kept = Repository(tmp_path / "repository"), tmp_path / "kept"
    jars = fetch_jars(kept, lock, repository)

    assert jars == fetch_jars(kept, lock, repository)
    assert ["kafka-4.2.2.jar", "netty-1.0-linux.jar"] == sorted(path.name for path in jars.iterdir())
    assert ["org.example:kafka:4.2.2", "org.example:netty:1.0:linux"] == sorted(repository.fetched)

    lock.write_text(lock.read_text() + "# renewed\n")
    others = fetch_jars(kept, lock, repository)

    assert {jars, others} == set(kept.iterdir())


def test_a_jar_with_other_bytes_is_refused(tmp_path: Path, lock: Path) -> None:
    """A jar whose SHA-256 differs from the lock is reported with its place and not kept."""
    with pytest.raises(KafkaUnavailable, match=r"netty-1\.0-linux\.jar is not org\.example:netty:1\.0:linux as locked"):
        fetch_jars(tmp_path / "kept", lock, Repository(tmp_path / "repository", wrong=("netty",)))

    assert [] == list((tmp_path / "kept").iterdir())


def test_without_a_network_the_error_names_the_ways_out(tmp_path: Path, lock: Path) -> None:
    """A failed download names the jar and both remedies.

    They are a mirror, and jars that were copied by hand.
    """

    def unreachable(_jar: Jar) -> Path:
        raise ConnectionError("Network is unreachable")

    with pytest.raises(KafkaUnavailable, match=r"org\.example:kafka:4\.2\.2.*Network is unreachable.*jgo\.conf.*kafka-libs"):
        fetch_jars(tmp_path / "kept", lock, unreachable)

    assert [] == list((tmp_path / "kept").iterdir())


def test_the_slower_of_two_fetches_gives_way(tmp_path: Path) -> None:
    """The slower of two simultaneous downloads keeps the jars of the faster one.

    Any other failure is raised.
    """
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kafka.jar").write_text(name)
    _move(tmp_path / "first", tmp_path / "jars")
    _move(tmp_path / "second", tmp_path / "jars")

    assert (tmp_path / "jars" / "kafka.jar").read_text() == "first"
    with pytest.raises(FileNotFoundError):
        _move(tmp_path / "third", tmp_path / "elsewhere")
