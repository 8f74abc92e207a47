"""A broker and workers that several tests share, and the checker's verdict.

The verdict covers everything since the test began.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from bench.chaos.parts.traffic import Writer, reviewers, sealed, sealed_submission, submission
from bench.chaos.watch.follower import Follower
from bench.chaos.watch.waiting import until
from bench.checker.expectation import Expectation
from bench.checker.facts import SERVICES, Position
from bench.checker.reading.reading import ends, read_facts
from bench.checker.verdict import Verdict, judge
from bench.faults.worker import WorkerProcess

PARTITIONS = 4
PATIENCE_SECONDS = 90.0
FIRST_DAY = date(2008, 1, 2)  # every day is another lot; the denial is of 2015, so all are covered
_DAYS_OF_A_TEST = 50


class Arena:
    """A broker, its workers, and the messages sent to them, in which tests cause faults."""

    def __init__(self, bootstrap: str, folder: Path, services: Sequence[str] = SERVICES) -> None:
        self.bootstrap, self.folder, self.services = bootstrap, folder, services
        self.writer = Writer(bootstrap)
        self.follower = Follower(bootstrap, ("imr.intake.events", "imr.letters.events"), PARTITIONS)
        self.workers: list[WorkerProcess] = []
        self.sent: set[str] = set()
        self._number = self._day = 0
        self._since: Mapping[tuple[str, int], int] = {}

    def worker(self, service: str, name: str = "0", **settings: object) -> WorkerProcess:
        """Return a worker that is not started yet.

        Without a *slot* it may join and leave the group.
        """
        ours = {"partitions": PARTITIONS, "auto_sign": True, **settings}
        self.workers.append(WorkerProcess(service, name, self.bootstrap, self.folder, **ours))
        return self.workers[-1]

    def enrol(self) -> None:
        """Enrol reviewers."""
        self.writer.write([sealed(reviewer, f"enrol-{reviewer.reviewer_id}", PARTITIONS) for reviewer in reviewers(room=500)])

    def begin(self) -> None:
        """Begin a test: earlier messages are not judged, and its dates of injury are its own."""
        self._since = ends(self.bootstrap, PARTITIONS)
        self.sent = set()
        self._day += _DAYS_OF_A_TEST

    def submit(self, number: int, *, days: int | None = None, documents: Literal["all", "none"] = "all") -> list[str]:
        """Submit *number* applications of new workers; return their submission ids.

        The dates of injury are spread over *days*. With no *documents* but the disputed decision,
        the case waits for its records.
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
        """Wait until every case since the arena was built has its letter."""

        def done() -> bool:
            self.follower.grow()
            received = self.follower.number("application-received")
            return received == self._number and self.follower.number("letter-issued") == received

        until(done, seconds, lambda: f"{self._number} letters; there are {dict(self.follower.types)}")

    def verdict(self, poison: Mapping[Position, set[str]] | None = None, foreign: frozenset[Position] = frozenset()) -> Verdict:
        """Return the checker's verdict on everything since the test began."""
        expected = Expectation(
            PARTITIONS,
            services=frozenset(self.services),
            acknowledged=frozenset(self.sent),
            poison=poison or {},
            foreign=foreign,
        )
        return judge(read_facts(self.bootstrap, PARTITIONS, self._since), expected)

    def close(self) -> None:
        """Stop the workers and the broker."""
        for worker in self.workers:
            worker.kill()
        self.follower.close()
