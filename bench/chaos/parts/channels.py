"""The channels into intake beside the topic: HTTP, and files by the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx

from bench.chaos.parts.traffic import CLIENT, ROOT, application
from bench.chaos.plan import PARTITIONS
from bench.faults.worker import WorkerProcess

_ATTEMPTS = 12
_TIMEOUT_SECONDS = 10
_FILE_SECONDS_MAX = 120


class Channels:
    """Submits applications by several channels at once; keeps acknowledged submissions."""

    def __init__(self, bootstrap: str, folder: Path, doors: Callable[[], Sequence[WorkerProcess]]) -> None:
        self.acknowledged: set[str] = set()
        self.files = self.refusals = 0
        self._bootstrap, self._folder, self._doors = bootstrap, folder, doors
        self._pool = ThreadPoolExecutor(6)
        self._futures: list[Future[None]] = []

    def by_http(self, number: int) -> None:
        """Post application *number* to every intake worker at once, under the same key."""
        for door in range(len(self._doors())):
            self._futures.append(self._pool.submit(self._post, number, door))

    def by_file(self, numbers: Sequence[int]) -> None:
        """Submit a file of these applications by the command line."""
        self.files += 1
        self._futures.append(self._pool.submit(self._submit_file, tuple(numbers), self.files))

    @property
    def is_busy(self) -> bool:
        """Whether a submission is still under way; raises the error of one that failed."""
        for future in [each for each in self._futures if each.done()]:
            future.result()
            self._futures.remove(future)
        return bool(self._futures)

    def close(self) -> None:
        """Cancel submissions that have not begun, and wait for the others."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _post(self, number: int, door: int) -> None:
        """Post until a worker acknowledges it; each retry carries the same key."""
        body = application(number).model_dump_json()
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(number), "IMR-Client": CLIENT}
        for attempt in range(_ATTEMPTS):
            doors = self._doors()
            url = f"http://127.0.0.1:{doors[(door + attempt) % len(doors)].api_port}/v1/applications"
            try:
                answer = httpx.post(url, content=body, headers=headers, timeout=_TIMEOUT_SECONDS)
            except httpx.TransportError:
                self.refusals += 1
                continue
            if answer.status_code == httpx.codes.ACCEPTED:
                self.acknowledged.add(answer.json()["submission_id"])
                return
            self.refusals += 1
        # No worker acknowledged it. The same application was submitted by the topic as well.

    def _submit_file(self, numbers: Sequence[int], name: int) -> None:
        file = self._folder / f"submitted-{name}.jsonl"
        file.write_text("\n".join(json.dumps(json.loads(application(number).model_dump_json())) for number in numbers))
        environment = {**os.environ, "IMR_KAFKA_BOOTSTRAP": self._bootstrap, "IMR_PARTITIONS": str(PARTITIONS)}
        command = [sys.executable, "-m", "cli.main", "submit", str(file), "--client", CLIENT, "--received-at", "2015-04-17T10:30"]
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=_FILE_SECONDS_MAX, check=False)
