"""Renew the lock file of Kafka's jars from pom.xml, with Maven: `python deploy/kafka/lock_jars.py`.

Maven resolves the versions once, here; every other machine fetches exactly the files that the lock
names and compares their SHA-256.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
LOCK = Path(__file__).parents[2] / "runtime/broker/kafka/jars.lock"
HEADER = "# Kafka and its dependencies as Maven resolves deploy/kafka/pom.xml; renewed by deploy/kafka/lock_jars.py.\n"
FETCH_SECONDS_MAX = 600


def lock(jars: Path) -> str:
    """Return the lock file for the *jars* of a folder in Maven's repository layout."""
    return HEADER + "".join(f"{_coordinates(jar.relative_to(jars))} sha256:{_digest(jar)}\n" for jar in sorted(jars.rglob("*.jar")))


def resolve(jars: Path) -> None:
    """Let Maven fetch the jars that pom.xml needs into the folder *jars*."""
    goal = ("dependency:copy-dependencies", f"-DoutputDirectory={jars}", "-Dmdep.useRepositoryLayout=true")
    subprocess.run(("mvn", "-q", "-B", "-f", str(POM), *goal), check=True, timeout=FETCH_SECONDS_MAX)


def _coordinates(jar: Path) -> str:
    """Return group:artifact:version, and the classifier where there is one."""
    *group, artifact, version, name = jar.parts
    classifier = name.removesuffix(".jar").removeprefix(f"{artifact}-{version}").removeprefix("-")
    return ":".join((".".join(group), artifact, version, *filter(None, (classifier,))))


def _digest(jar: Path) -> str:
    return hashlib.sha256(jar.read_bytes()).hexdigest()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        resolve(Path(folder))
        LOCK.write_text(lock(Path(folder)))
    sys.stdout.write(f"{LOCK} is up to date\n")
