"""The lock file of Kafka's jars equals the resolution of Maven."""

import runpy
from pathlib import Path

import pytest

from runtime.broker.kafka.jars import LOCK

pytestmark = pytest.mark.tools

SCRIPT = Path(__file__).parents[2] / "deploy/kafka/lock_jars.py"


def test_the_lock_is_what_maven_resolves(tmp_path: Path) -> None:
    """pom.xml and the lock file agree."""
    script = runpy.run_path(str(SCRIPT))
    script["resolve"](tmp_path)

    assert LOCK.read_text() == script["lock"](tmp_path)
