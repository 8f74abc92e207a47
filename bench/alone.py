"""A core for the measured process and another for the broker."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from runtime.broker.kafka.apache import ApacheBroker
from runtime.broker.topics.topics import ensure_topics
from runtime.settings import Settings
from schemas.topics import TOPICS

OUR_CORE, BROKER_CORE = 0, 1
MINUTES_MAX = 15


@asynccontextmanager
async def kafka_on_its_core(partitions: int) -> AsyncIterator[tuple[Settings, Path]]:
    """Run Apache Kafka on the second core, with empty topics; yield settings and a folder."""
    with tempfile.TemporaryDirectory() as folder:
        async with ApacheBroker(Path(folder) / "broker") as broker:
            for pid in _descendants(os.getpid()):
                subprocess.run(["taskset", "-a", "-cp", str(BROKER_CORE), str(pid)], capture_output=True, check=False)
            settings = Settings(kafka_bootstrap=broker.bootstrap, partitions=partitions)
            await ensure_topics(broker.bootstrap, TOPICS, partitions)
            yield settings, Path(folder)


def in_a_process(module: str, settings: Settings, **more: object) -> dict[str, Any]:
    """Run *module* with *settings* and *more* of them; return the JSON that it prints."""
    chosen = {**settings.model_dump(exclude_none=True), **more}
    environment = {**os.environ, **{f"IMR_{name.upper()}": str(value) for name, value in chosen.items()}}
    found = subprocess.run(
        [sys.executable, "-m", module], env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=MINUTES_MAX * 60
    )
    answer: dict[str, Any] = json.loads(found.stdout)
    return answer


def _descendants(of: int) -> list[int]:
    """Return the child processes of *of*, with their children."""
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listing.splitlines())}
    return [pid for pid in parents if of in _ancestors(pid, parents)]


def _ancestors(pid: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while pid := parents.get(pid, 0):
        found.add(pid)
    return found
