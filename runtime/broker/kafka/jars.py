"""Kafka's jars, fetched once and kept."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from runtime.broker.errors import KafkaUnavailable

LOCK = Path(__file__).parent / "jars.lock"

_FETCHED_AT_ONCE = 8
_ANSWER_SECONDS_MAX = 30
_HELP = (
    "Without access to Maven Central, name a mirror: `central = URL` under [repositories] in ~/.config/jgo.conf. "
    "Without a network, copy the folder var/kafka-libs from a machine that has it"
)


@dataclass(frozen=True, slots=True)
class Jar:
    """A file of a Maven repository by its coordinates, and its SHA-256 in hexadecimal."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str

    @property
    def name(self) -> str:
        """The coordinates in Maven's notation."""
        return ":".join(filter(None, (self.group, self.artifact, self.version, self.classifier)))

    @property
    def file_name(self) -> str:
        """The file's name in a repository."""
        return "-".join(filter(None, (self.artifact, self.version, self.classifier))) + ".jar"


Fetch = Callable[[Jar], Path]
"""Returns the path of a jar on this machine; raises OSError or RuntimeError."""


def locked_jars(lock: Path = LOCK) -> tuple[Jar, ...]:
    """Read the lock file.

    Each line is `group:artifact:version[:classifier] sha256:DIGEST`.
    """
    return tuple(_locked(lock.read_text()))


def fetch_jars(kept: Path, lock: Path = LOCK, fetch: Fetch | None = None) -> Path:
    """Return the folder in *kept* with the jars of the *lock* file, fetched if need be.

    The folder appears when it is complete and each jar has the SHA-256 of the lock file. Raises
    KafkaUnavailable.
    """
    folder = kept / hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    if not folder.is_dir():
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, ignore_cleanup_errors=True) as unfinished:
            complete = Path(unfinished) / "jars"
            complete.mkdir()
            source = fetch or repository(Path(unfinished) / "downloads")
            with ThreadPoolExecutor(_FETCHED_AT_ONCE) as threads:
                list(threads.map(partial(_keep, complete, source), locked_jars(lock)))
            _move(complete, folder)
    return folder


def repository(downloads: Path) -> Fetch:
    """Return a fetch from this user's Maven cache, else from the jgo settings' repositories.

    Without settings that is Maven Central. Files are written to *downloads* only, because two
    processes that fetch into one cache would disturb each other.
    """
    try:
        from jgo.config import GlobalSettings  # noqa: PLC0415 - only a machine that runs a broker has it
        from jgo.maven import MavenContext  # noqa: PLC0415
    except ImportError:
        raise KafkaUnavailable("the package jgo is missing: pip install 'imr[broker]'") from None
    settings = GlobalSettings.load()
    context = MavenContext(
        repo_cache=downloads,
        local_repos=[Path(settings.repo_cache)],
        remote_repos=settings.repositories or None,
        timeout=_ANSWER_SECONDS_MAX,
    )

    def fetch(jar: Jar) -> Path:
        component = context.project(jar.group, jar.artifact).at_version(jar.version)
        return Path(component.artifact(classifier=jar.classifier, packaging="jar").resolve())

    return fetch


def _locked(text: str) -> Iterator[Jar]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            coordinates, _, digest = line.partition(" sha256:")
            group, artifact, version, *classifier = coordinates.split(":")
            yield Jar(group, artifact, version, "".join(classifier), digest)


def _keep(folder: Path, fetch: Fetch, jar: Jar) -> None:
    """Copy the jar into *folder* if its bytes are those of the lock file."""
    try:
        path = fetch(jar)
        content = path.read_bytes()
    except (OSError, RuntimeError) as error:
        raise KafkaUnavailable(f"{jar.name} could not be fetched ({error}). {_HELP}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != jar.sha256:
        raise KafkaUnavailable(
            f"{path} is not {jar.name} as locked: its SHA-256 is {found}, expected {jar.sha256}; delete the file"
        )
    (folder / jar.file_name).write_bytes(content)


def _move(complete: Path, folder: Path) -> None:
    """Put the *complete* jars in their place, unless another process did so first."""
    try:
        complete.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
