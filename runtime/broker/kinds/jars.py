"""Kafka's jars, fetched once with Maven and kept."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from runtime.broker.errors import ApacheBrokerUnavailable

_FETCH_SECONDS_MAX = 600
_TAIL_CHARACTERS = 1_000


def fetch_jars(pom: Path, kept: Path) -> Path:
    """The folder in *kept* with the jars that *pom* names, filled if it is not there; raises ApacheBrokerUnavailable."""
    if not pom.is_file():
        raise ApacheBrokerUnavailable(f"{pom} is missing: run from a source checkout")
    jars = kept / hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    if not jars.is_dir():
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, ignore_cleanup_errors=True) as unfinished:
            _run_maven(pom, Path(unfinished) / "jars")
            _move(Path(unfinished) / "jars", jars)
    return jars


def _run_maven(pom: Path, jars: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise ApacheBrokerUnavailable("the program mvn is missing: install Maven (Debian: maven), it fetches Kafka's jars once")
    command = (maven, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={jars}")
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_FETCH_SECONDS_MAX)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        raise ApacheBrokerUnavailable(f"Maven did not fetch Kafka's jars within {_FETCH_SECONDS_MAX} seconds") from None
    if ended.returncode:
        raise ApacheBrokerUnavailable(f"Maven could not fetch Kafka's jars:\n{(ended.stdout + ended.stderr)[-_TAIL_CHARACTERS:]}")


def _move(finished: Path, jars: Path) -> None:
    """Put the *finished* jars in their place, unless somebody else was quicker."""
    try:
        finished.rename(jars)
    except OSError:
        if not jars.is_dir():
            raise
