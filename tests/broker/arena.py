"""A broker and workers that tests of delivery share, and the checker's verdict on what happened since a test began."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from bench.chaos.parts.traffic import Writer, reviewers, sealed, sealed_submission, submission
from bench.chaos.watch.follower import Follower
from bench.chaos.watch.waiting import until
from bench.checker.expectation import Expectation
from bench.checker.facts import SERVICES, Place
from bench.checker.reading.reading import ends, read_facts
from bench.checker.verdict import Verdict, judge
from bench.faults.worker import WorkerProcess

PARTITIONS = 4
PATIENCE_SECONDS = 90.0
FIRST_DAY = date(2008, 1, 2)  # every day is another lot; the denial is of 2015, so all are covered
_DAYS_OF_A_TEST = 50


class Arena:
    """Where faults are committed: a broker, its workers, and what was sent to them."""

    def __init__(self, bootstrap: str, folder: Path, services: Sequence[str] = SERVICES) -> None:
        self.bootstrap, self.folder, self.services = bootstrap, folder, services
        self.writer = Writer(bootstrap)
        self.follower = Follower(bootstrap, ("imr.intake.events", "imr.letters.events"), PARTITIONS)
        self.workers: list[WorkerProcess] = []
        self.sent: set[str] = set()
        self._number = self._day = 0
        self._since: Mapping[tuple[str, int], int] = {}

    def worker(self, service: str, name: str = "0", **settings: object) -> WorkerProcess:
        """A worker that is not started yet; without a *slot* it may come and go."""
        ours = {"partitions": PARTITIONS, "auto_sign": True, **settings}
        self.workers.append(WorkerProcess(service, name, self.bootstrap, self.folder, **ours))
        return self.workers[-1]

    def enrol(self) -> None:
        """Let there be reviewers."""
        self.writer.write([sealed(reviewer, f"enrol-{reviewer.reviewer_id}", PARTITIONS) for reviewer in reviewers(room=500)])

    def begin(self) -> None:
        """A test begins: what happened before is not judged again, and its days of injury are its own."""
        self._since = ends(self.bootstrap, PARTITIONS)
        self.sent = set()
        self._day += _DAYS_OF_A_TEST

    def submit(self, number: int, *, days: int | None = None, documents: Literal["all", "none"] = "all") -> list[str]:
        """Submit *number* applications of workers unheard of, over so many *days* of injury; their submission ids.

        With no *documents* but the decision in dispute, the case waits for its records.
        """
        commands = []
        for index in range(number):
            self._number += 1
            day = FIRST_DAY + timedelta(days=self._day + index % (days or _DAYS_OF_A_TEST))
            commands.append(submission(self._number, f"{self.folder.name}-{self._number}", day, documents=documents))
        self.writer.write([sealed_submission(command, PARTITIONS) for command in commands])
        self.sent |= {command.submission_id for command in commands}
        return [command.submission_id for command in commands]

    def submit_and_wait(self, number: int, *, days: int | None = None) -> None:
        """Submit *number* applications and wait until their cases are ready for review."""
        ids = set(self.submit(number, days=days))

        def done() -> bool:
            self.follower.grow()
            return ids <= self.follower.subjects["application-found-eligible"]

        until(done, PATIENCE_SECONDS, lambda: f"{number} eligible cases; there are {dict(self.follower.types)}")

    def until_lettered(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until every case since the beginning of all has its letter."""

        def done() -> bool:
            self.follower.grow()
            received = self.follower.number("application-received")
            return received == self._number and self.follower.number("letter-issued") == received

        until(done, seconds, lambda: f"{self._number} letters; there are {dict(self.follower.types)}")

    def verdict(self, poison: Mapping[Place, set[str]] | None = None, foreign: frozenset[Place] = frozenset()) -> Verdict:
        """The checker's verdict on what happened since the test began."""
        expected = Expectation(
            PARTITIONS,
            services=frozenset(self.services),
            acknowledged=frozenset(self.sent),
            poison=poison or {},
            foreign=foreign,
        )
        return judge(read_facts(self.bootstrap, PARTITIONS, self._since), expected)

    def close(self) -> None:
        """End everything."""
        for worker in self.workers:
            worker.kill()
        self.follower.close()
